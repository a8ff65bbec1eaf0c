"""Small drawings of numbers: places, steps, bars. The number is beside them. docs/look.md shows each with a snippet."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

PLACE = 12  # one place square and its gap, in pixels
PIECE = 22
WIDE_ENOUGH = 5.5  # of a hundred: room for a number inside its part
TRACK = format_html('<rect class="bar-track" width="{}" height="{}"></rect>', 100, 8)


@register.simple_tag
def places(taken: int, limit: int) -> SafeString:
    """Draw one square a place: filled taken, hollow free, hatched over the limit."""
    squares = []
    for number in range(max(taken, limit)):
        left = number * PLACE + 1
        kind = "over" if number >= limit else "taken" if number < taken else "free"
        squares.append(
            format_html(
                '<rect class="place place-{}" x="{}" y="1" width="10" height="10" rx="2"></rect>', kind, left
            )
        )
        if kind == "over":
            squares.append(_hatched_square(left))
    width = max(taken, limit, 1) * PLACE
    return format_html(
        '<svg class="places" role="img" aria-label="{}" width="{}" height="12" viewBox="0 0 {} 12">{}</svg>',
        _("%(taken)s of %(limit)s places taken") % {"taken": taken, "limit": limit},
        width,
        width,
        _joined(squares),
    )


def _hatched_square(left: int) -> SafeString:
    return format_html(
        '<path class="hatch-line" d="M{} 7L{} 2M{} 10L{} 4"></path>', left + 1, left + 6, left + 3, left + 9
    )


@register.simple_tag
def pieces(done: int, of: int, label: str = "") -> SafeString:
    """Draw steps as separate pieces, not as a percentage."""
    drawn = [
        format_html(
            '<rect class="piece-{}" x="{}" y="0.5" width="18" height="7" rx="2"></rect>',
            "done" if number < done else "open",
            number * PIECE + 1,
        )
        for number in range(of)
    ]
    width = max(of, 1) * PIECE
    return format_html(
        '<svg class="pieces" role="img" aria-label="{}" width="{}" height="8" viewBox="0 0 {} 8">{}</svg>',
        label or _("%(done)s of %(of)s") % {"done": done, "of": of},
        width,
        width,
        _joined(drawn),
    )


@register.simple_tag
def year_bar(months: list[float]) -> SafeString:
    """Draw the months of a year, each filled by the share (0 to 1) that has passed; say the month in words beside it."""
    drawn = []
    for number, share in enumerate(months):
        for kind, length in (("room", 1.0), ("fill", share)):
            drawn.append(
                format_html(
                    '<rect class="year-{}" x="{}" width="{}" height="8"></rect>',
                    kind,
                    number * 10,
                    _length(length * 9.6),
                )
            )
    return format_html(
        '<svg class="bar" viewBox="0 0 {} 8" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        len(months) * 10,
        _joined(drawn),
    )


@register.simple_tag
def bar(value: float, most: float = 100, room: float | None = None, kind: str = "") -> SafeString:
    """Draw a bar on the scale 0 to `most`; `room` draws what would have been possible behind it.

    The number must be beside it: the bar itself is silent. Kinds: "" or "2" (second shade), "loss",
    "short" (3 rem wide, for lists).
    """
    scale = 100 / most if most else 0
    shade = {"2": "bar-fill-2", "loss": "bar-loss"}.get(kind, "bar-fill")
    behind = (
        TRACK
        if room is None
        else format_html('<rect class="bar-room" width="{}" height="8"></rect>', _length(room * scale))
    )
    return format_html(
        '<svg class="bar{}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">{}'
        '<rect class="{}" width="{}" height="8"></rect></svg>',
        " bar-short" if kind == "short" else "",
        behind,
        shade,
        _length(value * scale),
    )


@register.simple_tag
def difference_bar(value: float, most: float) -> SafeString:
    """Draw a gain to the right of the middle or a loss to the left, on the scale -most to +most."""
    length = abs(value) * 50 / most if most else 0
    left = 50 if value >= 0 else 50 - length
    return format_html(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="{}" x="{}" width="{}" height="8"></rect>'
        '<line class="bar-axis" x1="50" x2="50" y1="0" y2="8"></line></svg>',
        "bar-fill" if value >= 0 else "bar-loss",
        _length(left),
        _length(length),
    )


@register.simple_tag
def stacked_bar(parts: list[tuple[float, str]], most: float = 100, label: str = "") -> SafeString:
    """Draw (amount, kind) parts one after the other; kinds: "", "2", "skip", "loss" (hatched)."""
    scale = 100 / most if most else 0
    shades = {"2": "bar-fill-2", "skip": "bar-room", "loss": "bar-loss"}
    left = 0.0
    drawn = []
    for amount, kind in parts:
        width = amount * scale
        drawn.append(
            format_html(
                '<rect class="{}" x="{}" width="{}" height="12"></rect>',
                shades.get(kind, "bar-fill"),
                _length(left),
                _length(max(width - 0.2, 0)),
            )
        )
        left += width
    return format_html(
        '<svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="bar-track" width="100" height="12"></rect>{}</svg>',
        label,
        _joined(drawn),
    )


@register.simple_tag
def numbered_bar(parts: list[tuple[float, str, str]], label: str = "") -> SafeString:
    """Draw (amount of 100, kind, number as text) parts one after the other, the numbers inside, over an axis."""
    left, drawn = 0.0, []
    for amount, kind, text in parts:
        drawn.append(
            format_html(
                '<rect class="{}" x="{}%" width="{}%" height="20"></rect>',
                "bar-fill-2" if kind == "2" else "bar-fill",
                _length(left),
                _length(max(amount - 0.2, 0)),
            )
        )
        if amount >= WIDE_ENOUGH:
            middle = _length(left + amount / 2)
            drawn.append(
                format_html(
                    '<text class="on-bar" x="{}%" y="14" text-anchor="middle">{}</text>', middle, text
                )
            )
        left += amount
    ends = {0: "start", 100: "end"}
    drawn += [
        format_html(
            '<text class="chart-label" x="{}%" y="32" text-anchor="{}">{}</text>',
            at,
            ends.get(at, "middle"),
            at,
        )
        for at in (0, 25, 50, 75, 100)
    ]
    return format_html(
        '<svg class="bar bar-numbers" role="img" aria-label="{}"><rect class="bar-track" width="100%" height="20"></rect>{}</svg>',
        label,
        _joined(drawn),
    )


def _length(value: float) -> str:
    return f"{max(value, 0):.2f}".rstrip("0").rstrip(".")


def _joined(parts: list[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts)) if parts else SafeString("")
