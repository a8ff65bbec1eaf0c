"""What matching leaves for the program office to do today."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request
from rounds.core.clock import institution_today, now
from rounds.matching.enums import Answer, RunState
from rounds.matching.models import MatchRun, Offer
from rounds.matching.publishing.selectors.approvers import why_not_approve
from rounds.matching.runs.selectors import count_running
from rounds.mentorships.enums import OPEN
from rounds.mentorships.selectors import MenteeCounts, PlaceCounts, count_places, list_without_mentor
from rounds.programs.models import Cohort
from rounds.programs.selectors.setup import CohortFigures
from rounds.web.addresses import address
from rounds.web.home.parts import Group, Row, days_ago

SHOWN = 3
PATIENCE = timedelta(days=5)


def pairing_groups(
    request: Request, cohort: Cohort, run: MatchRun | None, figures: CohortFigures, *, mentees: MenteeCounts
) -> Iterable[Group]:
    """Return the groups that a cohort's newest run calls for."""
    if run is None:
        yield from _first_run(request, cohort, figures, mentees)
        return
    yield from _review(request, run)
    yield from _approved(request, run)
    if run.state == RunState.PUBLISHED:
        offers = list(
            run.offers.select_related("mentorship__mentee", "mentorship__mentor").order_by(
                "mentor_answered_at"
            )
        )
        yield from _declined(request, run, offers)
        yield from _in_line(request, run, mentees.without - len(_waiting_again(offers)))
        yield from _silent(request, run, offers)


def _first_run(
    request: Request, cohort: Cohort, figures: CohortFigures, mentees: MenteeCounts
) -> Iterable[Group]:
    without, wanting = mentees.without, mentees.wanting
    closes = cohort.intake_closes_on
    is_closed = closes is not None and closes < institution_today()
    if not without or not figures.sent or not (is_closed or figures.sent == figures.people):
        return
    yield Group(
        key="match",
        icon="diagram-3",
        tone="wait",
        title=ngettext("%(count)s mentee has no mentor", "%(count)s mentees have no mentor", without)
        % {"count": without},
        text=_(
            "%(sent)s of %(all)s people, mentees and mentors, have finished intake. No match has been run here."
        )
        % {"sent": figures.sent, "all": figures.people}
        + _also_wanting(wanting - without),
        action=ngettext("Match %(count)s mentee", "Match %(count)s mentees", wanting) % {"count": wanting},
        href=address(request, "matching:cohort", cohort_id=cohort.id),
        rows=[
            Row(
                name=one.person.full_name,
                what=_("Nobody yet"),
                when="",
                link=_("Open answers"),
                href=address(request, "programs:person", enrollment_id=one.id),
            )
            for one in list_without_mentor(cohort.id)[:SHOWN]
        ],
    )


def _also_wanting(more: int) -> str:
    """Say why a match is for more mentees than have nobody; nothing where it is not."""
    if more <= 0:
        return ""
    words = ngettext(
        "%(count)s more has a mentor and asked for a further one.",
        "%(count)s more have a mentor and asked for a further one.",
        more,
    )
    return " " + words % {"count": more}


def _review(request: Request, run: MatchRun) -> Iterable[Group]:
    if run.state not in {RunState.DRAFT, RunState.IN_REVIEW}:
        return
    pairs = run.figures.get("pairs", 0)
    is_draft = run.state == RunState.DRAFT
    yield Group(
        key="review",
        icon="diagram-3",
        tone="wait",
        title=ngettext("%(count)s proposed pair waits", "%(count)s proposed pairs wait", pairs)
        % {"count": pairs},
        text=(
            _("Run %(number)s is a draft. Nobody has been told.")
            if is_draft
            else _("Run %(number)s waits for a second person to approve it. Nobody has been told.")
        )
        % {"number": run.number}
        + _running_words(run),
        action=ngettext("Review %(count)s pair", "Review %(count)s pairs", pairs) % {"count": pairs}
        if is_draft
        else _("See who has answered")
        if why_not_approve(run, request.viewer)
        else _("Approve or send back"),
        href=address(request, "matching:run" if is_draft else "matching:approval", run_id=run.id),
    )


def _running_words(run: MatchRun) -> str:
    """Say how many of a run's pairs run already, of which nothing waits; nothing where none does."""
    running = count_running(run)
    words = ngettext(
        "%(count)s of them runs already and stays.", "%(count)s of them run already and stay.", running
    )
    return " " + words % {"count": running} if running else ""


def _approved(request: Request, run: MatchRun) -> Iterable[Group]:
    if run.state != RunState.APPROVED:
        return
    pairs = run.figures.get("pairs", 0)
    new = pairs - count_running(run)
    yield Group(
        key="approved",
        icon="diagram-3",
        tone="wait",
        title=ngettext(
            "%(count)s approved pair is not published", "%(count)s approved pairs are not published", pairs
        )
        % {"count": pairs},
        text=_("Run %(number)s is approved. Nobody has been told.") % {"number": run.number}
        + _running_words(run),
        action=ngettext("Publish %(count)s pair", "Publish %(count)s pairs", new) % {"count": new},
        href=address(request, "matching:publish", run_id=run.id),
    )


def _declined(request: Request, run: MatchRun, offers: list[Offer]) -> Iterable[Group]:
    rows = _waiting_again(offers)
    if not rows:
        return
    answers = address(request, "matching:answers", run_id=run.id)
    yield Group(
        key="declined",
        icon="arrow-return-left",
        tone="act",
        title=ngettext("%(count)s pair was declined", "%(count)s pairs were declined", len(rows))
        % {"count": len(rows)},
        text=_("The mentee waits; who has a free place comes next."),
        action=_("Review new proposals"),
        href=answers,
        rows=[
            _row(
                request,
                offer,
                what=offer.decline_reason,
                at=offer.mentor_answered_at or offer.mentee_answered_at,
                link=_("See next best"),
                href=answers,
            )
            for offer in rows[:SHOWN]
        ],
    )


def _waiting_again(offers: list[Offer]) -> list[Offer]:
    """Return the declined offers whose mentees have nobody since, one for each mentee."""
    paired = {offer.mentorship.mentee_id for offer in offers if offer.mentorship.state in OPEN}
    declined = [
        offer
        for offer in offers
        if Answer.DECLINED in (offer.mentor_answer, offer.mentee_answer)
        and offer.mentorship.mentee_id not in paired
    ]
    return list({offer.mentorship.mentee_id: offer for offer in declined}.values())


def _in_line(request: Request, run: MatchRun, waiting: int) -> Iterable[Group]:
    if waiting <= 0:
        return
    places = count_places(run.cohort_id)
    if not places.free:
        return
    yield Group(
        key="in-line",
        icon="hourglass-split",
        tone="wait",
        title=ngettext(
            "%(count)s mentee is in line for a mentor", "%(count)s mentees are in line for a mentor", waiting
        )
        % {"count": waiting},
        text=_places_words(places),
        action=_("See who can be asked"),
        href=address(request, "matching:answers", run_id=run.id),
    )


def _places_words(places: PlaceCounts) -> str:
    free = ngettext("%(count)s place is free.", "%(count)s places are free.", places.free)
    words = free % {"count": places.free}
    if not places.over:
        return words
    over = ngettext(
        "%(count)s mentor carries more than offered.",
        "%(count)s mentors carry more than offered.",
        places.over,
    )
    return f"{words} {over % {'count': places.over}}"


def _silent(request: Request, run: MatchRun, offers: list[Offer]) -> Iterable[Group]:
    since = now() - PATIENCE
    rows = [
        offer
        for offer in offers
        if offer.mentor_answer == Answer.WAITING
        and offer.mentorship.state in OPEN
        and offer.mentorship.shown_from_at < since
    ]
    if not rows:
        return
    answers = address(request, "matching:answers", run_id=run.id)
    yield Group(
        key="unanswered",
        icon="hourglass-split",
        tone="wait",
        title=ngettext("%(count)s mentor has not answered", "%(count)s mentors have not answered", len(rows))
        % {"count": len(rows)},
        text=_("The mentees have not been told and do not need to be."),
        action=_("See all answers"),
        href=answers,
        rows=[
            _row(
                request,
                offer,
                what=_("No answer"),
                at=offer.mentorship.shown_from_at,
                link=_("See the answers"),
                href=answers,
            )
            for offer in rows[:SHOWN]
        ],
    )


def _row(request: Request, offer: Offer, *, what: str, at: datetime | None, link: str, href: str) -> Row:
    pair = offer.mentorship
    return Row(
        name=_("%(mentor)s, for %(mentee)s")
        % {"mentor": pair.mentor.display_name, "mentee": pair.mentee.full_name},
        what=what,
        when=days_ago(localdate(at), request.viewer.today()) if at else "",
        link=link,
        href=href,
    )
