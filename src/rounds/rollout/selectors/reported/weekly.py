"""Steps of roll-outs of which the mail of the day tells, at most once a week: to whom, and which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from rounds.core.clock import institution_today
from rounds.core.database.dated import open_on
from rounds.core.enums import Role
from rounds.core.mail import Line as MailLine
from rounds.people.models import RoleAssignment
from rounds.programs.models import ProgramRole
from rounds.rollout.enums import Owner
from rounds.rollout.models import ChecklistItem, Launch, LaunchTold
from rounds.rollout.selectors.ladder import Line, ladders_of

SOURCE, PLACE = "rollout", 45
WEEK = timedelta(days=7)
# What is later than this is told no more: it stands on the ladder.
LATEST = timedelta(days=28)
# Owners with an account; the steps of everybody else are told to who coordinates.
TOLD = (Owner.COORDINATOR, Owner.DIRECTOR, Owner.FACULTY_DEVELOPER, Owner.GME_OFFICER)
Holders = dict[tuple[UUID, Owner], set[UUID]]


@dataclass(frozen=True)
class StepsTold:
    """What one mail tells somebody of one roll-out: the steps that are theirs and still open."""

    launch: Launch
    lines: tuple[Line, ...]
    # whether its reader may open the ladder
    climbs: bool


def steps_to_tell() -> list[MailLine]:
    """Return a line for each roll-out and person whose steps are due within a week, who was told of none this week."""
    today = institution_today()
    near = ChecklistItem.objects.filter(said="", due_on__gt=today - LATEST, due_on__lte=today + WEEK)
    launches = list(Launch.objects.filter(id__in=near.values("launch_id")).select_related("program"))
    if not launches:
        return []
    recent = LaunchTold.objects.filter(told_on__gt=today - WEEK).values_list("launch_id", "person_id")
    told, holders = set(recent), _holders(launches)
    waits = [
        (one, person)
        for one in launches
        for person in set().union(*(holders[one.program_id, owner] for owner in TOLD))
        if (one.id, person) not in told
    ]
    if not waits:
        return []
    mine = _steps({one.id: one for one, _person in waits}.values(), holders, today)
    return [
        MailLine(
            person_id=person,
            source=SOURCE,
            key=(one.id, person),
            place=PLACE,
            program_id=one.program_id,
            is_reminder=False,
            can_wait=True,
        )
        for one, person in waits
        if mine.get((one.id, person))
    ]


def steps_told_on(days: Set[tuple[UUID, date]]) -> dict[tuple[UUID, date], list[StepsTold]]:
    """Return what people's mails of a day tell of roll-outs, as far as it still holds."""
    rows = LaunchTold.objects.filter(told_on__in={on for _person, on in days})
    kept = [one for one in rows.select_related("launch__program") if (one.person_id, one.told_on) in days]
    launches = {one.launch_id: one.launch for one in kept}
    holders = _holders(launches.values())
    steps = _steps(launches.values(), holders, institution_today())
    found: dict[tuple[UUID, date], list[StepsTold]] = {}
    for one in kept:
        lines = steps.get((one.launch_id, one.person_id), [])
        program_id = one.launch.program_id
        climbs = any(
            one.person_id in holders[program_id, owner] for owner in TOLD if owner != Owner.FACULTY_DEVELOPER
        )
        if lines:
            told = StepsTold(one.launch, tuple(lines), climbs)
            found.setdefault((one.person_id, one.told_on), []).append(told)
    return found


def _steps(
    launches: Collection[Launch], holders: Holders, today: date
) -> dict[tuple[UUID, UUID], list[Line]]:
    """Return by roll-out and person the open steps that are due, the soonest first."""
    found: dict[tuple[UUID, UUID], list[Line]] = defaultdict(list)
    for program_id, ladder in ladders_of([one.program for one in launches]).items():
        for line in sorted(ladder.lines, key=lambda one: one.item.due_on):
            if line.is_open and today - LATEST < line.item.due_on <= today + WEEK:
                for person in _whose(line, program_id, holders):
                    found[ladder.launch.id, person].append(line)
    return found


def _whose(line: Line, program_id: UUID, holders: Holders) -> set[UUID]:
    """Return whose step it is: the holders of its role; where somebody is named or nobody holds it, the coordinators."""
    owner = line.step.owner
    here = holders[program_id, owner] if owner in TOLD and not line.item.owner_name else set()
    return here or holders[program_id, Owner.COORDINATOR]


def _holders(launches: Iterable[Launch]) -> Holders:
    """Return who holds the roles of owners today, by program; two queries."""
    today, programs = institution_today(), [one.program_id for one in launches]
    found: Holders = defaultdict(set)
    here = ProgramRole.objects.filter(open_on(today), program_id__in=programs)
    for program_id, role, person in here.order_by().values_list("program_id", "role", "person_id"):
        if role in (Role.COORDINATOR, Role.DIRECTOR):
            found[program_id, Owner(role)].add(person)
    roles = [Role.COORDINATOR, Role.DIRECTOR, Role.FACULTY_DEVELOPER, Role.GME_OFFICER]
    house = RoleAssignment.objects.filter(open_on(today), role__in=roles, scope_id=None).order_by()
    everywhere: dict[Owner, set[UUID]] = defaultdict(set)
    for role, person in house.values_list("role", "person_id"):
        everywhere[Owner(role)].add(person)
    for program_id in programs:
        for owner in TOLD:
            # those of the program before those of the institution
            found[program_id, owner] = found[program_id, owner] or set(everywhere[owner])
    return found
