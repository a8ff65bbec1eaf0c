"""Write a document as DOCX, with real headings, lists and heads of tables, for whoever goes on writing in it."""

from __future__ import annotations

from datetime import UTC, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from rounds.documents.cleaning import clean, line_of, paragraphs_of
from rounds.documents.model import Block, Bullets, Document, Facts, Heading, Image, Paragraph, Small, Table
from rounds.documents.packing import packed_alike

if TYPE_CHECKING:
    from docx.document import Document as Word


def render_docx(document: Document) -> bytes:
    """Return the DOCX of a document; the same document gives the same bytes."""
    # what it brings takes a while to load, and few requests write a DOCX
    import docx

    word = docx.Document()
    _set_properties(word, document)
    word.add_heading(line_of(document.title), 0)
    for line in (document.subtitle, document.author):
        if line.strip():
            word.add_paragraph(line_of(line))
    for block in document.read:
        _write(word, block)
    kept = BytesIO()
    word.save(kept)
    return packed_alike(kept.getvalue())


def _set_properties(word: Word, document: Document) -> None:
    from docx.oxml.ns import qn

    made = datetime.combine(document.made_on, time(), tzinfo=UTC)
    about = word.core_properties
    about.title, about.author = line_of(document.title), line_of(document.author)
    about.comments, about.last_modified_by = "", line_of(document.author)
    about.language = language = f"{document.language}-{document.region.upper()}"
    about.created = about.modified = made
    for tag in word.styles.element.iter(qn("w:lang")):
        tag.set(qn("w:val"), language)


def _write(word: Word, block: Block) -> None:
    if isinstance(block, Heading):
        word.add_heading(line_of(block.text), block.level)
    elif isinstance(block, Paragraph):
        _write_text(word, block.text)
    elif isinstance(block, Small):
        _write_text(word, block.text, "Caption")
    elif isinstance(block, Bullets):
        for item in block.items:
            word.add_paragraph(line_of(item), style="List Bullet")
    elif isinstance(block, Facts):
        for name, value in block.rows:
            row = word.add_paragraph()
            row.add_run(f"{line_of(name)}: ").bold = True
            row.add_run(line_of(value))
    elif isinstance(block, Image):
        # Word reads no SVG: whoever goes on writing gets what it shows in words
        _write_text(word, block.words)
    elif isinstance(block, Table):
        _write_table(word, block)


def _write_text(word: Word, text: str, style: str | None = None) -> None:
    for lines in paragraphs_of(clean(text)):
        paragraph = word.add_paragraph(style=style)
        for number, line in enumerate(lines):
            run = paragraph.add_run(line_of(line))
            if number < len(lines) - 1:
                run.add_break()


def _write_table(word: Word, block: Table) -> None:
    from docx.oxml import OxmlElement

    table = word.add_table(rows=0, cols=len(block.head), style="Table Grid")
    for row in (block.head, *block.rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = line_of(text)
    head = table.rows[0]
    # said to be a head, so that a screen reader names the columns and each page repeats them
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in head.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
