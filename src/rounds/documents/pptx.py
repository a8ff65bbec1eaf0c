"""Write slides as PPTX, 16:9: a title each, a drawing with its words, a table with a head, notes; bytes follow from the facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any

from rounds.documents.cleaning import clean, line_of
from rounds.documents.model import Image, Table
from rounds.documents.packing import packed_alike
from rounds.documents.pdf import render_png

# English Metric Units an inch, and the slide in inches
EMU = 914_400
WIDE, HIGH = 13.333, 7.5
MARGIN = 0.6
TITLE_TOP, TITLE_HIGH, BODY_TOP = 0.4, 1.1, 1.65
DRAWING_WIDE, DRAWING_HIGH = 7.4, 4.6
TITLE_ONLY = 5
TITLE_SIZE, BODY_SIZE, CELL_SIZE = 24, 16, 12


@dataclass(frozen=True)
class Slide:
    """One slide: its title says the finding; beside the drawing stands the table of the same numbers."""

    title: str
    lines: tuple[str, ...] = ()
    drawing: Image | None = None
    table: Table | None = None
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class Deck:
    """Slides in order, the first made of title and subtitle."""

    title: str
    subtitle: str
    author: str
    made_on: date
    slides: tuple[Slide, ...]
    language: str = "en-US"


def render_pptx(deck: Deck) -> bytes:
    """Return the PPTX of a deck; the same deck gives the same bytes.

    Raises DocumentFailed when a drawing cannot be written.
    """
    # what it brings takes a while to load, and few requests write slides
    import pptx

    with_drawing = [one.drawing for one in deck.slides if one.drawing]
    drawn = iter(render_png(with_drawing))
    shown: Any = pptx.Presentation()
    shown.slide_width, shown.slide_height = _emu(WIDE), _emu(HIGH)
    _set_properties(shown, deck)
    first = _slide(shown, deck.title)
    _write_lines(first, (deck.subtitle, deck.author), MARGIN, WIDE - 2 * MARGIN)
    for one in deck.slides:
        _write(_slide(shown, one.title), one, next(drawn) if one.drawing else None)
    kept = BytesIO()
    shown.save(kept)
    return packed_alike(kept.getvalue())


def _emu(inches: float) -> int:
    return int(inches * EMU)


def _set_properties(shown: Any, deck: Deck) -> None:
    about, made = shown.core_properties, datetime.combine(deck.made_on, time(), tzinfo=UTC)
    about.title, about.author, about.last_modified_by = line_of(deck.title), line_of(deck.author), ""
    about.created = about.modified = made
    about.language = deck.language


def _slide(shown: Any, title: str) -> Any:
    from pptx.util import Pt

    slide = shown.slides.add_slide(shown.slide_layouts[TITLE_ONLY])
    head = slide.shapes.title
    head.left, head.top = _emu(MARGIN), _emu(TITLE_TOP)
    head.width, head.height = _emu(WIDE - 2 * MARGIN), _emu(TITLE_HIGH)
    head.text_frame.text, head.text_frame.word_wrap = line_of(title), True
    for run in head.text_frame.paragraphs[0].runs:
        run.font.size, run.font.bold = Pt(TITLE_SIZE), True
    head.text_frame.paragraphs[0].alignment = _left()
    return slide


def _left() -> Any:
    from pptx.enum.text import PP_ALIGN

    return PP_ALIGN.LEFT


def _write(slide: Any, one: Slide, png: bytes | None) -> None:
    beside = MARGIN
    if one.drawing and png:
        beside += DRAWING_WIDE + 0.3
        _write_drawing(slide, one.drawing, png)
    top = BODY_TOP
    if one.table:
        top += _write_table(slide, one.table, beside, WIDE - beside - MARGIN)
    _write_lines(slide, one.lines, beside, WIDE - beside - MARGIN, top=top)
    if one.notes:
        slide.notes_slide.notes_text_frame.text = clean(one.notes)


def _write_drawing(slide: Any, drawing: Image, png: bytes) -> None:
    shape = slide.shapes.add_picture(BytesIO(png), _emu(MARGIN), _emu(BODY_TOP), width=_emu(DRAWING_WIDE))
    if shape.height > _emu(DRAWING_HIGH):
        shape.width = int(shape.width * _emu(DRAWING_HIGH) / shape.height)
        shape.height = _emu(DRAWING_HIGH)
    described = shape._element.nvPicPr.cNvPr
    described.set("descr", line_of(drawing.words))
    described.set("name", "Drawing")


def _write_table(slide: Any, table: Table, left: float, wide: float) -> float:
    """Write a table and return how high it is, in inches."""
    from pptx.util import Pt

    high = 0.32 * (len(table.rows) + 1)
    frame = slide.shapes.add_table(
        len(table.rows) + 1, len(table.head), _emu(left), _emu(BODY_TOP), _emu(wide), _emu(high)
    )
    frame.table.first_row = True
    frame._element.nvGraphicFramePr.cNvPr.set("descr", " · ".join(line_of(cell) for cell in table.head))
    for number, row in enumerate((table.head, *table.rows)):
        for place, text in enumerate(row):
            cell = frame.table.cell(number, place)
            cell.text = line_of(text)
            for run in cell.text_frame.paragraphs[0].runs:
                run.font.size = Pt(CELL_SIZE)
    return high + 0.2


def _write_lines(
    slide: Any, lines: Sequence[str], left: float, wide: float, *, top: float = BODY_TOP
) -> None:
    from pptx.util import Pt

    said = [line_of(one) for one in lines if one.strip()]
    if not said:
        return
    frame = slide.shapes.add_textbox(_emu(left), _emu(top), _emu(wide), _emu(HIGH - top - MARGIN)).text_frame
    frame.word_wrap = True
    for number, line in enumerate(said):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text, run.font.size = line, Pt(BODY_SIZE)
        paragraph.space_after = Pt(8)
