"""Two dresses of one geometry: classes for the page, whose tokens color it; attributes in grey for paper."""

from __future__ import annotations

from html import escape

from rounds.charts.drawing import Box, Dot, Drawing, Line, Mark, Shape, Text

GREYS: dict[str, dict[str, str]] = {
    "bar": {"fill": "#222222"},
    "bar-2": {"fill": "#8a8a8a"},
    "missing": {"fill": "none", "stroke": "#5e5e5e", "stroke-dasharray": "3 2"},
    "place": {"fill": "#ffffff", "stroke": "#5e5e5e"},
    "over": {"fill": "#8a8a8a", "stroke": "#222222", "stroke-dasharray": "2 2"},
    "hidden": {"fill": "#ffffff", "stroke": "#8a8a8a"},
    "hatch": {"stroke": "#8a8a8a"},
    "shade": {"fill": "#e6e6e6"},
    "band": {"fill": "#cfcfcf", "fill-opacity": "0.7"},
    "band-2": {"fill": "#ececec", "fill-opacity": "0.8"},
    "curve": {"fill": "none", "stroke": "#222222", "stroke-width": "2"},
    "curve-2": {"fill": "none", "stroke": "#5e5e5e", "stroke-width": "2", "stroke-dasharray": "5 3"},
    "dot": {"fill": "#222222"},
    "hollow": {"fill": "#ffffff", "stroke": "#222222", "stroke-width": "1.5"},
    "interval": {"stroke": "#222222", "stroke-width": "2"},
    "interval-second": {"stroke": "#5e5e5e", "stroke-width": "1.5", "stroke-dasharray": "4 3"},
    "way": {"stroke": "#222222", "stroke-width": "2"},
    "rail": {"stroke": "#d5d5d5"},
    "grid": {"stroke": "#dddddd"},
    "rule": {"stroke": "#bbbbbb"},
    "axis": {"stroke": "#5e5e5e"},
    "zero": {"stroke": "#5e5e5e"},
    "mark": {"stroke": "#222222", "stroke-width": "1.5"},
    "claim": {"stroke": "#000000", "stroke-width": "2"},
    "ink": {"fill": "#111111"},
    "strong": {"fill": "#111111", "font-weight": "650"},
    "second": {"fill": "#444444"},
    "meta": {"fill": "#5e5e5e"},
    "series-2": {"fill": "#444444", "font-weight": "650"},
}


def on_screen(drawing: Drawing, key: str) -> str:
    """Return an inline SVG of classes only; `key` makes the ids of its title and description its own."""
    marks = "".join(_element(one, _named(one.role)) for one in drawing.marks)
    name, said = f"{key}-title", f"{key}-desc"
    return (
        f'<svg class="chart-drawing" role="img" aria-labelledby="{escape(name)} {escape(said)}" '
        f'viewBox="0 0 {drawing.width:g} {drawing.height:g}" width="{drawing.width:g}" height="{drawing.height:g}">'
        f'<title id="{escape(name)}">{escape(drawing.title)}</title>'
        f'<desc id="{escape(said)}">{escape(drawing.description)}</desc>{marks}</svg>'
    )


def on_paper(drawing: Drawing) -> str:
    """Return a whole SVG file in grey, with nothing that a style sheet must add.

    Its letters are those of the paper around it, narrower than the screen's, for which the widths were reckoned.
    """
    marks = "".join(_element(one, _attributes(GREYS[one.role])) for one in drawing.marks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" font-family="Libertinus Serif" viewBox="0 0 {drawing.width:g} {drawing.height:g}" '
        f'width="{drawing.width:g}" height="{drawing.height:g}">'
        f"<title>{escape(drawing.title)}</title><desc>{escape(drawing.description)}</desc>{marks}</svg>"
    )


def _named(role: str) -> str:
    return f' class="c-{role}"'


def _attributes(one: dict[str, str]) -> str:
    return "".join(f' {name}="{value}"' for name, value in one.items())


def _element(one: Mark, dress: str) -> str:
    match one:
        case Text():
            return (
                f'<text x="{one.x:g}" y="{one.y:g}" font-size="{one.size:g}" text-anchor="{one.anchor}"{dress}>'
                f"{escape(one.words)}</text>"
            )
        case Line():
            return f'<line x1="{one.x1:g}" y1="{one.y1:g}" x2="{one.x2:g}" y2="{one.y2:g}"{dress}/>'
        case Box():
            return f'<rect x="{one.x:g}" y="{one.y:g}" width="{one.width:g}" height="{one.height:g}"{dress}/>'
        case Dot():
            return f'<circle cx="{one.x:g}" cy="{one.y:g}" r="{one.r:g}"{dress}/>'
        case Shape():
            way = "L".join(f"{x:g} {y:g}" for x, y in one.points)
            return f'<path d="M{way}{"Z" if one.closed else ""}"{dress}/>' if one.points else ""
