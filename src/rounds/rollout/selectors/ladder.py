"""The ladder of a roll-out: each step with its state, derived from facts, documents and ticks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.dated import open_on
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.people.models import RoleAssignment
from rounds.programs.models import Program, ProgramRole
from rounds.programs.selectors.programs import OFFICE
from rounds.rollout.enums import Owner, Proof, Said
from rounds.rollout.models import ChecklistItem, Launch
from rounds.rollout.selectors.facts.here import Fact
from rounds.rollout.selectors.facts.known import facts_of
from rounds.rollout.values.checklist import CHECKLIST, GROUND, STEPS, Step, due_on

READERS = (Role.COORDINATOR, Role.DIRECTOR, Role.GME_OFFICER)


@dataclass(frozen=True)
class Line:
    """A step of one roll-out as a page shows it."""

    item: ChecklistItem
    step: Step
    fact: Fact | None
    holders: tuple[str, ...]
    today: date

    @property
    def is_let_go(self) -> bool:
        return self.item.said == Said.LET_GO and not self.is_fact

    @property
    def is_fact(self) -> bool:
        """Tell whether Rounds itself shows that it is done."""
        return self.fact is not None and self.fact.is_done

    @property
    def is_document(self) -> bool:
        return self.item.said == Said.DOCUMENT

    @property
    def is_done(self) -> bool:
        return self.is_fact or self.item.said in (Said.TICKED, Said.DOCUMENT)

    @property
    def is_open(self) -> bool:
        return not self.is_done and not self.is_let_go

    @property
    def is_late(self) -> bool:
        return self.is_open and self.item.due_on < self.today

    @property
    def days(self) -> int:
        """Return in how many days it is due."""
        return (self.item.due_on - self.today).days

    @property
    def owner(self) -> str | Promise:
        """Return whose step it is: who is named, else the role."""
        return self.item.owner_name or self.step.owner.label

    @property
    def takes_word(self) -> bool:
        """Tell whether a note or a document can say that it is done."""
        return self.step.proof != Proof.FACT


@dataclass(frozen=True)
class Rung:
    """One step of the ladder with all that it consists of."""

    number: int
    name: Promise
    lines: tuple[Line, ...]

    @property
    def counted(self) -> int:
        """Return how many count: what was let go doesn't."""
        return sum(not one.is_let_go for one in self.lines)

    @property
    def done(self) -> int:
        return sum(one.is_done for one in self.lines)

    @property
    def let_go(self) -> int:
        return len(self.lines) - self.counted

    @property
    def is_done(self) -> bool:
        return self.done == self.counted

    @property
    def next(self) -> Line | None:
        """Return what of it is due next."""
        return min((one for one in self.lines if one.is_open), key=lambda one: one.item.due_on, default=None)

    @property
    def last_due(self) -> date:
        """Return when the last of it was due."""
        return max(one.item.due_on for one in self.lines)


@dataclass(frozen=True)
class Ladder:
    """A roll-out: the ground, and seven rungs on it."""

    launch: Launch
    ground: Rung
    rungs: tuple[Rung, ...]

    @property
    def all_rungs(self) -> tuple[Rung, ...]:
        return (self.ground, *self.rungs)

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for rung in self.all_rungs for line in rung.lines)

    @property
    def from_above(self) -> tuple[Rung, ...]:
        """Return the rungs as they are drawn, the highest first."""
        return self.rungs[::-1]

    @property
    def done(self) -> int:
        return sum(rung.done for rung in self.all_rungs)

    @property
    def counted(self) -> int:
        return sum(rung.counted for rung in self.all_rungs)

    @property
    def late(self) -> int:
        return sum(line.is_late for line in self.lines)

    @property
    def next(self) -> Line | None:
        """Return what is due next of all."""
        return min((one for one in self.lines if one.is_open), key=lambda one: one.item.due_on, default=None)

    @property
    def here(self) -> int:
        """Return the rung on which it stands: the lowest that isn't finished, else the highest."""
        return next((one.number for one in self.all_rungs if not one.is_done), len(STEPS) - 1)

    @property
    def shown(self) -> int:
        """Return how many a fact or a document shows."""
        return sum(line.is_fact or line.is_document for line in self.lines)

    @property
    def ticked(self) -> int:
        return self.done - self.shown

    @property
    def open(self) -> int:
        return self.counted - self.done


def program_to_read(viewer: Viewer, program_id: UUID) -> Program:
    """Return a program whose roll-out the viewer reads; NotFound otherwise."""
    found = Program.objects.filter(id=program_id).first()
    if found is None or not viewer.has(*READERS, scope_id=program_id):
        raise NotFound
    return found


def launch_of(program: Program) -> Launch | None:
    """Return the roll-out of a program; None before it has begun."""
    found: Launch | None = Launch.objects.filter(program=program).first()
    return found


def item_for(viewer: Viewer, item_id: UUID) -> ChecklistItem:
    """Return a step of a roll-out whose office the viewer belongs to; NotFound otherwise."""
    found = ChecklistItem.objects.filter(id=item_id).select_related("launch__program").first()
    if found is None or not viewer.has(*OFFICE, scope_id=found.launch.program_id):
        raise NotFound
    return found


def ladders_of(programs: Iterable[Program]) -> dict[UUID, Ladder]:
    """Return by program the ladders of those whose roll-out has begun."""
    launches = list(Launch.objects.filter(program__in=list(programs)).select_related("program"))
    if not launches:
        return {}
    items = ChecklistItem.objects.filter(launch__in=launches)
    return {one.program_id: _ladder(one, lines) for one, lines in _with_lines(launches, items)}


def line_of(item: ChecklistItem) -> Line:
    """Return one step as a page shows it."""
    rows = ChecklistItem.objects.filter(id=item.id)
    ((_launch, lines),) = _with_lines([item.launch], rows)
    return lines[0]


def lines_of(launch: Launch) -> list[Line]:
    """Return the steps of one roll-out."""
    ((_launch, lines),) = _with_lines([launch], ChecklistItem.objects.filter(launch=launch))
    return lines


def _with_lines(
    launches: Collection[Launch], items: QuerySet[ChecklistItem]
) -> list[tuple[Launch, list[Line]]]:
    facts, holders, today = facts_of(launches), _holders(launches), institution_today()
    found: dict[UUID, list[Line]] = {one.id: [] for one in launches}
    programs = {one.id: one.program_id for one in launches}
    for item in items:
        step, program_id = CHECKLIST.get(item.key), programs[item.launch_id]
        if step is not None:
            names = holders.get((program_id, step.owner), ())
            found[item.launch_id].append(
                Line(item, step, facts[program_id].get(item.key), tuple(names), today)
            )
    return [(one, found[one.id]) for one in launches]


def _ladder(launch: Launch, lines: list[Line]) -> Ladder:
    rungs = [
        Rung(number, name, tuple(one for one in lines if one.step.rung == number))
        for number, name in enumerate(STEPS)
    ]
    return Ladder(launch, rungs[GROUND], tuple(rungs[GROUND + 1 :]))


def _holders(launches: Collection[Launch]) -> dict[tuple[UUID, Owner], list[str]]:
    """Return who holds the roles of owners today, by program: those of the program before those of the institution."""
    today = institution_today()
    found: dict[tuple[UUID, Owner], list[str]] = {}
    programs = [one.program_id for one in launches]
    of_programs = ProgramRole.objects.filter(open_on(today), program_id__in=programs)
    for row in of_programs.select_related("person").order_by("person__folded_family", "person_id"):
        if row.role in (Role.COORDINATOR, Role.DIRECTOR):
            found.setdefault((row.program_id, Owner(row.role)), []).append(row.person.display_name)
    house = RoleAssignment.objects.filter(
        open_on(today),
        role__in=[Role.COORDINATOR, Role.DIRECTOR, Role.FACULTY_DEVELOPER, Role.GME_OFFICER],
        scope_id=None,
    )
    everywhere: dict[Owner, list[str]] = {}
    for assigned in house.select_related("person").order_by("person__folded_family", "person_id"):
        everywhere.setdefault(Owner(assigned.role), []).append(assigned.person.display_name)
    for owner, names in everywhere.items():
        for program_id in programs:
            found.setdefault((program_id, owner), names)
    return found


@dataclass(frozen=True)
class Move:
    """A step whose day moves with its anchor."""

    line: Line
    to: date


def moves_of(launch: Launch, *, kickoff_on: date, ends_on: date) -> list[Move]:
    """Return which open steps get another day if the anchors are moved; what is done or let go keeps its own."""
    found = []
    for line in lines_of(launch):
        was = due_on(line.step, launch.kickoff_on, launch.ends_on)
        to = due_on(line.step, kickoff_on, ends_on)
        if line.is_open and to != was:
            found.append(Move(line, to))
    return found
