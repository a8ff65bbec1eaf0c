"""The DOCX of a document, read as the archive of XML that it is; what people typed stays text."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from xml.etree import ElementTree

from rounds.documents import Bullets, Document, Facts, Heading, Paragraph, Small, Table, render_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DC = "{http://purl.org/dc/elements/1.1/}"
BLOCKS = (
    Facts((("Now", "Resident"),)),
    Heading("Goals"),
    Heading("Lead <the> huddle & more", 2),
    Paragraph("One line\nand its next\n\nAnother"),
    Bullets(("Ask", "Lead")),
    Table(("Domain", "Own"), (("Teams", "2.5"),), numbers=frozenset({1})),
    Small("Small \x00print \u202eturned"),
)


def document_of(*blocks, title="Learning plan"):
    return Document(
        title=title, subtitle="Cleo", author="A hospital", made_on=date(2026, 3, 4), blocks=blocks
    )


def part(made, name):
    with zipfile.ZipFile(BytesIO(made)) as parts:
        return ElementTree.fromstring(parts.read(name))  # our own bytes


def paragraphs(made):
    """Return (style, text) of each paragraph outside tables."""
    found = []
    for one in part(made, "word/document.xml").find(f"{W}body").findall(f"{W}p"):
        style = one.find(f"{W}pPr/{W}pStyle")
        text = "".join(run.text or "" for run in one.iter(f"{W}t"))
        found.append(("" if style is None else style.get(f"{W}val"), text))
    return found


def test_document_has_headings_lists_and_what_was_typed():
    made = render_docx(document_of(*BLOCKS))

    said = paragraphs(made)
    assert said[:3] == [("Title", "Learning plan"), ("", "Cleo"), ("", "A hospital")]
    for one in (
        ("", "Now: Resident"),
        ("Heading1", "Goals"),
        ("Heading2", "Lead <the> huddle & more"),
        ("", "One lineand its next"),
        ("", "Another"),
        ("ListBullet", "Ask"),
        ("Caption", "Small print turned"),
    ):
        assert one in said


def test_table_has_a_head_that_a_screen_reader_names():
    made = render_docx(document_of(*BLOCKS))

    (table,) = part(made, "word/document.xml").iter(f"{W}tbl")
    rows = table.findall(f"{W}tr")
    assert [["".join(cell.itertext()) for cell in row.iter(f"{W}tc")] for row in rows] == [
        ["Domain", "Own"],
        ["Teams", "2.5"],
    ]
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False]


def test_document_says_its_title_and_the_same_facts_give_the_same_bytes():
    made = render_docx(document_of(*BLOCKS))

    about = part(made, "docProps/core.xml")
    assert about.find(f"{DC}title").text == "Learning plan"
    assert about.find(f"{DC}language").text == "en-US"
    assert render_docx(document_of(*BLOCKS)) == made
    assert render_docx(document_of(*BLOCKS, title="Another")) != made
