"""The scale of the indicators: from 0 to 5 in halves. "Not seen yet" is no number and is in no mean."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

# Indicator to what was said of it; None: not seen yet.
Ratings = dict[str, Decimal | None]
HALF = Decimal("0.5")
STEPS = tuple(HALF * number for number in range(11))
NOT_SEEN = "ns"
# what an own rating is taken away by: the row says nothing from then on
CLEARED = "none"
MEANINGS = (
    (0, _("not started")),
    (1, _("aware")),
    (2, _("with help")),
    (3, _("alone in familiar settings")),
    (4, _("reliably and under pressure")),
    (5, _("teaches it")),
)


def said_step(step: Decimal) -> str:
    """Return a number of the scale as a narrow button shows it: 2, 2½."""
    whole = int(step)
    if step == whole:
        return str(whole)
    return f"{whole}½" if whole else "½"


def written(value: Decimal) -> str:
    """Return a number of the scale as it is stored and said: 2, 2.5."""
    return f"{value.normalize():f}"


def read_ratings(stored: dict[str, str | None]) -> Ratings:
    """Return ratings from the JSON that `stored_ratings` wrote, of one row: what it takes away is in none of them."""
    stored = {key: value for key, value in stored.items() if value != CLEARED}
    return {key: None if value is None else Decimal(value) for key, value in stored.items()}


def cleared_in(stored: dict[str, str | None]) -> set[str]:
    """Return the indicators whose rating a row takes away."""
    return {key for key, value in stored.items() if value == CLEARED}


def stored_ratings(ratings: Ratings) -> dict[str, str | None]:
    """Return ratings as JSON holds them."""
    return {key: None if value is None else written(value) for key, value in ratings.items()}
