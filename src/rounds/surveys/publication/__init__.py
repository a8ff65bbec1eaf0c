"""The one door through which answers become figures. Pure: no Django, no clock, no files, no chance.

`Door.release` publishes a closed wave by plan, `Door.figure` answers an ask, `Door.admit` lets the rows of other rungs in. Whether a figure
is shown depends on who answered, never on what; how finely it is told depends on both.
"""

from rounds.surveys.publication.door import Door
from rounds.surveys.publication.lines import Lines, items_that_may_leave
from rounds.surveys.publication.rows import Row, Unknown
from rounds.surveys.publication.values import (
    HIDDEN,
    Ask,
    Cut,
    Figure,
    Hidden,
    Statistic,
    Subject,
    Wave,
    Whole,
)

__all__ = [
    "HIDDEN",
    "Ask",
    "Cut",
    "Door",
    "Figure",
    "Hidden",
    "Lines",
    "Row",
    "Statistic",
    "Subject",
    "Unknown",
    "Wave",
    "Whole",
    "items_that_may_leave",
]
