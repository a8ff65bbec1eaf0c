"""Who mentors whom across the tiers, as a picture: people on rungs for a pilot, bands of pairs for a cohort."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.folding import order_key
from rounds.matching.review.selectors.tiers import AcrossTiers, Standing, TierCount
from rounds.people.enums import Tier

MOST_PEOPLE = 45  # more are drawn as bands
SWEEPS = 8
LEFT, RIGHT, TOP, RUNG = 150, 1090, 40, 110
PEERS = 18  # how far a band of peers stands out above and below its rung


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


def ladder_of(facts: AcrossTiers) -> Ladder:
    """Lay a run out on its rungs."""
    highest = len(facts.tiers) - 1
    rungs = [_rung(tier, TOP + RUNG * (highest - place)) for place, tier in enumerate(facts.tiers)]
    is_pilot = 0 < len(facts.people) <= MOST_PEOPLE
    spots = _spots(facts, rungs) if is_pilot else {}
    return Ladder(
        rungs=rungs[::-1],
        spots=list(spots.values()),
        lines=[_line(spots[mentor.person.id], spots[mentee.person.id]) for mentee, mentor in facts.pairs]
        if is_pilot
        else [],
        bands=[] if is_pilot else _bands(facts.steps, rungs),
        table=_table(facts),
        counts=[
            (_tier(facts, high), _tier(facts, low), count)
            for (high, low), count in sorted(facts.steps.items(), reverse=True)
        ],
        height=TOP + RUNG * highest + 60,
        people_both=facts.both,
        findings=_findings(rungs, facts.steps),
    )


def _rung(tier: TierCount, y: float) -> Rung:
    return Rung(
        tier.tier,
        str(Tier(tier.tier).label).capitalize(),
        y,
        tier.mentees,
        tier.mentors,
        tier.both,
        tier.free,
        tier.alone,
    )


def _spots(facts: AcrossTiers, rungs: list[Rung]) -> dict[str, Spot]:
    spots = {}
    for rung, row in zip(rungs, _order(facts, len(rungs)), strict=True):
        for number, one in enumerate(row):
            standing = facts.people[one]
            x = LEFT + (RIGHT - LEFT) * (number + 0.5) / len(row)
            spots[one] = Spot(
                one,
                _short(standing.person.sort_name),
                round(x, 1),
                rung.y,
                _role(standing),
                standing.free,
                standing.alone,
            )
    return spots


def _role(standing: Standing) -> str:
    if standing.is_mentee and standing.is_mentor:
        return "both"
    return "mentor" if standing.is_mentor else "mentee"


def _order(facts: AcrossTiers, rungs: int) -> list[list[str]]:
    """Order people of each rung from left to right, near those they are paired with, so that few lines cross."""
    partners: dict[str, list[str]] = defaultdict(list)
    for mentee, mentor in facts.pairs:
        partners[mentee.person.id].append(mentor.person.id)
        partners[mentor.person.id].append(mentee.person.id)
    names = {one: standing.person.sort_name for one, standing in facts.people.items()}
    order = [
        sorted(
            (one for one, at in facts.people.items() if max(at.place, 0) == place),
            key=lambda one: order_key(names[one]),
        )
        for place in range(rungs)
    ]
    where = {one: (n + 0.5) / len(row) for row in order for n, one in enumerate(row)}
    for _pass in range(SWEEPS):
        for row in order:
            means = {
                one: sum(where[other] for other in partners[one]) / len(partners[one])
                if partners[one]
                else where[one]
                for one in row
            }
            row.sort(key=lambda one, means=means: (means[one], names[one]))  # type: ignore[misc]
            where |= {one: (n + 0.5) / len(row) for n, one in enumerate(row)}
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
        if high == low:  # peers: across their rung
            y1, y2 = y1 - PEERS, y2 + PEERS
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


def _tier(facts: AcrossTiers, place: int) -> str:
    return str(Tier(facts.tiers[place].tier).label).capitalize() if place >= 0 else _("No tier on record")


def _table(facts: AcrossTiers) -> list[tuple[str, str, str, str]]:
    rows = [
        (mentee.person.name, _tier(facts, mentee.place), mentor.person.name, _tier(facts, mentor.place))
        for mentee, mentor in facts.pairs
    ]
    return rows + [(one.person.name, _tier(facts, one.place), _("no mentor yet"), "") for one in facts.alone]


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
                    "%(n)s mentor is there, one rung above many mentees.",
                    "%(n)s mentors are there, one rung above many mentees.",
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
