"""The slides of a deck, read as the archive of XML that they are."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

from defusedxml import ElementTree
from pypdf import PdfReader

from rounds.documents import (
    Columns,
    Deck,
    Document,
    Heading,
    Image,
    Paragraph,
    Slide,
    Table,
    render_pdf,
    render_pptx,
)

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
DRAWN = Image(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" width="20" height="10">'
    '<rect x="0" y="0" width="12" height="10" fill="#222222"/></svg>',
    "12 of 20 have met.",
)
GRID = Table(("Stage", "People"), (("Invited", "20"), ("Met <once>", "12")))


def deck_of(title="Does it work?"):
    slide = Slide("12 of 20 have met", ("60% (39% to 78%).",), DRAWN, GRID, "Counted by hand\nevery night")
    return Deck(
        title=title, subtitle="In May", author="A hospital", made_on=date(2026, 3, 4), slides=(slide,)
    )


def part(made, name):
    with zipfile.ZipFile(BytesIO(made)) as parts:
        return ElementTree.fromstring(parts.read(name))


def said(part_):
    return "\n".join("".join(one.itertext()) for one in part_.iter(f"{A}p"))


def test_slide_says_finding_drawing_table_and_method():
    made = render_pptx(deck_of())

    slide = part(made, "ppt/slides/slide2.xml")
    assert [one.get("type") for one in slide.iter(f"{P}ph")] == ["title"]
    (drawn,) = slide.iter(f"{P}pic")
    assert drawn.find(f"{P}nvPicPr/{P}cNvPr").get("descr") == DRAWN.words
    (grid,) = slide.iter(f"{A}tbl")
    assert grid.find(f"{A}tblPr").get("firstRow") == "1"
    assert [["".join(cell.itertext()) for cell in row.iter(f"{A}tc")] for row in grid.iter(f"{A}tr")] == [
        list(GRID.head),
        *map(list, GRID.rows),
    ]
    assert "12 of 20 have met" in said(slide)
    assert "every night" in said(part(made, "ppt/notesSlides/notesSlide1.xml"))
    shown = part(made, "ppt/presentation.xml").find(f"{P}sldSz")
    assert round(int(shown.get("cx")) / int(shown.get("cy")), 2) == 1.78


def test_same_deck_gives_same_bytes():
    made = render_pptx(deck_of())

    assert render_pptx(deck_of()) == made
    assert render_pptx(deck_of("Another")) != made


def test_pdf_has_drawings_side_by_side_with_their_words():
    blocks = (Columns((Heading("Left"), DRAWN), (Heading("Right"), Paragraph("Words."))),)
    made = render_pdf(
        Document(title="Two", made_on=date(2026, 3, 4), blocks=blocks, paper="a4", is_dense=True)
    )

    reader = PdfReader(BytesIO(made))
    assert round(float(reader.pages[0].mediabox.width)) == 595
    text = reader.pages[0].extract_text()
    assert text.index("Left") < text.index("Right")
    assert alternatives(reader.trailer["/Root"]["/StructTreeRoot"]) == {DRAWN.words}


def alternatives(one):
    """Return the words that stand for figures in the structure of a PDF."""
    one = one.get_object()
    if isinstance(one, list):
        return set().union(*(alternatives(part) for part in one))
    if not hasattr(one, "get"):
        return set()
    own = {str(one["/Alt"])} if one.get("/S") == "/Figure" else set()
    return own | (alternatives(one["/K"]) if "/K" in one else set())
