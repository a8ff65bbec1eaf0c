"""When two people are free, in words."""

from collections.abc import Sequence
from datetime import time

from django.utils.formats import time_format
from django.utils.translation import gettext as _

from rounds.programs.forms.fields import DAYS
from rounds.programs.values.hours import Span

SHOWN = 6


def free_words(spans: Sequence[Span] | None) -> list[str] | None:
    """List the first spans of a week in words; None where nothing is known."""
    if spans is None:
        return None
    return [
        _("%(day)s, %(first)s to %(end)s")
        % {"day": DAYS[span.day], "first": _clock(span.first), "end": _clock(span.end)}
        for span in spans[:SHOWN]
    ]


def _clock(hour: int) -> str:
    """Write a whole hour as clocks on a wall show it."""
    return time_format(time(hour % 24), "g A")
