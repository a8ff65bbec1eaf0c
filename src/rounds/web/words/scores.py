"""Sums and differences of scores as people read them."""

from django.utils.formats import number_format

from rounds.matching.runs.values.scores import exact


def total(micro: int) -> str:
    """Return a sum of many scores, with the reader's separator of thousands: "2,186.6"."""
    text: str = number_format(exact(micro), decimal_pos=1, force_grouping=True)
    return text.replace("-", "−")


def with_sign(text: str) -> str:
    """Put a plus before what is more than nothing: "3.0" is "+3.0"."""
    return text if text.startswith("−") or not text.strip("0.") else f"+{text}"
