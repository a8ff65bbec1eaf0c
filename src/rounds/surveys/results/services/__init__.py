"""Every change of results."""

from rounds.surveys.results.services.comments import hold_comment, show_comment
from rounds.surveys.results.services.publishing import (
    note_correction,
    publish_closed_waves,
    publish_late,
    publish_wave,
)

__all__ = [
    "hold_comment",
    "note_correction",
    "publish_closed_waves",
    "publish_late",
    "publish_wave",
    "show_comment",
]
