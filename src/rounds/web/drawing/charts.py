"""A picture of evidence as a page shows it: drawn for a phone and for a desk, with the table that holds the same numbers."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from rounds.charts import NARROW, WIDE, Picture, Table, Words, layout, on_screen, table


@dataclass(frozen=True)
class Shown:
    """Hold what `components/picture.html` shows."""

    key: str
    words: Words
    wide: SafeString
    narrow: SafeString
    table: Table


def shown(key: str, picture: Picture) -> Shown:
    """Return a picture in both widths; `key` is its own on the page."""
    wide, narrow = (_drawn(picture, width, f"{key}-{width:g}") for width in (WIDE, NARROW))
    return Shown(key, picture.words, wide, narrow, table(picture))


def _drawn(picture: Picture, width: float, key: str) -> SafeString:
    return mark_safe(on_screen(layout(picture, width), key))  # noqa: S308  # nosec: on_screen escapes every word
