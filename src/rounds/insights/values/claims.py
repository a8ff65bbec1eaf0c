"""The eight claims that a card may test, in words; the sizes are an article's, none of them is a fact. Loads no engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rounds.insights.enums import Kind

YEAR = 365.25
SOON = 200  # years beyond which no year is named
FLOOR = 10
# the others have no source here: a card of them ends as "cannot test" (values/testing.py computes these)
COUNTED = ("C2", "C3", "C5", "C6", "C7")


@dataclass(frozen=True)
class Claim:
    """Hold one claim: how it is tested, and which measure stays closed to its author until the card is locked."""

    key: str
    name: str | Promise
    tested: str | Promise
    claimed: float
    no_effect: float
    unit: str | Promise
    measure: str
    kind: str = ""
    is_of_program: bool = False
    has_comparison: bool = True

    @property
    def is_counted(self) -> bool:
        """Tell whether anything here is information for it."""
        return self.key in COUNTED

    @property
    def needs_comparison(self) -> bool:
        """Tell whether it can't be tested at all without a comparison."""
        return self.key == "C6"

    @property
    def rises(self) -> bool:
        """Tell whether the claim is that something rises."""
        return self.claimed >= self.no_effect


CLAIMS: Mapping[str, Claim] = MappingProxyType(
    {
        one.key: one
        for one in (
            Claim(
                "C1",
                _("Unprepared at the start"),
                _("the share who feel unprepared at baseline lies within 5 points of the claimed one"),
                0.68,
                0.68,
                _("answers"),
                "confidence",
                is_of_program=True,
                has_comparison=False,
            ),
            Claim(
                "C2",
                _("Confidence"),
                _("mean change, in standard deviations of the answers"),
                0.5,
                0.0,
                _("people who answered both times"),
                "confidence",
                is_of_program=True,
                has_comparison=False,
            ),
            Claim(
                "C3",
                _("Quality projects submitted"),
                _("ratio of rates, with a mentor and without"),
                1.3,
                1.0,
                _("submissions"),
                "qi",
                Kind.QI_SUBMITTED,
            ),
            Claim(
                "C4",
                _("Readiness to lead"),
                _("mean change, in standard deviations of the answers"),
                0.5,
                0.0,
                _("people who answered both times"),
                "confidence",
                is_of_program=True,
                has_comparison=False,
            ),
            Claim(
                "C5",
                _("Promotion"),
                _("ratio of hazards in time, with a mentor and without; leaving competes"),
                1.6,
                1.0,
                _("promotions"),
                "promotion",
                Kind.PROMOTION,
            ),
            Claim(
                "C6",
                _("Staying ten years"),
                _("ratio of the shares still here after ten years"),
                1.25,
                1.0,
                _("people followed for ten years, in each group"),
                "retention",
            ),
            Claim(
                "C7",
                _("Seats begun"),
                _("ratio of rates, with a mentor and without"),
                1.4,
                1.0,
                _("seats"),
                "seats",
                Kind.SEAT,
            ),
            Claim(
                "C8",
                _("Safety of units"),
                _("a unit’s series beside another unit’s: context, never an outcome of mentoring"),
                1.15,
                1.0,
                _("months"),
                "safety",
                has_comparison=False,
            ),
        )
    }
)


def expected_year(have: int, needed: int, since: date, today: date) -> int | None:
    """Return the year in which the information will be whole at the pace so far; None where it can't be told."""
    years = (today - since).days / YEAR
    if have <= 0 or years <= 0:
        return None
    left = max(0, needed - have) / (have / years)
    return None if left > SOON else int(today.year + (today.timetuple().tm_yday / YEAR) + left)
