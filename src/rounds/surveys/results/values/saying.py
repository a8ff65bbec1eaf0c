"""A figure in words: as finely as it is told, with what follows from it alone."""

from dataclasses import dataclass
from math import ceil, floor, sqrt

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from rounds.surveys.publication import HIDDEN, Figure, Hidden

BANDS = ("low", "middle", "high")
FINE = 0.1
HAIR = 1e-6
# what lies between limits this far apart is not drawn
WIDE = 0.6
# of a drawing, and shares are told in steps of so many percent
PARTS, STEP = 160, 5


@dataclass(frozen=True)
class Scale:
    """The ends of a scale."""

    low: int
    high: int


@dataclass(frozen=True)
class Said:
    """What is said of a measure in a group; where it is hidden all of it is, in the same words."""

    mean: Figure | Hidden
    words: str
    people: int = 0
    spread: str = ""
    interval: str = ""
    alpha: str = ""
    # {item key: how it goes with the rest of its score}
    rest: dict[str, str] | None = None
    # shares of the lower, middle and upper band in percent
    percents: tuple[int, ...] = ()
    # where the mean and the ends of its interval lie between the ends of the scale, in 160 parts, for a picture
    drawn: tuple[int, ...] = ()

    @property
    def is_hidden(self) -> bool:
        return isinstance(self.mean, Hidden)

    @property
    def bars(self) -> list[tuple[str, int, int]]:
        """Return for each share its name, where its bar begins and how long it is."""
        ends = [PARTS * sum(self.percents[:place]) // 100 for place in range(len(self.percents) + 1)]
        return [(name, start, end - start) for name, start, end in zip(BANDS, ends, ends[1:], strict=False)]


def said_of(
    scale: Scale,
    *,
    mean: Figure | Hidden,
    spread: Figure | Hidden = HIDDEN,
    bands: Figure | Hidden = HIDDEN,
    reliability: Figure | Hidden = HIDDEN,
    is_change: bool = False,
) -> Said:
    """Return figures of one measure in words."""
    if isinstance(mean, Hidden):
        return Said(mean, mean.words)
    low, high = mean.limits["mean"]
    ends = (scale.low - scale.high, scale.high - scale.low) if is_change else (scale.low, scale.high)
    told = spread_told(spread, scale)
    return Said(
        mean=mean,
        words=in_words(low, high, ends, sign=is_change),
        people=mean.people,
        spread=number_format(told, 1) if told is not None else "",
        interval=_interval((low + high) / 2, told, mean.people, ends) if told is not None else "",
        alpha=_told(reliability, "alpha", 2),
        rest={
            part: _told(reliability, part, 1)
            for part in (reliability.limits if isinstance(reliability, Figure) else ())
            if part != "alpha"
        },
        percents=_percents(bands),
        drawn=() if is_change or high - low > WIDE else _drawn((low + high) / 2, told, mean.people, scale),
    )


def in_words(low: float, high: float, ends: tuple[float, float], *, sign: bool = False) -> str:
    """Return what is told of a mean: a number, "or more" near an end, or the two numbers between which it lies."""
    if low <= ends[0] + HAIR and high >= ends[1] - HAIR:
        return _("not told this finely")
    if high >= ends[1] - HAIR:
        return _("%(number)s or more") % {"number": _number(low, sign)}
    if low <= ends[0] + HAIR:
        return _("%(number)s or less") % {"number": _number(high, sign)}
    if high - low <= FINE + HAIR:
        return _number((low + high) / 2, sign)
    return _("%(low)s to %(high)s") % {"low": _number(low, sign), "high": _number(high, sign)}


def spread_told(spread: Figure | Hidden, scale: Scale) -> float | None:
    """Return the standard deviation as it is told; None where it isn't, or over the whole scale."""
    if isinstance(spread, Hidden):
        return None
    low, high = spread.limits["sd"]
    return None if high - low >= scale.high - scale.low - HAIR else (low + high) / 2


def _interval(mean: float, spread: float, people: int, ends: tuple[float, float]) -> str:
    """Return the 95 % interval of the mean in tenths, rounded outward, from what is told alone."""
    low, high = interval_of(mean, spread, people, ends)
    return _("%(low)s to %(high)s") % {"low": number_format(low, 1), "high": number_format(high, 1)}


def interval_of(mean: float, spread: float, people: int, ends: tuple[float, float]) -> tuple[float, float]:
    """Return the ends of the 95 % interval, in tenths and within the scale."""
    half = t_quantile(people - 1) * spread / sqrt(people)
    low, high = floor(10 * (mean - half) + HAIR) / 10, ceil(10 * (mean + half) - HAIR) / 10
    return max(low, ends[0]), min(high, ends[1])


def _drawn(mean: float, spread: float | None, people: int, scale: Scale) -> tuple[int, ...]:
    ends = (scale.low, scale.high)
    low, high = (mean, mean) if spread is None else interval_of(mean, spread, people, ends)
    return tuple(
        round(PARTS * (value - scale.low) / (scale.high - scale.low))
        for value in (mean, low, high - low + scale.low)
    )


def t_quantile(freedom: int) -> float:
    """Return Student's t of 97.5 %, to three digits from eight degrees on: pages load no library of statistics for it."""
    z = 1.959963984540054
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return z + sum(term / freedom**power for power, term in enumerate(terms, 1))


def _told(figure: Figure | Hidden, part: str, decimals: int) -> str:
    if isinstance(figure, Hidden) or part not in figure.limits:
        return ""
    low, high = figure.limits[part]
    return "" if high - low > 1 else str(number_format(round((low + high) / 2, 2), decimals))


def _percents(bands: Figure | Hidden) -> tuple[int, ...]:
    """Return the shares in steps of five that add up to 100, from what is told alone."""
    if isinstance(bands, Hidden):
        return ()
    told = [bands.told(band) for band in BANDS if band in bands.limits]
    if not sum(told) or any(high - low > WIDE for low, high in bands.limits.values()):
        return ()
    exact = [100 / STEP * one / sum(told) for one in told]
    whole = [floor(one) for one in exact]
    by_rest = sorted(range(len(exact)), key=lambda place: whole[place] - exact[place])
    for place in by_rest[: 100 // STEP - sum(whole)]:
        whole[place] += 1
    return tuple(STEP * one for one in whole)


def _number(value: float, sign: bool = False) -> str:
    digits = 1 if abs(value * 10 - round(value * 10)) < HAIR else 2
    words = str(number_format(round(value, 2), digits))
    return f"+{words}" if sign and value > 0 else words
