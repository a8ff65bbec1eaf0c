"""Planning a round: three people, within what raters can bear."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError
from rounds.people.models import Person
from rounds.surveys.enums import FEEDBACK360, NominationState, RaterGroup, RoundState
from rounds.surveys.feedback360.selectors.lines import (
    came_by,
    has_say_over,
    is_resident,
    ratings_left,
    supervisors_of,
)
from rounds.surveys.feedback360.values.limits import ASKED_AT_LEAST, RATINGS_A_YEAR, rounds_that_fit
from rounds.surveys.instruments.selectors import current_version
from rounds.surveys.models import Campaign, Nomination, Round360

RATERS, OWN = "leader_360_short", "leader_360_self_short"
SOONEST = timedelta(days=14)


@dataclass(frozen=True)
class Plan:
    """What is chosen for a round. `also_residents` is pressed where a resident is asked about all the same."""

    subject: Person
    debriefer: Person
    line_manager: Person
    scope_id: UUID
    groups: tuple[str, ...]
    closes_on: date
    also_residents: bool = False


@transaction.atomic
def plan_round(*, plan: Plan, by: Viewer) -> Round360:
    """Begin a round: its person may propose raters; recorded supervisors are asked anyway. Raises DomainError."""
    _check(plan, by)
    version = current_version(RATERS)
    if version is None or current_version(OWN) is None:
        raise DomainError(_("The questions are not here yet: bring them in on the page of surveys."))
    campaign = Campaign.objects.create(
        instrument=version.instrument,
        name=_("Feedback for %(name)s") % {"name": plan.subject.display_name},
        scope_id=plan.scope_id,
        audience=FEEDBACK360,
        rank=4,
    )
    found: Round360 = Round360.objects.create(
        subject=plan.subject,
        debriefer=plan.debriefer,
        line_manager=plan.line_manager,
        scope_id=plan.scope_id,
        campaign=campaign,
        groups=list(plan.groups),
        closes_on=plan.closes_on,
        created_by=by.name,
    )
    over = [one for one in supervisors_of(plan.subject.id) if one != plan.line_manager.id]
    Nomination.objects.bulk_create(
        Nomination(
            round=found,
            group=RaterGroup.SUPERVISOR,
            person_id=person_id,
            state=NominationState.APPROVED,
            is_added=True,
        )
        for person_id in (plan.line_manager.id, *over)
    )
    audit.record("feedback360.planned", by=by, kind="round360", object_id=found.id, program_id=plan.scope_id)
    return found


def _check(plan: Plan, by: Viewer) -> None:
    check_debriefer(plan.debriefer, plan.subject, plan.line_manager)
    subject = plan.subject
    if subject.id in (plan.line_manager.id, by.person_id):
        raise DomainError(
            _("Nobody plans a round about themselves, or is their own line manager. Choose another person."),
            field="line_manager" if subject.id == plan.line_manager.id else "subject",
        )
    if by.person_id and has_say_over(by.person_id, [subject.id]):
        raise DomainError(
            _(
                "You have a say over %(name)s’s evaluation or training, so somebody else of the office plans this."
            )
            % {"name": subject.display_name},
            field="subject",
        )
    if by.person_id and came_by(by.person_id, [subject.id, plan.line_manager.id]):
        raise DomainError(
            _(
                "You came into Rounds by %(name)s or their line manager, so somebody else of the office plans this: whom"
                " one brought in decides nothing about one."
            )
            % {"name": subject.display_name},
            field="subject",
        )
    if is_resident(subject.id) and not plan.also_residents:
        raise DomainError(
            _(
                "%(name)s is a resident and has required multisource evaluations already. Tick “also for residents” if a"
                " round is wanted all the same."
            )
            % {"name": subject.display_name},
            field="subject",
        )
    if not plan.groups:
        raise DomainError(_("Choose at least one group of raters."), field="groups")
    check_closing(plan.closes_on)
    refuse_second_round(subject)


def check_closing(closes_on: date) -> None:
    """Raise DomainError for a closing day that leaves too little time to choose raters and to answer."""
    if closes_on < institution_today() + SOONEST:
        raise DomainError(
            _("Choose a closing day at least 14 days from today: raters are proposed, approved, then asked."),
            field="closes_on",
        )


def refuse_second_round(subject: Person) -> None:
    """Raise DomainError where a round about somebody is planned or runs."""
    running = Round360.objects.filter(subject=subject, state__in=[RoundState.NOMINATING, RoundState.RUNNING])
    if running.exists():
        raise DomainError(
            _("A round about %(name)s runs already. It has to end before another begins.")
            % {"name": subject.display_name},
            field="subject",
        )


def check_debriefer(debriefer: Person, subject: Person, line_manager: Person) -> None:
    """Raise DomainError for a debriefer who is one of the other two, or has power over the person."""
    if debriefer.id in (subject.id, line_manager.id):
        raise DomainError(
            _("Person, debriefer and line manager are three people. Choose another debriefer."),
            field="debriefer",
        )
    if has_say_over(debriefer.id, [subject.id]):
        raise DomainError(
            _(
                "%(name)s has a say over this person’s evaluation or training, so can't debrief. Choose another one."
            )
            % {"name": debriefer.display_name},
            field="debriefer",
        )
    if came_by(debriefer.id, [subject.id, line_manager.id]):
        raise DomainError(
            _(
                "%(name)s came into Rounds by this person or their line manager, so can't debrief. Choose another one."
            )
            % {"name": debriefer.display_name},
            field="debriefer",
        )


def check_room(*, subjects: Collection[UUID], peers: Collection[UUID]) -> None:
    """Raise DomainError where so many rounds can't have 6 peers each within 4 ratings a year; it says what would fit."""
    fits = rounds_that_fit(list(subjects), ratings_left(peers))
    if fits >= len(subjects):
        return
    lacking = ASKED_AT_LEAST * (len(subjects) - fits)
    more = -(-lacking // RATINGS_A_YEAR)
    raise DomainError(
        _(
            "%(rounds)s rounds need %(each)s peers each, and nobody rates more than %(most)s people a year: the"
            " %(peers)s peers there are enough for %(fits)s. Plan %(fits)s now, add %(more)s more people who can"
            " rate, or ask groups other than peers."
        )
        % {
            "rounds": len(subjects),
            "each": ASKED_AT_LEAST,
            "most": RATINGS_A_YEAR,
            "peers": len(peers),
            "fits": fits,
            "more": more,
        },
        field="groups",
    )
