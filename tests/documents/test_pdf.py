"""The PDF of a document, read by another library; what people typed stays text."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from rounds.documents import (
    Bullets,
    Document,
    DocumentFailed,
    Facts,
    Heading,
    Paragraph,
    PdfLimits,
    Small,
    Table,
    render_pdf,
)

MARKUP = (
    '#panic("x")',
    '#import "@preview/x:0.1.0": *',
    '#read("/etc/passwd")',
    "*bold* _thin_ `code` $x^2$",
    "= Heading",
    "<label> @label",
    "\\ // comment /* comment */",
    "]] } ) #let x = 1; \"quoted\" 'single'",
    "{{ template }} {% tag %}",
    "https://rounds.example/#part",
)


def document_of(*blocks, title="Agreement of two", made_on=date(2026, 3, 4)):
    return Document(title=title, subtitle="Below", author="A hospital", made_on=made_on, blocks=blocks)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def tags_of(pdf: bytes) -> set[str]:
    """Return the kinds of structure that a PDF is tagged with."""
    found: set[str] = set()
    waiting = [PdfReader(BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        one = waiting.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            waiting += one
        elif hasattr(one, "get"):
            found.add(str(one.get("/S", "")))
            waiting.append(one.get("/K", []))
    return found


def test_pdf_is_tagged_and_says_title_language_and_day():
    pdf = render_pdf(
        document_of(
            Paragraph("Words."),
            Heading("A part"),
            Facts((("How often", "every month"),)),
            Table(("Who", "When"), (("Cleo", "4 March"),)),
            Bullets(("one", "two")),
            Small("small print"),
        )
    )

    read = PdfReader(BytesIO(pdf))
    root = read.trailer["/Root"]
    assert read.metadata.title == "Agreement of two"
    assert read.metadata.author == "A hospital"
    assert read.metadata.creation_date.date() == date(2026, 3, 4)
    assert root["/Lang"] == "en-US"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert {"/Document", "/H1", "/P", "/Table", "/TH", "/TD", "/L", "/LI"} <= tags_of(pdf)
    assert b"pdfuaid:part" in pdf  # the mark of PDF/UA in its metadata


def test_same_document_gives_the_same_bytes_and_another_day_others():
    blocks = (Paragraph("Words."), Table(("A", "B"), (("1", "2"),), bars=(50,), numbers=frozenset({1, 0})))

    first = render_pdf(document_of(*blocks))

    assert render_pdf(document_of(*blocks)) == first
    assert render_pdf(document_of(*blocks, made_on=date(2026, 3, 5))) != first


@pytest.mark.parametrize("words", MARKUP)
def test_typed_words_are_never_markup_wherever_they_stand(words):
    pdf = render_pdf(
        document_of(
            Heading(words),
            Paragraph(words),
            Facts(((words, words),)),
            Table((words, "B"), ((words, "x"),)),
            Bullets((words,)),
            Small(words),
            title=words,
        )
    )

    shown = "".join(text_of(pdf).split())
    assert shown.count("".join(words.split())) >= 8
    assert PdfReader(BytesIO(pdf)).metadata.title == " ".join(words.split())


def test_letters_without_a_glyph_stand_as_their_names_and_it_is_said():
    pdf = render_pdf(document_of(Paragraph("Good 😀, by 漢, Łukasz, Ñandú, Ωμέγα, Привет ✓")))

    shown = text_of(pdf)
    assert "Good [grinning face], by [U+6F22], Łukasz, Ñandú, Ωμέγα, Привет ✓" in shown
    assert "stand as their names in brackets" in shown
    assert "brackets" not in text_of(render_pdf(document_of(Paragraph("Łukasz, Ñandú, Привет ✓"))))


def test_letters_that_hide_or_turn_others_are_left_out():
    shown = text_of(render_pdf(document_of(Paragraph("pay\u202egnp\u200b.exe\x00\x1b[0m\ud800 end"))))

    assert "paygnp.exe[0m\N{REPLACEMENT CHARACTER} end" in shown


def test_document_that_takes_too_much_is_refused_without_its_text():
    secret = Paragraph("secret " * 5)

    with pytest.raises(DocumentFailed) as too_long:
        render_pdf(document_of(secret), limits=PdfLimits(characters=100))
    with pytest.raises(DocumentFailed) as too_much:
        render_pdf(document_of(secret), limits=PdfLimits(memory_bytes=50_000_000))

    assert "secret" not in f"{too_long.value} {too_much.value}"


@pytest.mark.parametrize(
    "blocks",
    [
        lambda: (Heading("Too deep", level=2),),
        lambda: (Table(("A", "B"), (("1",),)),),
        lambda: (Table(("A",), (("1",),), bars=(1, 2)),),
    ],
    ids=["level skipped", "cell missing", "bar too many"],
)
def test_document_that_could_not_be_read_is_refused_when_it_is_made(blocks):
    with pytest.raises(ValueError, match=r"level|cells|bar"):
        document_of(*blocks())
