"""Layouts: a picture and a width become a drawing. Narrow ones put labels above their rows."""

from __future__ import annotations

from functools import singledispatch

from rounds.charts.drawing import Drawing
from rounds.charts.layouts import around, change, contact, curves, flow, forest, funnel, runs
from rounds.charts.pictures import Around, Change, Contact, Curves, Flow, Forest, Funnel, Picture, Runs

NARROW, WIDE = 288.0, 640.0


@singledispatch
def _draw(picture: object, width: float) -> Drawing:
    raise TypeError(f"{type(picture).__name__} is no picture.")


_draw.register(Flow, flow.draw)
_draw.register(Contact, contact.draw)
_draw.register(Curves, curves.draw)
_draw.register(Change, change.draw)
_draw.register(Forest, forest.draw)
_draw.register(Around, around.draw)
_draw.register(Funnel, funnel.draw)
_draw.register(Runs, runs.draw)


def layout(picture: Picture, width: float = WIDE) -> Drawing:
    """Return a picture drawn for a width."""
    return _draw(picture, width)
