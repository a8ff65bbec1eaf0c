"""Mail about pairs: the offer to a mentor, the news to a mentee, the start, a neutral end."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.fields import is_mail_address
from rounds.core.folding import order_key
from rounds.core.mail import STOP_MINUTES, Batch
from rounds.core.models import Institution
from rounds.matching.decisions.selectors.directors import directors_of
from rounds.matching.enums import Step
from rounds.matching.input.values.snapshot import RUNNING
from rounds.matching.models import MatchRun, Offer
from rounds.matching.review.selectors.board import Board
from rounds.people.models import Person
from rounds.programs.selectors import coordinators_of
from rounds.programs.selectors.inviting import ways_in_of
from rounds.web import mail
from rounds.web.mail.invitations import shown_with_way_in

SHOWN = 3


def offers_preview(board: Board, by: Viewer) -> dict[str, Any]:
    """Return what publishing would send: the count, the first messages as they would leave, who has no address."""
    institution = Institution.objects.get(id=by.institution_id)
    new: dict[str, int] = defaultdict(int)
    for pair in board.result.solution.pairs:
        if board.snapshot.kept.get((pair.mentee, pair.mentor)) != RUNNING:
            new[pair.mentor] += 1
    ids = [UUID(person) for person in new]
    people = sorted(
        (
            person
            for start in range(0, len(ids), 500)
            for person in Person.objects.filter(id__in=ids[start : start + 500])
        ),
        key=lambda person: order_key(person.sort_name),
    )
    texts = [
        (
            person,
            shown_with_way_in(
                mail.render(
                    "pair_offer", offer_context(person, new[str(person.id)], board.run, institution, by)
                ),
                has_login=person.user_id is not None,
                institution=institution,
            ),
        )
        for person in people[:SHOWN]
    ]
    return {
        "messages": texts,
        "mentors": len(people),
        "pairs": sum(new.values()),
        "running": len(board.result.solution.pairs) - sum(new.values()),
        "ways_in": ways_in_of([person.id for person in people]),
        "without_address": [person.display_name for person in people if not is_mail_address(person.email)],
    }


def offer_context(
    person: Person, count: int, run: MatchRun, institution: Institution, by: Viewer
) -> dict[str, Any]:
    """Return what an offer to a mentor can say."""
    return {
        "name": person.display_name,
        "count": count,
        "program": run.cohort.cycle.program.name,
        "institution": institution.name,
        "link": mail.link(institution, "pairs:mine"),
        "sender": by.name,
    }


def send_offers(offers: Iterable[Offer], by: Viewer) -> None:
    """Queue one message a mentor for offers of one run, held back until the run's moment."""
    institution = Institution.objects.get(id=by.institution_id)
    of_mentor: dict[UUID, list[Offer]] = defaultdict(list)
    for offer in offers:
        of_mentor[offer.mentorship.mentor_id].append(offer)
    for theirs in of_mentor.values():
        person, run = theirs[0].mentorship.mentor, theirs[0].run
        program = run.cohort.cycle.program
        if run.mail_leaves_at is None:
            raise RuntimeError("run.mail_leaves_at is missing")
        mail.send_mail(
            "pair_offer",
            key=f"pair_offer:{min(str(offer.id) for offer in theirs)}",
            to_address=person.email,
            by=by,
            context=offer_context(person, len(theirs), run, institution, by),
            to_person_id=person.id,
            program_id=program.id,
            batch=Batch(run.id, run.mail_leaves_at),
            from_name=program.name,
            reply_to=program.reply_to,
            ids={"offers": " ".join(str(offer.id) for offer in theirs)},
        )


def send_offer(offer: Offer, by: Viewer) -> None:
    """Queue the message of a single offer, held back until its mentor may see it; Stop is by the offer."""
    run, pair = offer.run, offer.mentorship
    person, program = pair.mentor, run.cohort.cycle.program
    institution = Institution.objects.get(id=by.institution_id)
    mail.send_mail(
        "pair_offer",
        key=f"pair_offer:{offer.id}",
        to_address=person.email,
        by=by,
        to_person_id=person.id,
        context=offer_context(person, 1, run, institution, by),
        program_id=program.id,
        batch=Batch(offer.id, pair.shown_from_at),
        from_name=program.name,
        reply_to=program.reply_to,
        ids={"offers": offer.id},
    )


def ask_directors(run: MatchRun, by: Viewer) -> None:
    """Queue one message to each program director (PD) of a run's trainees, held back for 15 minutes; no names."""
    institution = Institution.objects.get(id=by.institution_id)
    program = run.cohort.cycle.program
    sent = run.steps.filter(step=Step.SENT).order_by("-at").first()
    if sent is None or run.answer_by_on is None:
        raise RuntimeError("The run was never sent.")
    for one in directors_of(run).to_ask:
        mail.send_mail(
            "trainees_pairs",
            key=f"trainees_pairs:{sent.id}:{one.person.id}",
            to_address=one.person.email,
            by=by,
            to_person_id=one.person.id,
            program_id=program.id,
            batch=Batch(sent.id, sent.at + timedelta(minutes=STOP_MINUTES)),
            from_name=program.name,
            reply_to=program.reply_to,
            ids={"run": run.id},
            context={
                "name": one.person.display_name,
                "count": one.unanswered,
                "day": f"{run.answer_by_on:%-d %B %Y}",
                "program": program.name,
                "institution": institution.name,
                "link": mail.link(institution, "vetoes:list"),
            },
        )


def tell_office(kind: str, run: MatchRun, by: Viewer, *, key: str, pair_id: UUID | None = None) -> None:
    """Queue one message to each coordinator of a program, with the way to the answers; no names, no reasons."""
    institution = Institution.objects.get(id=by.institution_id)
    program = run.cohort.cycle.program
    for person in coordinators_of(program.id):
        mail.send_mail(
            kind,
            key=f"{kind}:{key}:{person.id}",
            to_address=person.email,
            by=by,
            to_person_id=person.id,
            program_id=program.id,
            from_name=program.name,
            reply_to=program.reply_to,
            ids={"pair": pair_id} if pair_id else None,
            context={
                "name": person.display_name,
                "program": program.name,
                "institution": institution.name,
                "link": mail.link(institution, "matching:answers", run_id=run.id),
            },
        )


def tell(kind: str, offer: Offer, person: Person, by: Viewer, *, again: str = "") -> None:
    """Queue one message about a pair to one of its two people; `again` tells one from the last of the same kind."""
    institution = Institution.objects.get(id=by.institution_id)
    program = offer.run.cohort.cycle.program
    pair = offer.mentorship
    mail.send_mail(
        kind,
        key=f"{kind}:{offer.id}{again}",
        to_address=person.email,
        by=by,
        to_person_id=person.id,
        program_id=program.id,
        from_name=program.name,
        reply_to=program.reply_to,
        ids={"pair": pair.id},
        context={
            "name": person.display_name,
            "mentor": pair.mentor.display_name,
            "mentee": pair.mentee.display_name,
            "has_time": offer.meeting_at is not None,
            "program": program.name,
            "institution": institution.name,
            "link": mail.link(institution, "pairs:pair", mentorship_id=pair.id),
        },
    )
