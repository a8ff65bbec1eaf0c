"""What a gate or locked objectives say of a program: met, not met, cannot tell; no score, no sum of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.programs.models import Program
from rounds.rollout.enums import Verdict
from rounds.rollout.selectors.reported.standing import GateStands, ObjectivesStand

# So many criteria are named of each kind; the document of the gate has all.
NAMED = 2


@dataclass(frozen=True)
class Verdicts:
    """One program: a sentence, then what is not met and what cannot be told, each with its figure."""

    name: str
    words: str
    not_met: tuple[str, ...] = ()
    cannot_tell: tuple[str, ...] = ()
    # what was decided, with the sentence that later reports carry
    decided: str = ""


def verdicts_of(
    programs: Iterable[Program],
    gates: Mapping[UUID, GateStands],
    goals: Mapping[UUID, ObjectivesStand],
) -> Iterator[Verdicts]:
    """Yield the gate of each program that has one, else its locked objectives."""
    found = list(programs)
    # what was issued says most, so it comes first
    found.sort(key=lambda one: one.id not in gates or not gates[one.id].is_issued)
    for one in found:
        gate, goal = gates.get(one.id), goals.get(one.id)
        if gate is not None:
            yield _gate(one.name, gate)
        elif goal is not None:
            yield Verdicts(one.name, _goals(goal))


def _gate(name: str, gate: GateStands) -> Verdicts:
    if gate.reading is None:
        day = date_format(gate.plan.analysis_on, "j M Y")
        return Verdicts(name, _("The gate is read on %(day)s or later.") % {"day": day})
    if gate.decision is None:
        words = _("The gate was read %(day)s. It stands here once its decision is confirmed.")
        return Verdicts(name, words % {"day": date_format(gate.reading.read_at, "j M Y")})
    rows = gate.rows
    counted = [sum(row.verdict == one for row in rows) for one in Verdict]
    known = dict(zip(("met", "not_met", "open"), counted, strict=True)) | {"all": len(rows)}
    words = _("Gate: %(met)s of %(all)s met, %(not_met)s not met, %(open)s cannot be told.") % known
    decided = f"{gate.decision.get_way_display()}. {gate.decision.why}"
    if gate.decision.although:
        decided = _("%(decided)s We go although: %(why)s") % {
            "decided": decided,
            "why": gate.decision.although,
        }
    return Verdicts(name, words, _of(gate, Verdict.NOT_MET), _of(gate, Verdict.CANNOT_TELL), decided)


def _of(gate: GateStands, verdict: Verdict) -> tuple[str, ...]:
    told = [f"{row.criterion.words}: {row.words}" for row in gate.rows if row.verdict == verdict]
    more = len(told) - NAMED
    if more > 0:
        words = ngettext("%(n)s more, on its document", "%(n)s more, on its document", more)
        return (*told[:NAMED], words % {"n": more})
    return tuple(told)


def _goals(goal: ObjectivesStand) -> str:
    """Return how many objectives there are; what nobody has measured cannot be told."""
    parts = [
        ngettext("%(n)s objective, locked.", "%(n)s objectives, locked.", goal.count) % {"n": goal.count},
        ngettext("%(n)s only describes.", "%(n)s only describe.", goal.described) % {"n": goal.described}
        if goal.described
        else "",
        ngettext(
            "%(n)s is due and cannot be told: no result is entered.",
            "%(n)s are due and cannot be told: no result is entered.",
            goal.due,
        )
        % {"n": goal.due}
        if goal.due
        else _("None is due yet."),
        ngettext("%(n)s amendment since.", "%(n)s amendments since.", goal.amended) % {"n": goal.amended}
        if goal.amended
        else "",
    ]
    return " ".join(one for one in parts if one)
