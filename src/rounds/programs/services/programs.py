"""Changes of programs, cycles, cohorts and words of mail."""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rounds.accounts.enums import Switch
from rounds.accounts.models import PendingChange
from rounds.accounts.services.switches import request_switch, switch_asked
from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.database.retrying import retried
from rounds.core.dates import months_after
from rounds.core.errors import DomainError, OutOfOrder
from rounds.programs.enums import (
    COHORT_TRANSITIONS,
    CYCLE_TRANSITIONS,
    PROGRAM_TRANSITIONS,
    CohortState,
    CycleState,
    ProgramState,
)
from rounds.programs.models import Cohort, Cycle, MailText, Program
from rounds.programs.selectors import cohort_figures, cohort_of, missing_steps
from rounds.programs.services.phases import lay_out_phases
from rounds.programs.services.recording import record_program
from rounds.programs.values.phases import phases_from

CHANGEABLE = (
    "name",
    "months",
    "checkins_per_year",
    "weight_preset",
    "mentee_tiers",
    "mentor_tiers",
    "needs_second_person",
    "allow_peers",
    "priority_mode",
    "minimum_score",
    "applications_open",
    "is_simple",
    "reply_to",
)


@transaction.atomic
def update_program(*, by: Viewer, program: Program, **changes: Any) -> Program:
    """Change settings of a program; the audit names the changed ones.

    To approve without a second person takes two people itself: that is asked for, and the rest is saved.
    """
    changed: dict[str, list[Any]] = {}
    if program.needs_second_person and changes.get("needs_second_person") is False and by.person_id:
        del changes["needs_second_person"]
        if switch_asked(Switch.ALONE, program.id) is None:
            request_switch(switch=Switch.ALONE, by=by, scope_id=program.id)
    for field, value in changes.items():
        if field not in CHANGEABLE:
            raise ValueError(f"{field} is not a setting of a program")
        if getattr(program, field) != value:
            changed[field] = [getattr(program, field), value]
            setattr(program, field, value)
    if not changed:
        return program
    if (
        "name" in changed
        and Program.objects.exclude(id=program.id).filter(name__iexact=program.name).exists()
    ):
        raise DomainError(
            _("There is a program “%(name)s” already. Choose another name.") % {"name": program.name},
            field="name",
        )
    program.save(update_fields=list(changed))
    record_program("programs.program.changed", by=by, program=program, changed=changed)
    return program


def let_one_approve(change: PendingChange, by: Viewer) -> None:
    """Turn off approval by a second person, as two people have agreed."""
    program = Program.objects.select_for_update(no_key=True).get(id=change.scope_id)
    program.needs_second_person = False
    program.save(update_fields=["needs_second_person"])
    record_program(
        "programs.program.changed", by=by, program=program, changed={"needs_second_person": [True, False]}
    )


@transaction.atomic
def change_program_state(*, by: Viewer, program: Program, state: str) -> None:
    """Start, close or reopen a program."""
    locked = Program.objects.select_for_update(no_key=True).get(id=program.id)
    if state not in PROGRAM_TRANSITIONS[ProgramState(locked.state)]:
        raise OutOfOrder(
            _("%(program)s is %(state)s; that step does not follow. Load the page again.")
            % {"program": locked.name, "state": locked.get_state_display()}
        )
    locked.state = program.state = state
    locked.save(update_fields=["state"])
    record_program(f"programs.program.{state}", by=by, program=program)


@retried
def open_cycle(
    *, by: Viewer, program: Program, starts_on: date, name: str = "", cohort_name: str = ""
) -> Cohort:
    """Open the next cycle, with one cohort that gathers people; a program has one open cycle at a time."""
    specs = phases_from(program.phases)
    ends_on = months_after(starts_on, sum(one.months for one in specs) or program.months)
    end_year = (ends_on - timedelta(days=1)).year
    name = name or (
        f"{starts_on.year}" if end_year == starts_on.year else f"{starts_on.year}–{end_year % 100:02d}"
    )
    if program.cycles.filter(state=CycleState.OPEN).exists():
        raise OutOfOrder(
            _("%(program)s has an open year already. Close it first.") % {"program": program.name}
        )
    try:
        with transaction.atomic():
            cycle = Cycle.objects.create(
                program=program, name=name, starts_on=starts_on, ends_on=ends_on, state=CycleState.OPEN
            )
    except IntegrityError as error:
        raise OutOfOrder(
            _("%(program)s has a year called “%(name)s” already.") % {"program": program.name, "name": name}
        ) from error
    audit.record(
        "programs.cycle.opened",
        by=by,
        kind="cycle",
        object_id=cycle.id,
        program_id=program.id,
        name=name,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    lay_out_phases(cycle=cycle, specs=specs)
    name = cohort_name or _("Cohort %(cycle)s") % {"cycle": cycle.name}
    return add_cohort(by=by, cycle=cycle, name=name)


@retried
def add_cohort(*, by: Viewer, cycle: Cycle, name: str, intake_closes_on: date | None = None) -> Cohort:
    """Add people who are matched together to a cycle."""
    if cycle.cohorts.filter(name__iexact=name).exists():
        raise DomainError(
            _("There is a cohort “%(name)s” already. Choose another name.") % {"name": name}, field="name"
        )
    cohort: Cohort = Cohort.objects.create(cycle=cycle, name=name, intake_closes_on=intake_closes_on)
    audit.record(
        "programs.cohort.added",
        by=by,
        kind="cohort",
        object_id=cohort.id,
        program_id=cycle.program_id,
        name=name,
    )
    return cohort


@transaction.atomic
def start_program(*, by: Viewer, program: Program) -> None:
    """Start a program that has everything it needs; before its first day it says when that is.

    Raises OutOfOrder naming what is missing.
    """
    cohort = cohort_of(program)
    missing = missing_steps(program, cohort, cohort_figures(cohort))
    if missing and program.state == ProgramState.SETTING_UP:
        raise OutOfOrder(
            _("%(program)s can't be started yet. Missing: %(steps)s.")
            % {"program": program.name, "steps": ", ".join(step.title for step in missing)}
        )
    change_program_state(by=by, program=program, state=ProgramState.RUNNING)


@transaction.atomic
def take_back_start(*, by: Viewer, program: Program) -> None:
    """Set a program up again that was started. Raises OutOfOrder once pairs of its open year are published."""
    # the cohorts before the program, as publishing does
    list(cohort_of(program).cycle.cohorts.select_for_update(no_key=True).order_by("id"))
    if problem := why_not_take_back(program):
        raise OutOfOrder(problem)
    change_program_state(by=by, program=program, state=ProgramState.SETTING_UP)


def why_not_take_back(program: Program) -> str:
    """Return in a sentence why the start of a program can't be taken back now; "" if it can."""
    if program.state != ProgramState.RUNNING:
        return _("%(program)s is not running. Load the page again.") % {"program": program.name}
    if cohort_of(program).cycle.cohorts.exclude(state=CohortState.GATHERING).exists():
        return _("Pairs of %(program)s are published, so that its start stays.") % {"program": program.name}
    return ""


@transaction.atomic
def change_cohort_state(*, by: Viewer, cohort: Cohort, state: str) -> None:
    """Move a cohort along: gathering, matched, closed."""
    locked = Cohort.objects.select_for_update(no_key=True).select_related("cycle").get(id=cohort.id)
    if locked.state == state:
        return
    if state not in COHORT_TRANSITIONS[CohortState(locked.state)]:
        raise OutOfOrder(
            _("%(cohort)s is %(state)s; that step does not follow.")
            % {"cohort": locked.name, "state": locked.get_state_display()}
        )
    locked.state = cohort.state = state
    locked.save(update_fields=["state"])
    audit.record(
        f"programs.cohort.{state}",
        by=by,
        kind="cohort",
        object_id=cohort.id,
        program_id=locked.cycle.program_id,
    )


@transaction.atomic
def close_cycle(*, by: Viewer, cycle: Cycle) -> None:
    """Close a cycle, so that the next one can open."""
    locked = Cycle.objects.select_for_update(no_key=True).get(id=cycle.id)
    if CycleState.CLOSED not in CYCLE_TRANSITIONS[CycleState(locked.state)]:
        raise OutOfOrder(_("This year is not open. Load the page again."))
    locked.state = cycle.state = CycleState.CLOSED
    locked.save(update_fields=["state"])
    locked.cohorts.update(state=CohortState.CLOSED)
    audit.record(
        "programs.cycle.closed", by=by, kind="cycle", object_id=cycle.id, program_id=locked.program_id
    )


@transaction.atomic
def save_mail_text(*, by: Viewer, program: Program, kind: str, subject: str, body: str) -> MailText:
    """Keep a program's own words for a kind of message."""
    text: MailText
    text, _made = MailText.objects.update_or_create(
        program=program, kind=kind, defaults={"subject": subject.strip(), "body": body.strip() + "\n"}
    )
    record_program("programs.mail_text.saved", by=by, program=program, text=kind)
    return text


@transaction.atomic
def forget_mail_text(*, by: Viewer, program: Program, kind: str) -> None:
    """Go back to the standard words."""
    deleted, _what = program.mail_texts.filter(kind=kind).delete()
    if deleted:
        record_program("programs.mail_text.forgotten", by=by, program=program, text=kind)
