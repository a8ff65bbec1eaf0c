"""Who mentors whom across the tiers, as a picture: people on rungs for a pilot, bands of pairs for a cohort."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.matching.review.selectors.board import Board
from rounds.people.enums import Tier

MOST_PEOPLE = 45  # more are drawn as bands
SWEEPS = 8
LEFT, RIGHT, TOP, RUNG = 150, 1090, 40, 110


@dataclass(frozen=True)
class Spot:
    """A person on a rung."""

    id: str
    name: str
    x: float
    y: float
    role: str
    free: int
    alone: bool

    @property
    def label_y(self) -> float:
        return self.y + 24

    @property
    def left(self) -> float:
        return self.x - 8

    @property
    def top(self) -> float:
        return self.y - 8


@dataclass(frozen=True)
class Line:
    """A pair: a curve from the mentor down to the mentee; dashed when it skips a rung."""

    path: str
    skips: bool


@dataclass(frozen=True)
class Band:
    """Pairs between two rungs, as wide as there are many."""

    path: str
    width: float
    count: int
    label_x: float
    label_y: float


@dataclass(frozen=True)
class Rung:
    """A tier with its people counted."""

    key: str
    name: str
    y: float
    mentees: int
    mentors: int
    both: int
    free: int
    alone: int


@dataclass(frozen=True)
class Ladder:
    """The picture and its table."""

    rungs: list[Rung]
    spots: list[Spot]
    lines: list[Line]
    bands: list[Band]
    table: list[tuple[str, str, str, str]]
    counts: list[tuple[str, str, int]]
    height: int
    people_both: int
    findings: list[tuple[str, str, str]]

    @property
    def is_pilot(self) -> bool:
        return bool(self.spots)


def ladder_of(board: Board) -> Ladder:
    """Lay a run out on its rungs."""
    problem, solution = board.problem, board.result.solution
    tiers = [*problem.axes.tiers]
    mentee_tier = dict(zip(problem.mentees.ids, problem.mentees.tier.tolist(), strict=True))
    mentor_tier = dict(zip(problem.mentors.ids, problem.mentors.tier.tolist(), strict=True))
    tier_of = {**mentee_tier, **mentor_tier}
    rungs = [_rung(board, place, tiers, (mentee_tier, mentor_tier)) for place in range(len(tiers))]
    steps = Counter((mentor_tier[pair.mentor], mentee_tier[pair.mentee]) for pair in solution.pairs)
    is_pilot = 0 < len(tier_of) <= MOST_PEOPLE
    spots = _spots(board, rungs, tier_of) if is_pilot else {}
    return Ladder(
        rungs=rungs[::-1],
        spots=list(spots.values()),
        lines=[_line(spots[pair.mentor], spots[pair.mentee]) for pair in solution.pairs] if is_pilot else [],
        bands=[] if is_pilot else _bands(steps, rungs),
        table=_table(board, tiers, mentee_tier, mentor_tier),
        counts=[
            (_tier(tiers, high), _tier(tiers, low), count)
            for (high, low), count in sorted(steps.items(), reverse=True)
        ],
        height=TOP + RUNG * (len(tiers) - 1) + 60,
        people_both=len(mentee_tier.keys() & mentor_tier.keys()),
        findings=_findings(rungs, steps),
    )


def _rung(board: Board, place: int, tiers: list[str], tier_of: tuple[dict[str, int], dict[str, int]]) -> Rung:
    mentee_tier, mentor_tier = tier_of
    mentees = {person for person, tier in mentee_tier.items() if tier == place}
    mentors = {person for person, tier in mentor_tier.items() if tier == place}
    taken = board.result.solution.mentees_of
    return Rung(
        key=tiers[place],
        name=str(Tier(tiers[place]).label).capitalize(),
        y=TOP + RUNG * (len(tiers) - 1 - place),
        mentees=len(mentees),
        mentors=len(mentors),
        both=len(mentees & mentors),
        free=sum(board.places[person] - len(taken.get(person, ())) for person in mentors),
        alone=len(mentees & set(board.result.unmatched)),
    )


def _spots(board: Board, rungs: list[Rung], tier_of: dict[str, int]) -> dict[str, Spot]:
    mentees, mentors = set(board.problem.mentees.ids), set(board.problem.mentors.ids)
    taken = board.result.solution.mentees_of
    order = _order(board, tier_of, len(rungs))
    spots = {}
    for place, rung in enumerate(rungs):
        people = order[place]
        for number, person in enumerate(people):
            x = LEFT + (RIGHT - LEFT) * (number + 0.5) / len(people)
            role = (
                "both"
                if person in mentees and person in mentors
                else "mentor"
                if person in mentors
                else "mentee"
            )
            free = board.places.get(person, 0) - len(taken.get(person, ()))
            spots[person] = Spot(
                person,
                _short(board.names[person].sort_name),
                round(x, 1),
                rung.y,
                role,
                free,
                person in board.result.unmatched,
            )
    return spots


def _order(board: Board, tier_of: dict[str, int], rungs: int) -> list[list[str]]:
    """Order the people of each rung from left to right, near those they are paired with, so that few lines cross."""
    partners: dict[str, list[str]] = defaultdict(list)
    for pair in board.result.solution.pairs:
        partners[pair.mentee].append(pair.mentor)
        partners[pair.mentor].append(pair.mentee)
    order = [
        sorted(
            (one for one, tier in tier_of.items() if max(tier, 0) == place),
            key=lambda one: board.names[one].sort_name,
        )
        for place in range(rungs)
    ]
    where = {person: (n + 0.5) / len(row) for row in order for n, person in enumerate(row)}
    for _pass in range(SWEEPS):
        for row in order:
            means = {
                one: sum(where[other] for other in partners[one]) / len(partners[one])
                if partners[one]
                else where[one]
                for one in row
            }
            row.sort(key=lambda one, means=means: (means[one], board.names[one].sort_name))  # type: ignore[misc]
            where |= {person: (n + 0.5) / len(row) for n, person in enumerate(row)}
    return order


def _short(sort_name: str) -> str:
    family, _comma, given = sort_name.partition(", ")
    return f"{given[:1]}. {family}" if given else family


def _line(mentor: Spot, mentee: Spot) -> Line:
    middle = (mentor.y + mentee.y) / 2
    path = f"M{mentor.x} {mentor.y}C{mentor.x} {middle} {mentee.x} {middle} {mentee.x} {mentee.y}"
    return Line(path, skips=mentee.y - mentor.y > RUNG)


def _bands(steps: Counter[tuple[int, int]], rungs: list[Rung]) -> list[Band]:
    most = max(steps.values(), default=1)
    bands = []
    for number, ((high, low), count) in enumerate(sorted(steps.items())):
        if high < 0 or low < 0:
            continue
        x = LEFT + 60 + (RIGHT - LEFT - 120) * (number + 0.5) / len(steps)
        y1, y2 = rungs[high].y, rungs[low].y
        bands.append(
            Band(
                f"M{x:.0f} {y1}L{x:.0f} {y2}",
                max(2.0, round(40 * count / most, 1)),
                count,
                round(x + 26),
                round((y1 + y2) / 2 + 4),
            )
        )
    return bands


def _tier(tiers: list[str], place: int) -> str:
    return str(Tier(tiers[place]).label).capitalize() if place >= 0 else _("No tier on record")


def _table(
    board: Board, tiers: list[str], mentee_tier: dict[str, int], mentor_tier: dict[str, int]
) -> list[tuple[str, str, str, str]]:
    rows = [
        (
            board.names[pair.mentee].name,
            _tier(tiers, mentee_tier[pair.mentee]),
            board.names[pair.mentor].name,
            _tier(tiers, mentor_tier[pair.mentor]),
        )
        for pair in sorted(board.result.solution.pairs, key=lambda pair: board.names[pair.mentee].sort_name)
    ]
    rows += [
        (one.name, _tier(tiers, mentee_tier[one.id]), _("no mentor yet"), "")
        for one, _why, _fix in board.unmatched
    ]
    return rows


def _findings(rungs: list[Rung], steps: Counter[tuple[int, int]]) -> list[tuple[str, str, str]]:
    """Return up to three things that the picture means: (icon, title, sentence)."""
    found = []
    alone = sum(rung.alone for rung in rungs)
    if alone:
        where = ", ".join(rung.name.lower() for rung in rungs if rung.alone)
        found.append(
            (
                "exclamation-circle",
                ngettext("%(n)s mentee has no mentor", "%(n)s mentees have no mentor", alone) % {"n": alone},
                _("On these rungs: %(where)s.") % {"where": where},
            )
        )
    thin = [rung for low, rung in pairwise(rungs) if low.mentees and rung.mentors < low.mentees / 6]
    if thin:
        found.append(
            (
                "ui-checks",
                _("The %(rung)s rung is thin") % {"rung": thin[0].name.lower()},
                ngettext(
                    "%(n)s mentor stands there, one rung above many mentees.",
                    "%(n)s mentors stand there, one rung above many mentees.",
                    thin[0].mentors,
                )
                % {"n": thin[0].mentors},
            )
        )
    long = sum(count for (high, low), count in steps.items() if low >= 0 and high - low > 1)
    if long:
        found.append(
            (
                "arrow-up-right",
                ngettext("%(n)s pair skips a rung", "%(n)s pairs skip a rung", long) % {"n": long},
                _("That is allowed, and often meant: an aspired role may be higher up."),
            )
        )
    free = sum(rung.free for rung in rungs)
    if free and len(found) < 3:
        found.append(
            (
                "person-plus",
                ngettext("%(n)s place is free", "%(n)s places are free", free) % {"n": free},
                _("Late joiners can be matched without disturbing anybody."),
            )
        )
    return found[:3]
