"""Drawing: a frozen picture, its numbers already rounded, becomes one geometry in two dresses. Pure: no Django, nothing of ours.

Make a picture, lay it out for a width, dress it::

    picture = Forest(words=Words("Confidence rose in two tiers", "Mean change ...", "n 131 ..."), rows=(...), ...)
    drawing = layout(picture, WIDE)          # shapes with places and roles
    on_screen(drawing, "confidence")         # <svg> of classes only: tokens color it, dark and forced colors too
    on_paper(drawing)                        # <svg> of attributes in grey, for typst and slides
    table(picture)                           # the same numbers as a header and rows, to stand beside it

A title says the finding, the description what is seen; no picture is without a table. Nothing is computed here:
callers give figures that are fit to be shown, hidden ones as `Hidden` with the reason.
"""

from rounds.charts.drawing import Drawing
from rounds.charts.dresses import on_paper, on_screen
from rounds.charts.layouts import NARROW, WIDE, layout
from rounds.charts.pictures import (
    Around,
    AroundRow,
    Between,
    Change,
    ChangeRow,
    Contact,
    ContactRow,
    Curve,
    Curves,
    Flow,
    Forest,
    ForestRow,
    Funnel,
    FunnelColumn,
    Hidden,
    Picture,
    Point,
    Run,
    Runs,
    Stage,
    Tally,
    Words,
)
from rounds.charts.tables import Table, table

__all__ = [
    "NARROW",
    "WIDE",
    "Around",
    "AroundRow",
    "Between",
    "Change",
    "ChangeRow",
    "Contact",
    "ContactRow",
    "Curve",
    "Curves",
    "Drawing",
    "Flow",
    "Forest",
    "ForestRow",
    "Funnel",
    "FunnelColumn",
    "Hidden",
    "Picture",
    "Point",
    "Run",
    "Runs",
    "Stage",
    "Table",
    "Tally",
    "Words",
    "layout",
    "on_paper",
    "on_screen",
    "table",
]
