"""The way to the next tier as a picture: for each domain a strip from 0 to 5, a bar for each who rated."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.mentorships.growth.selectors.progression import DomainRow, Said
from rounds.mentorships.growth.values.readiness import LEAST, READY
from rounds.mentorships.growth.values.scale import written

WIDTH, TOP, BAR, GAP, MOST = 300, 4, 10, 4, 5
SEEN = ("self", "mentor")


@dataclass(frozen=True)
class Bar:
    """What one person says of a domain, as a bar; without a width where it was not seen."""

    y: int
    width: float
    kind: str
    words: str

    @property
    def is_seen(self) -> bool:
        return self.width >= 0


@dataclass(frozen=True)
class Strip:
    """One domain: its bars, and the same in words."""

    row: DomainRow
    bars: tuple[Bar, ...]
    height: int

    @property
    def speaks(self) -> str:
        """Say what speaks for it: lines of evidence and steps that are done, each counted apart."""
        return evidence_words(self.row.lines, self.row.steps)

    @property
    def ready_x(self) -> float:
        """Return where what looks ready begins."""
        return at(READY)

    @property
    def least_x(self) -> float:
        """Return below what nothing may be."""
        return at(LEAST)

    @property
    def whole(self) -> tuple[float, ...]:
        """Return where the whole numbers stand."""
        return tuple(at(Decimal(number)) for number in range(1, MOST))


def evidence_words(lines: int, steps: int) -> str:
    """Return lines of evidence and steps that are done in words; empty where there is neither."""
    said = []
    if lines:
        words = ngettext("%(count)s line of evidence", "%(count)s lines of evidence", lines)
        said.append(words % {"count": lines})
    if steps:
        words = ngettext("%(count)s step done", "%(count)s steps done", steps)
        said.append(words % {"count": steps})
    return ", ".join(said)


def at(value: Decimal) -> float:
    """Return where a number of the scale stands."""
    return round(float(value) * WIDTH / MOST, 1)


def strips_of(rows: Sequence[DomainRow]) -> list[Strip]:
    """Return the strips of domains; one nobody has rated is an empty strip."""
    return [_strip(row) for row in rows]


def _strip(row: DomainRow) -> Strip:
    bars = tuple(
        Bar(
            y=TOP + number * (BAR + GAP),
            width=-1 if said.value is None else at(said.value),
            kind=SEEN[0] if said.is_self else SEEN[1],
            words=_words(said),
        )
        for number, said in enumerate(row.said)
    )
    count = max(len(bars), 1)
    return Strip(row, bars, TOP * 2 + count * BAR + (count - 1) * GAP)


def _words(said: Said) -> str:
    if said.value is None:
        return _("%(name)s: not seen yet") % {"name": said.name}
    return _("%(name)s: %(value)s") % {"name": said.name, "value": written(said.value)}
