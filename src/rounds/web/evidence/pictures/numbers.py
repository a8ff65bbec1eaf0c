"""Numbers of figures in words: percent without decimals, real minus signs, an interval in brackets."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

# From here on a figure is called imprecise: fewer people, a wider interval of a share, fewer events.
FEW_PEOPLE, WIDE, FEW_EVENTS = 30, 0.30, 10


def percent(value: float | None) -> str:
    """Return a share as percent."""
    return "–" if value is None else f"{round(100 * value)}%"


def number(value: float | None, *, signed: bool = False) -> str:
    """Return a number with one decimal."""
    if value is None:
        return "–"
    return f"{value:+.1f}".replace("-", "−") if signed else f"{value:.1f}".replace("-", "−")


def between(value: float, low: float | None, high: float | None, *, signed: bool = False) -> str:
    """Return "+0.7 (0.2 to 1.2)"."""
    return f"{number(value, signed=signed)} ({number(low)} to {number(high)})"


def faculty_words(groups: int) -> str:
    """Return of whom careers are told, and why two groups are more than their sum."""
    words = _("Faculty alone are followed, residents are not.")
    return words if groups < 2 else words + " " + _("Who found a mentor on the way counts in both.")


def day_of(text: str | None) -> str:
    """Return a stored day as pages say it."""
    return date_format(date.fromisoformat(text), "j M Y") if text else ""


def imprecise(
    *,
    n: int | None = None,
    low: float | None = None,
    high: float | None = None,
    events: int | None = None,
) -> str:
    """Return a sentence with a space before it where a figure is imprecise, empty where it isn't."""
    is_wide = low is not None and high is not None and high - low > WIDE
    if (n is not None and n < FEW_PEOPLE) or is_wide or (events is not None and events < FEW_EVENTS):
        return " " + _("Imprecise.")
    return ""
