"""The budget of a program as arithmetic: quantities and prices in, lines and totals out, to the cent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from math import ceil

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rounds.people.enums import Tier

CENT, PART = Decimal("0.01"), Decimal("0.0001")
# Nothing is printed under so many pairs or mentors.
FLOOR = 5
MONTHS_A_YEAR = 12
COORDINATION, PAIRS_EACH, LEAST_FTE = Decimal("0.10"), 25, Decimal("0.05")
DIRECTING, DIRECTING_MORE, PAIRS_OF_ONE = Decimal("0.05"), Decimal("0.10"), 50
TRAINING_HOURS, COACHING_HOURS, EVENTS = 8, 4, 2
ANALYSIS, A_WAVE, A_REPORT = 40, 8, 24
RESERVE = Decimal("0.10")


class Way(TextChoices):
    """How a line is paid."""

    CASH = "cash", _("in cash")
    KIND = "kind", _("in kind")


# What the office plans, because no figure knows it.
TYPED: dict[str, tuple[Promise, int]] = {
    "seats": (_("Hours for which somebody stands in for a seat"), 0),
    "sessions": (_("Sessions of mentor training"), 7),
    "coaching": (_("Coaching plans"), 0),
    "award_kinds": (_("Kinds of awards"), 0),
    "awards_each": (_("Awards of each kind"), 0),
    "heads": (_("People at each of the two events"), 0),
    "waves": (_("Survey waves that are analyzed"), 2),
    "reports": (_("Annual reports"), 1),
    "uses": (_("Uses of licensed instruments"), 0),
}
PRICES: dict[str, Promise] = {
    **{f"rate_{one.value}": one.label for one in Tier},
    "seat": _("Standing in, an hour"),
    "coordinator": _("Coordinator, a full year"),
    "director": _("Director, a full year"),
    "session": _("A session: fee and materials"),
    "coach": _("A coach, an hour"),
    "award": _("An award"),
    "head": _("An event, a head"),
    "analyst": _("Analysis, an hour"),
    "use": _("A use of a licensed instrument"),
    "hosting": _("Hosting and backup, a month"),
}


@dataclass(frozen=True)
class Counted:
    """What Rounds counts for a budget."""

    pairs: int = 0
    mentors: int = 0
    months: int = 0
    promised: Decimal = Decimal(0)
    talked: int = 0
    # pairs with at least one held conversation, and these conversations
    met: int = 0
    talks: int = 0
    mentor_tiers: Mapping[str, int] = field(default_factory=dict)
    mentee_tiers: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_too_small(self) -> bool:
        """Tell whether nothing may be printed."""
        return self.pairs < FLOOR or self.mentors < FLOOR


@dataclass(frozen=True)
class Line:
    """One line: how much of what, at which price; no price, no amount."""

    key: str
    title: str | Promise
    way: Way
    quantity: Decimal
    price: Decimal | None
    # how the quantity comes about
    formula: str | Promise

    @property
    def amount(self) -> Decimal | None:
        """Return the amount to the cent; nothing costs nothing, whatever its price."""
        if not self.quantity:
            return Decimal(0)
        return None if self.price is None else cents(self.quantity * self.price)


def cents(amount: Decimal) -> Decimal:
    """Return an amount to the cent, half a cent up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def mean_rate(prices: Mapping[str, Decimal | None], heads: Mapping[str, int]) -> Decimal | None:
    """Return the rate of an hour: the mean of the tiers' rates by how many are in each; None where one is missing.

    Hours are never counted by tier: hours, amount and two rates would give away the hours of a tier with one person.
    """
    here = {tier: count for tier, count in heads.items() if tier and count}
    rates = {tier: prices.get(f"rate_{tier}") for tier in here}
    if not here or None in rates.values():
        return None
    total = sum((here[tier] * rate for tier, rate in rates.items() if rate is not None), Decimal(0))
    return cents(total / sum(here.values()))


def coordination_fte(pairs: int) -> Decimal:
    """Return how much of a coordinator so many pairs need."""
    return max(LEAST_FTE, COORDINATION * ceil(pairs / PAIRS_EACH))


def directing_fte(pairs: int) -> Decimal:
    """Return how much of a director so many pairs need."""
    return DIRECTING if pairs <= PAIRS_OF_ONE else DIRECTING_MORE


def lines_of(
    counted: Counted, typed: Mapping[str, int], prices: Mapping[str, Decimal | None]
) -> tuple[Line, ...]:
    """Return all lines but the reserve: time in kind, then cash."""
    return (*_in_kind(counted, typed, prices), *_in_cash(counted, typed, prices))


def _in_kind(
    counted: Counted, typed: Mapping[str, int], prices: Mapping[str, Decimal | None]
) -> Iterable[Line]:
    mentors, mentees = (mean_rate(prices, one) for one in (counted.mentor_tiers, counted.mentee_tiers))
    kind = Way.KIND
    yield Line(
        *("promised", _("Mentors’ time, promised"), kind, counted.promised, mentors),
        _("promised hours a month × months"),
    )
    yield Line(
        *("mentees", _("Mentees’ time"), kind, Decimal(counted.talked), mentees),
        _("hours talked"),
    )
    yield Line(
        *("trained", _("Mentors’ time in training"), kind),
        *(Decimal(counted.mentors * TRAINING_HOURS), mentors, _("mentors × 8 hours")),
    )
    yield Line(
        *("seats", _("Standing in for seats"), kind, Decimal(typed["seats"]), prices.get("seat")),
        _("hours"),
    )


def _in_cash(
    counted: Counted, typed: Mapping[str, int], prices: Mapping[str, Decimal | None]
) -> Iterable[Line]:
    cash, years = Way.CASH, Decimal(counted.months) / MONTHS_A_YEAR
    for key, title, fte in (
        ("coordinator", _("Coordination"), coordination_fte(counted.pairs)),
        ("director", _("Direction"), directing_fte(counted.pairs)),
    ):
        yield Line(
            key,
            title,
            cash,
            (fte * years).quantize(PART),
            prices.get(key),
            _("share of a post × months / 12"),
        )
    awards = typed["award_kinds"] * typed["awards_each"]
    hours = ANALYSIS + A_WAVE * typed["waves"] + A_REPORT * typed["reports"]
    for key, title, count, price, formula in (
        ("sessions", _("Mentor training"), typed["sessions"], "session", _("sessions")),
        ("coaching", _("Coaching"), typed["coaching"] * COACHING_HOURS, "coach", _("plans × 4 hours")),
        ("awards", _("Awards"), awards, "award", _("kinds × number")),
        ("events", _("Events"), typed["heads"] * EVENTS, "head", _("people × 2 events")),
        ("analysis", _("Analysis"), hours, "analyst", _("40 hours + 8 a wave + 24 an annual report")),
        ("uses", _("Licensed instruments"), typed["uses"], "use", _("uses")),
        ("hosting", _("Hosting and backup"), counted.months, "hosting", _("months")),
    ):
        yield Line(key, title, cash, Decimal(count), prices.get(price), formula)


@dataclass(frozen=True)
class Totals:
    """What all lines come to; None where a price is missing."""

    reserve: Decimal | None
    cash: Decimal | None
    kind: Decimal | None


def totals_of(lines: Iterable[Line]) -> Totals:
    """Return the totals; one missing price, and there is none."""
    found = tuple(lines)
    cash, kind = (_sum(one.amount for one in found if one.way == way) for way in (Way.CASH, Way.KIND))
    reserve = None if cash is None else cents(cash * RESERVE)
    return Totals(reserve, None if cash is None or reserve is None else cash + reserve, kind)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    total = Decimal(0)
    for one in amounts:
        if one is None:
            return None
        total += one
    return total


def each(total: Decimal | None, count: int) -> Decimal | None:
    """Return what one of so many costs; None where nothing is to be divided."""
    return None if total is None or not count else cents(total / count)


def by_quarter(total: Decimal, quarters: int) -> list[Decimal]:
    """Return a total in equal parts to the cent; the last one takes what is left."""
    if not quarters:
        return []
    part = cents(total / quarters)
    return [part] * (quarters - 1) + [total - part * (quarters - 1)]
