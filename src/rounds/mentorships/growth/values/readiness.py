"""What looks ready for the next tier, with its reasons: a proposal, never a decision."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.mentorships.growth.values.scale import Ratings, written

READY = Decimal("3.5")
LEAST = Decimal("2.5")
SOURCES = 2
PROPOSED_GOALS = 3


@dataclass(frozen=True)
class Source:
    """Who rated, and what: by domain; None and what is missing is not seen."""

    name: str
    ratings: Ratings

    def rated(self, domains: Collection[str]) -> list[Decimal]:
        """Return the numbers for some domains; what was not seen is none of them."""
        found = (self.ratings.get(key) for key in domains)
        return [value for value in found if value is not None]


@dataclass(frozen=True)
class Reason:
    """One sentence, and whether it speaks for the next tier."""

    text: str
    speaks_for: bool


@dataclass(frozen=True)
class Readiness:
    """Whether the next tier looks ready, and why."""

    is_ready: bool
    reasons: tuple[Reason, ...]


def readiness(
    required: Collection[str],
    names: Mapping[str, str],
    sources: Sequence[Source],
    *,
    has_mentor: bool = True,
) -> Readiness:
    """Propose whether the next tier looks ready.

    It does when two sources have rated every required domain with a median of at least 3.5, and no source rates any
    domain below 2.5. `names` are all domains of the tier, by key. Without a mentor nobody can be the second source yet.
    """
    whole = [one for one in sources if len(one.rated(required)) == len(required)]
    medians = [(one, median(one.rated(required))) for one in whole if required]
    low = [
        (one, key, value)
        for one in sources
        for key, value in one.ratings.items()
        if key in names and value is not None and value < LEAST
    ]
    enough = [one for one, middle in medians if middle >= READY]
    reasons = [_of_median(one, middle, len(required)) for one, middle in medians]
    if len(whole) < SOURCES:
        reasons.append(_of_sources(whole, len(required), has_mentor=has_mentor))
    reasons += [_of_low(one, names[key], value) for one, key, value in low]
    if not low and whole:
        reasons.append(Reason(_("No domain is rated below 2.5."), True))
    return Readiness(len(enough) >= SOURCES and not low, tuple(reasons))


def _of_median(source: Source, middle: Decimal, count: int) -> Reason:
    words = ngettext(
        "%(name)s: median %(median)s in %(count)s required domain; at least 3.5 is needed.",
        "%(name)s: median %(median)s in %(count)s required domains; at least 3.5 is needed.",
        count,
    )
    return Reason(words % {"name": source.name, "median": written(middle), "count": count}, middle >= READY)


def _of_sources(whole: Sequence[Source], count: int, *, has_mentor: bool) -> Reason:
    if not has_mentor:
        words = ngettext(
            "You and a mentor rate the %(count)s required domain; you have no mentor now who could.",
            "You and a mentor rate all %(count)s required domains; you have no mentor now who could.",
            count,
        )
        return Reason(words % {"count": count}, False)
    said = ", ".join(one.name for one in whole) or _("nobody")
    words = ngettext(
        "Two people have to rate the %(count)s required domain; so far: %(names)s.",
        "Two people have to rate all %(count)s required domains; so far: %(names)s.",
        count,
    )
    return Reason(words % {"count": count, "names": said}, False)


def _of_low(source: Source, domain: str, value: Decimal) -> Reason:
    words = _("%(name)s: %(value)s in %(domain)s; none may be below 2.5.")
    return Reason(words % {"name": source.name, "value": written(value), "domain": domain}, False)


def gaps(own: Ratings, focus: Collection[str], taken: Collection[str]) -> list[str]:
    """Return the indicators of the next tier with the widest gap to what looks ready: at most three, focus ones first
    among equals; what a goal is about already, and what was not seen, is none."""
    wide = [
        (value, key not in focus, key)
        for key, value in own.items()
        if value is not None and value < READY and key not in taken
    ]
    return [key for _value, _is_other, key in sorted(wide)][:PROPOSED_GOALS]
