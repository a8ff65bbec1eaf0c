"""What others see of me: each thing that exists, and in true sentences who reads it, people by name."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rounds.core.access import Request, Viewer, allow, is_member
from rounds.core.drafts import count_drafts
from rounds.mentorships.changes.selectors import pairs_asked_about
from rounds.mentorships.conversations.selectors import WrittenCounts, written_counts
from rounds.mentorships.growth.selectors.written import given_alone, given_in_pairs
from rounds.mentorships.hours.selectors import has_reported
from rounds.mentorships.models import Mentorship
from rounds.mentorships.selectors import list_own_mentorships
from rounds.programs.selectors import enrollments_of
from rounds.programs.selectors.office import Office, office_of
from rounds.programs.selectors.own_words import OwnWords, own_words_of
from rounds.programs.selectors.rotations import list_placements
from rounds.web.participant.records.given import of_growth, of_what_was_given
from rounds.web.participant.records.sights import Sight, Sights
from rounds.web.words.readers import Kind, card_readers, in_an_emergency, who_reads


@require_GET
@allow(is_member)
def page(request: Request) -> HttpResponse:
    """Show what others see of the reader, thing by thing."""
    return render(request, "participant/records/seen.html", {"groups": sights_of(request.viewer)})


def sights_of(viewer: Viewer) -> list[Sights]:
    """Return what exists of somebody's, by subject, with its readers."""
    pairs = list_own_mentorships(viewer)
    enrollments = list(enrollments_of(viewer.own_id))
    programs = {pair.cycle.program for pair in pairs} | {one.cohort.cycle.program for one in enrollments}
    offices = {one.id: office_of(one, about=viewer.own_id) for one in programs}
    words = own_words_of([one.id for one in enrollments])
    ids = [pair.id for pair in pairs]
    asking = pairs_asked_about(viewer)
    written, given = written_counts(viewer, ids), given_in_pairs(viewer, ids)
    mentors = [
        pair.mentor.display_name for pair in pairs if pair.is_running and pair.mentee_id == viewer.own_id
    ]
    about_me = [*_of_the_person(count_drafts(viewer)), *_of_days(viewer.own_id, mentors)]
    groups = [Sights("you", _("Who you are"), about_me)]
    growth = list(of_growth(*given_alone(viewer)))
    if growth:
        groups.append(Sights("growth", _("Your growth"), growth))
    for one in enrollments:
        about = list(_of_answers(words[one.id], offices[one.cohort.cycle.program.id]))
        if about:
            groups.append(
                Sights(
                    f"answers-{one.id}",
                    _("Your answers for %(program)s") % {"program": one.cohort.cycle.program.name},
                    about,
                )
            )
    for pair in pairs:
        office = offices[pair.cycle.program.id]
        group = _of_a_pair(pair, written[pair.id], office, viewer.own_id)
        more = of_what_was_given(given[pair.id], _other(pair, viewer.own_id), office.names)
        asks = _of_a_change(_other(pair, viewer.own_id)) if pair.id in asking else ()
        groups.append(Sights(group.key, group.title, [*group.sights, *more, *asks]))
    groups.append(Sights("rules", _("Always"), list(_rules())))
    return groups


def _of_the_person(unsaved: int) -> Iterator[Sight]:
    yield Sight(
        _("Name, department, tier, roles"),
        _("Coordinators, directors of mentorship programs and the GME office. Your pronouns too."),
    )
    yield Sight(
        _("Personal e-mail"), _("You, coordinators, directors and the GME office. It is not used to sign in.")
    )
    if unsaved:
        yield Sight(
            _("Typed and not saved (%(count)s)") % {"count": unsaved}, who_reads(Kind.UNSAVED), only_you=True
        )


def _of_days(person_id: UUID, mentors: list[str]) -> Iterator[Sight]:
    """Return who reads where one is when: rotations, and time that was lost."""
    if mentors and list_placements(person_id):
        yield Sight(
            _("Your rotations, with their days"),
            _("You, the program office, and %(mentors)s; of a leave that you are away, never why.")
            % {"mentors": ", ".join(mentors)},
        )
    if has_reported(person_id):
        yield Sight(
            _("Lost time that you reported"),
            who_reads(Kind.LOST_TIME),
        )


def _of_answers(words: OwnWords, office: Office) -> Iterator[Sight]:
    if words.has_answers:
        yield Sight(
            _("Intake: gaps, goals, hours"), _("%(office)s.") % {"office": office.names} + office.hats
        )
    if words.has_card:
        yield Sight(
            _("Introduction card"),
            card_readers(office.names),
        )
    if words.wishes:
        yield Sight(
            _("Whom you wish for"),
            _("%(office)s. Nobody whom you named.") % {"office": office.names} + office.hats,
        )
    if words.exclusions:
        yield Sight(
            _("Whom you must not be paired with"),
            _("The coordinator alone: %(names)s. The other person is never told.")
            % {"names": office.coordinators},
        )


def _of_a_pair(pair: Mentorship, written: WrittenCounts, office: Office, me: UUID) -> Sights:
    other = _other(pair, me)
    return Sights(
        f"pair-{pair.id}",
        _("With %(name)s") % {"name": other}
        if pair.is_running
        else _("With %(name)s, over") % {"name": other},
        list(_written(pair, written, office, other)),
    )


def _of_a_change(other: str) -> Iterator[Sight]:
    """Return who reads that one asks for a change of a pair."""
    yield Sight(
        _("That you ask for a change"),
        _("You, and who of the program office has no part in it: its page names them. Not %(name)s.")
        % {"name": other},
    )


def _other(pair: Mentorship, me: UUID) -> str:
    return pair.mentee.full_name if pair.mentor_id == me else pair.mentor.display_name


def _written(pair: Mentorship, written: WrittenCounts, office: Office, other: str) -> Iterator[Sight]:
    both = {"name": other, "office": office.names}
    if written.private:
        yield Sight(
            _("Your private notes (%(count)s)") % {"count": written.private},
            who_reads(Kind.PRIVATE_NOTE),
            only_you=True,
        )
    if written.shared:
        yield Sight(
            _("Your notes for both (%(count)s)") % {"count": written.shared},
            who_reads(Kind.SHARED_NOTE, other=other),
        )
    if written.lines:
        yield Sight(
            _("What you two agreed for next time (%(count)s)") % {"count": written.lines},
            who_reads(Kind.LINE, other=other),
        )
    if written.held:
        yield Sight(
            _("That you talked: days and minutes (%(count)s)") % {"count": written.held},
            who_reads(Kind.TALKED, other=other, office=office.names) + office.hats,
        )
    if written.versions:
        yield Sight(
            _("Your agreement"),
            who_reads(Kind.AGREEMENT, other=other, office=office.names),
        )
    if pair.is_running:
        yield Sight(
            _("When you two meet"),
            who_reads(Kind.MEETING, other=other),
        )
    yield Sight(
        _("That you two are a pair"),
        _("%(office)s; the program director (PD) of the one who is in training; the GME office.") % both,
    )


def _rules() -> Iterator[Sight]:
    yield Sight(
        _("Notes of group sessions"),
        _("Everyone in the group, or you alone: as you choose beside each note."),
    )
    yield Sight(
        _("Answers to surveys"),
        _("Each survey says before its first question who reads them, and with what."),
    )
    yield Sight(
        _("Outcomes on record"),
        _("You, and coordinators and directors of mentorship programs, with your name."),
    )
    yield Sight(
        _("Whoever runs the server"),
        _(
            "No page shows them your texts, which are stored encrypted. They hold the key, and a court can order it used."
        ),
    )
    yield Sight(
        _("In an emergency"),
        in_an_emergency(),
    )
    yield Sight(
        _("What is written to you"),
        _("Messages name no note, no goal and no text of an agreement."),
    )
