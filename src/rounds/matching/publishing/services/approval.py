"""Draft, in review, approved, published: who moved a run, and what happens then."""

from datetime import date, timedelta
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core import audit, events
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.mail import STOP_MINUTES, stop_batch
from rounds.core.models import Institution
from rounds.matching.decisions.selectors.decisions import open_changes, standing_decisions
from rounds.matching.enums import BEFORE_PEOPLE, TRANSITIONS, RunState, Step
from rounds.matching.models import MatchRun, Offer, RunStep
from rounds.matching.publishing.selectors.approvers import wants_second_person, why_not_approve
from rounds.matching.publishing.services.openings import openings_of
from rounds.mentorships.enums import State
from rounds.mentorships.services.pairs import open_pairs
from rounds.mentorships.services.states import take_back_pairs
from rounds.programs.enums import CohortState, ProgramState
from rounds.programs.models import Cohort, Program
from rounds.programs.services import change_cohort_state, change_program_state

ANSWER_IN = timedelta(days=7)
LATEST_ANSWER = timedelta(days=60)


@transaction.atomic
def send_for_approval(
    *, run_id: UUID, by: Viewer, note: str = "", answer_by_on: date | None = None
) -> MatchRun:
    """Ask a second person to approve, and program directors (PDs) to look at their trainees' pairs by a day.

    The pairs must follow every decision first. The program's rule of this moment stays with the run. The mail waits
    15 minutes; who sends the pairs back until then stops it. Another run of the cohort that waits is a draft again.
    """
    run = _locked(run_id, with_cohort=True)
    others = _locked_others(run)
    _refuse_open_changes(run)
    day = answer_by_on or institution_today() + ANSWER_IN
    if not institution_today() <= day <= institution_today() + LATEST_ANSWER:
        raise DomainError(_("Choose a day from today on, at most 60 days ahead."), field="answer_by_on")
    run.needs_second_person = run.needs_second_person or run.cohort.cycle.program.needs_second_person
    run.answer_by_on = day
    run.save(update_fields=["needs_second_person", "answer_by_on"])
    _move(run, RunState.IN_REVIEW, Step.SENT, by, note)
    _set_aside(others, run, by)
    events.emit("run.sent", institution_id=by.institution_id, run=run.id, user=by.user_id or "")
    return run


@transaction.atomic
def approve_run(*, run_id: UUID, by: Viewer, note: str = "") -> MatchRun:
    """Approve a run; where the program wants a second person, never by the one who sent it."""
    run = _locked(run_id)
    if run.state == RunState.PUBLISHED:  # only Stop leads back from there
        raise OutOfOrder(who_was_first(run))
    if problem := why_not_approve(run, by):
        raise OutOfOrder(problem)
    _refuse_open_changes(run)
    return _move(run, RunState.APPROVED, Step.APPROVED, by, note)


@transaction.atomic
def return_run(*, run_id: UUID, by: Viewer, note: str) -> MatchRun:
    """Send the pairs back to draft, saying what to change."""
    if not note.strip():
        raise DomainError(_("Say what should change."), field="note")
    run = _locked(run_id)
    _stop_asking(run, by)
    return _move(run, RunState.DRAFT, Step.RETURNED, by, note)


@transaction.atomic
def publish_run(*, run_id: UUID, by: Viewer) -> MatchRun:
    """Open all mentorships of a run, or none; the mail leaves after 15 minutes and can be stopped until then.

    Where nobody else has to approve, publishing is also sending and approving.
    """
    run = _locked(run_id, with_cohort=True)
    alone = is_published_alone(run)
    if alone:
        _refuse_open_changes(run)
    else:
        _refuse_unless(run, RunState.PUBLISHED)
    others = _locked_others(run)
    pairs = openings_of(run)
    leaves_at = now() + timedelta(minutes=STOP_MINUTES)
    cycle = run.cohort.cycle
    # Mentors' places before the audit chain, as everywhere: writers who lock in one order never deadlock.
    opened = open_pairs(
        pairs=pairs,
        cycle_id=cycle.id,
        program_id=cycle.program_id,
        by=by,
        state=State.OFFERED,
        shown_from_at=leaves_at,
    )
    Offer.objects.bulk_create(
        [Offer(mentorship=mentorship, run=run) for mentorship in opened], batch_size=500
    )
    if alone and run.state == RunState.DRAFT:
        _move(run, RunState.IN_REVIEW, Step.SENT, by, "")
    if alone:
        _move(run, RunState.APPROVED, Step.APPROVED, by, "")
    _set_aside(others, run, by)
    _set_running(run, by)
    run.published_at, run.mail_leaves_at = now(), leaves_at
    run.save(update_fields=["published_at", "mail_leaves_at"])
    events.emit("run.published", institution_id=by.institution_id, run=run.id, user=by.user_id or "")
    return _move(run, RunState.PUBLISHED, Step.PUBLISHED, by, "")


@transaction.atomic
def stop_publishing(*, run_id: UUID, by: Viewer) -> MatchRun:
    """Stop the mail and take the pairs back, while nobody was told."""
    run = _locked(run_id, with_cohort=True)
    if run.state != RunState.PUBLISHED:
        stopped = run.steps.filter(step=Step.STOPPED).exists()
        raise OutOfOrder(
            who_was_first(run)
            if stopped
            else _("These pairs are not published, so there is nothing to stop.")
        )
    if run.mail_leaves_at is None or run.mail_leaves_at <= now():
        raise OutOfOrder(
            _("The mail has left, so these pairs can't be taken back. End single pairs instead.")
        )
    offers = dict(run.offers.values_list("id", "mentorship_id"))
    take_back_pairs(mentorship_ids=list(offers.values()), by=by)
    for batch in (run.id, *offers):  # single offers made since have batches of their own
        stop_batch(batch, by=by)
    run.offers.all().delete()
    _move(run, RunState.APPROVED, Step.STOPPED, by, "")
    run.published_at = run.mail_leaves_at = None
    run.save(update_fields=["published_at", "mail_leaves_at"])
    if not MatchRun.objects.filter(cohort=run.cohort, state=RunState.PUBLISHED).exists():
        change_cohort_state(by=by, cohort=run.cohort, state=CohortState.GATHERING)
    return run


def _locked_others(run: MatchRun) -> list[MatchRun]:
    """Lock the other runs of a cohort that wait for approval or publishing; the cohort is locked already."""
    waiting = MatchRun.objects.filter(cohort_id=run.cohort_id, state__in=BEFORE_PEOPLE).exclude(id=run.id)
    locked = waiting.select_for_update(of=("self",), no_key=True).select_related("cohort__cycle__program")
    return list(locked.order_by("id"))


def _set_aside(others: list[MatchRun], run: MatchRun, by: Viewer) -> None:
    """Make runs drafts again that another one replaces, and stop their mail: one at a time is before people."""
    for other in others:
        _stop_asking(other, by)
        note = _("Replaced by run %(number)s.") % {"number": run.number}
        _move(other, RunState.DRAFT, Step.RETURNED, by, note)


def _stop_asking(run: MatchRun, by: Viewer) -> None:
    sent = run.steps.filter(step=Step.SENT).order_by("-at").first()
    if sent is not None:
        stop_batch(sent.id, by=by)


def _set_running(run: MatchRun, by: Viewer) -> None:
    """Move the cohort on with its first published pairs, and start a program that was being set up."""
    program = run.cohort.cycle.program
    change_cohort_state(by=by, cohort=run.cohort, state=CohortState.MATCHED)
    if program.state == ProgramState.SETTING_UP:
        change_program_state(by=by, program=program, state=ProgramState.RUNNING)


def _locked(run_id: UUID, *, with_cohort: bool = False) -> MatchRun:
    """Lock a run; before it what publishing moves too, in the order in which starting a run does."""
    if with_cohort:
        cohort = (
            Cohort.objects.select_for_update(of=("self",), no_key=True)
            .select_related("cycle")
            .get(id__in=MatchRun.objects.filter(id=run_id).values("cohort_id"))
        )
        Program.objects.select_for_update(no_key=True).get(id=cohort.cycle.program_id)
    run: MatchRun = (
        MatchRun.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cohort__cycle__program")
        .get(id=run_id)
    )
    return run


def may_publish(run: MatchRun) -> bool:
    """Tell whether nothing but the press is missing: it was approved, or nobody else has to."""
    return run.state == RunState.APPROVED or is_published_alone(run)


def is_published_alone(run: MatchRun) -> bool:
    """Tell whether publishing is also sending and approving."""
    return not wants_second_person(run) and run.state in (RunState.DRAFT, RunState.IN_REVIEW)


def _refuse_open_changes(run: MatchRun) -> None:
    if run.state not in (RunState.DRAFT, RunState.IN_REVIEW):
        return  # the table of states has the better sentence
    waiting = len(open_changes(run, standing_decisions(run.cohort_id)))
    if waiting:
        raise OutOfOrder(
            ngettext(
                "%(count)s decision is not in these pairs yet. Run again around it first.",
                "%(count)s decisions are not in these pairs yet. Run again around them first.",
                waiting,
            )
            % {"count": waiting}
        )


def _refuse_unless(run: MatchRun, to: str) -> None:
    if to not in TRANSITIONS[run.state]:
        raise OutOfOrder(_too_early(run, to) or who_was_first(run))


def _too_early(run: MatchRun, to: str) -> str:
    """Return what has to come first, if the step was tried before its time."""
    if run.state == RunState.DRAFT and to in (RunState.APPROVED, RunState.PUBLISHED):
        return _("These pairs are a draft. Send them for approval first.")
    if run.state == RunState.DRAFT:
        return _("These pairs are a draft already; change them or run again.")
    if run.state == RunState.IN_REVIEW and to == RunState.PUBLISHED:
        return _("These pairs wait for approval. Somebody else of the program office approves them first.")
    return ""


def who_was_first(run: MatchRun) -> str:
    """Say who was first, with what and when."""
    last = run.steps.order_by("-at").first()
    if last is None:
        return _("These pairs are %(state)s now.") % {"state": run.get_state_display()}
    zone = ZoneInfo(
        Institution.objects.values_list("timezone", flat=True).get(id=cast(UUID, run.institution_id))
    )
    moment = date_format(timezone.localtime(last.at, zone), "g:i A")
    return _("%(name)s was first: %(step)s at %(time)s. These pairs are %(state)s now.") % {
        "name": last.by_name or _("Somebody"),
        "step": last.get_step_display(),
        "time": moment,
        "state": run.get_state_display(),
    }


def _move(run: MatchRun, to: str, step: str, by: Viewer, note: str) -> MatchRun:
    _refuse_unless(run, to)
    run.state = to
    run.save(update_fields=["state"])
    RunStep.objects.create(run=run, step=step, note=note.strip()[:500], by_id=by.person_id, by_name=by.name)
    audit.record(f"run.{step}", by=by, kind="run", object_id=run.id, program_id=run.cohort.cycle.program_id)
    return run
