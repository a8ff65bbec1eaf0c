"""The plan of a pilot is written and locked; its gate is read once, decided, and confirmed by a second person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.insights.services.deciding import Decision, write_decision
from rounds.programs.models import Program
from rounds.rollout.enums import Kind, Way
from rounds.rollout.models import GateDecision, GateReading, Launch, PilotPlan
from rounds.rollout.selectors.gate import end_of, gate_of, read_gate, said_of
from rounds.rollout.selectors.objectives import cycle_of
from rounds.rollout.services.pitching import freeze
from rounds.rollout.values.pitch import digest_of
from rounds.rollout.values.plan import Plan, facts_of_plan

LOOK_AGAIN = timedelta(days=365)


@dataclass(frozen=True)
class Decided:
    """What is decided at a gate, and why."""

    way: str
    why: str
    although: str


@transaction.atomic
def write_plan(*, program: Program, plan: Plan, by: Viewer) -> PilotPlan:
    """Write the plan of a pilot, until it is locked."""
    Program.objects.select_for_update().get(id=program.id)
    found: PilotPlan | None = PilotPlan.objects.filter(program=program).first()
    if found is not None and found.locked_at is not None:
        raise OutOfOrder(_("This plan is locked. It is read at the gate as it stands."))
    _wait_for_the_end(program, plan.analysis_on)
    row: PilotPlan
    row, _made = PilotPlan.objects.update_or_create(
        program=program, defaults={**vars(plan), "changed_at": now()}
    )
    _told("plan.written", program, by)
    return row


@transaction.atomic
def lock_plan(*, program: Program, digest: str, by: Viewer) -> PilotPlan:
    """Lock the plan as it stood on the page, and issue it; pressed twice it is locked once."""
    Program.objects.select_for_update().get(id=program.id)
    plan: PilotPlan | None = PilotPlan.objects.filter(program=program).first()
    if plan is None:
        raise OutOfOrder(_("There is no plan to lock. Write it first."))
    if plan.locked_at is not None:
        return plan
    facts = facts_now(program, plan)
    if digest_of(facts) != digest:
        raise OutOfOrder(_("Somebody has changed the plan since. Load the page again and read it."))
    _wait_for_the_end(program, plan.analysis_on)
    plan.digest, plan.locked_by, plan.locked_at = digest, by.name[:200], now()
    plan.save(update_fields=["digest", "locked_by", "locked_at"])
    freeze(program=program, kind=Kind.PLAN, facts=facts, by=by)
    _told("plan.locked", program, by)
    return plan


def _wait_for_the_end(program: Program, analysis_on: date) -> None:
    """Refuse an analysis day on which the pilot would still run, or not even have begun."""
    ends_on = end_of(program)
    if ends_on is not None and analysis_on < ends_on:
        words = _("The pilot ends on %(day)s. Choose that day or a later one as the analysis day.")
        raise DomainError(words % {"day": date_format(ends_on, "j M Y")}, field="analysis_on")


def facts_now(program: Program, plan: PilotPlan) -> dict[str, Any]:
    """Return what of a plan would be frozen now."""
    launch = Launch.objects.filter(program=program).first()
    is_late = launch is not None and institution_today() > launch.kickoff_on
    return facts_of_plan(program.name, said_of(plan), is_late=is_late)


@transaction.atomic
def take_reading(*, program: Program, is_complete: bool, by: Viewer) -> GateReading:
    """Read the gate, once, on the analysis day or later; pressed twice it is read once."""
    Program.objects.select_for_update().get(id=program.id)
    gate = gate_of(program)
    if gate is None or gate.plan.locked_at is None:
        raise OutOfOrder(_("Lock the plan first: a gate is read by criteria that were fixed before."))
    if gate.reading is not None:
        return gate.reading
    if institution_today() < gate.plan.analysis_on:
        raise DomainError(
            _("The analysis day is still to come. A gate is read once, on that day or later."),
            field="is_complete",
        )
    ends_on = end_of(program)
    if ends_on is not None and institution_today() < ends_on:
        words = _("The pilot runs until %(day)s. Its gate is read once, on that day or later.")
        raise DomainError(words % {"day": date_format(ends_on, "j M Y")}, field="is_complete")
    read = read_gate(program, is_complete=is_complete, by=by)
    rows = [[one.criterion.key, one.verdict.value, one.words] for one in read]
    reading: GateReading = GateReading.objects.create(
        plan=gate.plan, rows=rows, digest=digest_of({"rows": rows}), read_by=by.name[:200]
    )
    _told("gate.read", program, by)
    return reading


@transaction.atomic
def decide(*, program: Program, decided: Decided, entry_id: UUID, by: Viewer) -> GateDecision:
    """Decide at the gate; it counts once a second person has confirmed it. A form sent twice is one decision."""
    Program.objects.select_for_update().get(id=program.id)
    gate = gate_of(program)
    if gate is None or gate.reading is None:
        raise OutOfOrder(_("The gate was not read yet. It is decided on what it says."))
    found = next((one for one in gate.decisions if one.entry_id == entry_id), None)
    if found is not None:
        return found
    if gate.waits is not None:
        raise OutOfOrder(_("A decision waits for a second person. Confirm that one first."))
    goes = decided.way in (Way.GO, Way.CHANGES)
    if goes and gate.hindered and not decided.although.strip():
        raise DomainError(
            _("A “must” is not met or cannot be told. Say why you go although it is so."), field="although"
        )
    row: GateDecision = GateDecision.objects.create(
        reading=gate.reading,
        way=decided.way,
        why=decided.why.strip(),
        although=decided.although.strip() if goes else "",
        decided_by=by.name[:200],
        decided_by_id=by.person_id,
        entry_id=entry_id,
    )
    _told("gate.decided", program, by, way=decided.way)
    return row


@transaction.atomic
def confirm(*, decision_id: UUID, by: Viewer) -> GateDecision:
    """Confirm a decision as the second person; it is issued as a document. Confirmed twice it is confirmed once."""
    rows = GateDecision.objects.select_for_update(of=("self",)).filter(id=decision_id)
    row: GateDecision | None = rows.select_related("reading__plan__program").first()
    if row is None:
        raise NotFound
    if row.confirmed_at is not None:
        return row
    if row.decided_by_id == by.person_id:
        raise OutOfOrder(_("You wrote this decision yourself: somebody else has to confirm it."))
    row.confirmed_by, row.confirmed_by_id, row.confirmed_at = by.name[:200], by.person_id, now()
    row.save(update_fields=["confirmed_by", "confirmed_by_id", "confirmed_at"])
    program = row.reading.plan.program
    freeze(program=program, kind=Kind.GATE, facts=_facts(program, row), by=by)
    _note(program, row, by)
    _told("gate.confirmed", program, by, way=row.way)
    return row


def _note(program: Program, row: GateDecision, by: Viewer) -> None:
    """Write the decision into the one list of decisions, beside those about other years."""
    cycle = cycle_of(program)
    if cycle is not None:
        cycle.program = program
        decision = Decision(
            saw="; ".join(_lines(program)),
            changes=f"{row.get_way_display()}. {row.why}",
            stays=row.although or _("As the gate was read."),
            look_again_on=institution_today() + LOOK_AGAIN,
        )
        write_decision(cycle=cycle, decision=decision, entry_id=row.id, by=by)


def _lines(program: Program) -> list[str]:
    gate = gate_of(program)
    rows = gate.rows if gate else ()
    return [f"{one.criterion.words}: {one.verdict.label}, {one.words}" for one in rows]


def _facts(program: Program, row: GateDecision) -> dict[str, Any]:
    names = _("Decided by %(decided)s, confirmed by %(confirmed)s.") % {
        "decided": row.decided_by,
        "confirmed": row.confirmed_by,
    }
    although = _("We go although: %(why)s") % {"why": row.although} if row.although else ""
    said: tuple[tuple[str, str, list[str]], ...] = (
        (_("Decision"), f"{row.get_way_display()}. {row.why}", [although] if although else []),
        (_("What the gate said"), "", _lines(program)),
        (_("By whom"), names, []),
    )
    sections = [
        {"number": number, "title": title, "text": text, "figures": figures}
        for number, (title, text, figures) in enumerate(said, start=1)
    ]
    return {"program": program.name, "sections": sections, "one_sided": ""}


def _told(action: str, program: Program, by: Viewer, **facts: Any) -> None:
    audit.record(action, by=by, kind="rollout", object_id=program.id, program_id=program.id, **facts)
