"""Draft, in review, approved, published: who moved a run, and what happens then."""

from datetime import timedelta
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
from rounds.core.clock import now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.folding import fold
from rounds.core.mail import STOP_MINUTES, stop_batch
from rounds.core.models import Institution
from rounds.matching.decisions.selectors.decisions import open_changes, standing_decisions
from rounds.matching.enums import TRANSITIONS, RunState, Step
from rounds.matching.input.selectors.gathering import gather
from rounds.matching.input.values.relations import standing_conflicts
from rounds.matching.input.values.snapshot import RUNNING
from rounds.matching.models import MatchRun, Offer, RunStep
from rounds.matching.review.selectors.people import People
from rounds.matching.runs.selectors import result_of, snapshot_of
from rounds.mentorships.enums import State
from rounds.mentorships.selectors import mentees_with_primary
from rounds.mentorships.services.limits import Opening
from rounds.mentorships.services.pairs import open_pairs
from rounds.mentorships.services.states import take_back_pairs
from rounds.programs.enums import CohortState, ProgramState
from rounds.programs.models import Cohort, Program
from rounds.programs.services import change_cohort_state, change_program_state

NAMED = 5


@transaction.atomic
def send_for_approval(*, run_id: UUID, by: Viewer, note: str = "") -> MatchRun:
    """Ask a second person to approve; the pairs must follow every decision first."""
    run = _locked(run_id)
    _refuse_open_changes(run)
    return _move(run, RunState.IN_REVIEW, Step.SENT, by, note)


@transaction.atomic
def approve_run(*, run_id: UUID, by: Viewer, note: str = "") -> MatchRun:
    """Approve a run; where the program wants a second person, never by the one who sent it."""
    run = _locked(run_id)
    if run.state == RunState.PUBLISHED:  # only Stop leads back from there
        raise OutOfOrder(who_was_first(run))
    sent = run.steps.filter(step=Step.SENT).order_by("-at").first()
    if _wants_second(run) and sent and sent.by_id == by.person_id:
        raise OutOfOrder(
            _(
                "You sent these pairs for approval; in this program somebody else approves them. Ask a colleague of the program office."
            )
        )
    _refuse_open_changes(run)
    return _move(run, RunState.APPROVED, Step.APPROVED, by, note)


@transaction.atomic
def return_run(*, run_id: UUID, by: Viewer, note: str) -> MatchRun:
    """Send the pairs back to draft, saying what to change."""
    if not note.strip():
        raise DomainError(_("Say what should change."), field="note")
    return _move(_locked(run_id), RunState.DRAFT, Step.RETURNED, by, note)


@transaction.atomic
def publish_run(*, run_id: UUID, by: Viewer) -> MatchRun:
    """Open all mentorships of a run, or none; the mail leaves after 15 minutes and can be stopped until then.

    Where nobody else has to approve, publishing is also sending and approving.
    """
    run = _locked(run_id, with_cohort=True)
    alone = not _wants_second(run) and run.state in (RunState.DRAFT, RunState.IN_REVIEW)
    if alone:
        _refuse_open_changes(run)
    else:
        _refuse_unless(run, RunState.PUBLISHED)
    pairs = _openings(run)
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


def _set_running(run: MatchRun, by: Viewer) -> None:
    """Move the cohort on with its first published pairs, and start a program that was being set up."""
    program = run.cohort.cycle.program
    change_cohort_state(by=by, cohort=run.cohort, state=CohortState.MATCHED)
    if program.state == ProgramState.SETTING_UP:
        change_program_state(by=by, program=program, state=ProgramState.RUNNING)


def _openings(run: MatchRun) -> list[Opening]:
    """List the pairs to open, after a last look at what has changed since the run."""
    snapshot, chosen = snapshot_of(run), result_of(run).solution.pairs
    gathering = gather(run.cohort, wanted=[(pair.mentee, pair.mentor) for pair in chosen])
    mentees = {str(row.person_id): row for row in gathering.mentees}
    mentors = {str(row.person_id): row for row in gathering.mentors}
    new = [pair for pair in chosen if snapshot.kept.get((pair.mentee, pair.mentor)) != RUNNING]
    if not new:
        raise OutOfOrder(_("Every pair of this run is open already; there is nothing to publish."))
    banned = standing_conflicts(gathering.relations)
    stale = [
        p for p in new if p.mentee not in mentees or p.mentor not in mentors or (p.mentee, p.mentor) in banned
    ]
    _refuse_who_is_gone([p for pair in new for p in (pair.mentee, pair.mentor)], {*mentees, *mentors})
    if stale:
        raise OutOfOrder(
            ngettext(
                "%(count)s pair of this run is no longer possible. Run again, then publish.",
                "%(count)s pairs of this run are no longer possible. Run again, then publish.",
                len(stale),
            )
            % {"count": len(stale)}
        )
    has_mentor = {mentee for (mentee, _mentor), why in gathering.kept.items() if why == RUNNING}
    # a mentor from another cohort of the same year too
    here = [mentees[pair.mentee].person_id for pair in new]
    has_mentor |= {str(one) for one in mentees_with_primary(here, run.cohort.cycle_id)}
    openings = []
    for pair in sorted(new, key=lambda pair: (pair.mentee, -pair.score)):
        mentee, mentor = mentees[pair.mentee], mentors[pair.mentor]
        openings.append(
            Opening(
                mentee_enrollment_id=mentee.enrollment_id,
                mentor_enrollment_id=mentor.enrollment_id,
                mentee_id=mentee.person_id,
                mentor_id=mentor.person_id,
                places=mentor.places,
                is_primary=pair.mentee not in has_mentor,
            )
        )
        has_mentor.add(pair.mentee)
    return openings


def _refuse_who_is_gone(people: list[str], here: set[str]) -> None:
    """Name who has left, withdrawn or been merged with another record since the run."""
    gone = sorted(set(people) - here)
    if gone:
        names = [one.name for one in People(set(gone[:NAMED])).names.values()]
        raise OutOfOrder(
            ngettext(
                "%(names)s is not in this cohort any more: left, withdrawn or merged with another record. Run again, then publish.",
                "%(names)s are not in this cohort any more: left, withdrawn or merged with other records. Run again, then publish.",
                len(gone),
            )
            % {"names": ", ".join(sorted(names, key=fold)) + (" …" if len(gone) > NAMED else "")}
        )


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


def _wants_second(run: MatchRun) -> bool:
    return bool(run.cohort.cycle.program.needs_second_person)


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
