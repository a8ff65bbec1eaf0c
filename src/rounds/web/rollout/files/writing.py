"""An issued document as DOCX, as slides, as a sheet, and the pitch on one page: the same sections, the same figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from rounds.documents import (
    Bullets,
    Deck,
    Document,
    Heading,
    Paragraph,
    Slide,
    Small,
    render_docx,
    render_pdf,
    render_pptx,
)
from rounds.rollout.enums import Kind
from rounds.rollout.models import DocumentVersion
from rounds.rollout.selectors.objectives import changes_of
from rounds.sheets import write_csv

OFFICE = "application/vnd.openxmlformats-officedocument"
# Of each form: how its file ends, and what it is.
FORMS = {
    "docx": ("docx", f"{OFFICE}.wordprocessingml.document"),
    "slides": ("pptx", f"{OFFICE}.presentationml.presentation"),
    "sheet": ("csv", "text/csv; charset=utf-8"),
    "handout": ("pdf", "application/pdf"),
}
# What of a pitch stands on one page: what is asked, what nothing costs, what it costs, what each gives.
ON_ONE_PAGE = (1, 2, 5, 7, 9)
SHORT, FEW, LINE = 320, 2, 190
# What fits on a slide, in letters a line and in lines.
WIDE, HIGH = 92, 13


def forms_of(version: DocumentVersion) -> tuple[str, ...]:
    """Return in which further forms a document is given: only a pitch fits on one page."""
    return tuple(one for one in FORMS if one != "handout" or version.kind == Kind.PITCH)


def written(version: DocumentVersion, document: Document, form: str) -> bytes:
    """Return the bytes of a document in one of its further forms."""
    if form == "docx":
        return render_docx(document)
    if form == "slides":
        return render_pptx(deck_of(version, document))
    if form == "sheet":
        return sheet_of(version)
    return render_pdf(handout_of(version, document))


def deck_of(version: DocumentVersion, document: Document) -> Deck:
    """Return a document as slides: one a section, and as many more as its words need."""
    slides = []
    for section in _sections(version):
        title = f"{section['number']}. {section['title']}"
        lines = [*_sentences(section["text"]), *(f"• {one}" for one in section["figures"])]
        for number, page in enumerate(_pages(lines)):
            more = title if number == 0 else _("%(title)s (continued)") % {"title": title}
            slides.append(Slide(more, tuple(page)))
    foot = next(one.text for one in reversed(document.blocks) if isinstance(one, Small))
    slides.append(Slide(_("This version"), (foot,)))
    return Deck(
        title=document.title,
        subtitle=document.subtitle,
        author=document.author,
        made_on=document.made_on,
        slides=tuple(slides),
    )


def _sections(version: DocumentVersion) -> list[dict[str, Any]]:
    """Return the sections as they were frozen, and what was amended since."""
    sections: list[dict[str, Any]] = list(version.facts["sections"])
    number = len(sections) + 1
    if version.facts["one_sided"]:
        words = _("Nothing that speaks against it is shown: %(why)s") % {"why": version.facts["one_sided"]}
        sections.append({"number": number, "title": _("One-sided"), "text": words, "figures": []})
        number += 1
    changes = [f"{one.words} ({one.reason}; {one.by_name})" for one in changes_of(version)]
    if changes:
        sections.append({"number": number, "title": _("Amended since"), "text": "", "figures": changes})
    return sections


def _sentences(text: str) -> Iterator[str]:
    """Yield a text in pieces that fit on a slide, cut at line breaks and after sentences."""
    for line in filter(str.strip, text.splitlines()):
        piece = ""
        for sentence in re.split(r"(?<=[.!?;]) ", line.strip()):
            if piece and len(piece) + len(sentence) > WIDE * (HIGH // 2):
                yield piece
                piece = ""
            piece = f"{piece} {sentence}".strip()
        yield piece


def _pages(lines: Iterable[str]) -> list[list[str]]:
    """Return lines by slide, so that none runs over the edge."""
    pages: list[list[str]] = [[]]
    room = HIGH
    for line in lines:
        takes = -(-len(line) // WIDE)
        if pages[-1] and takes > room:
            pages.append([])
            room = HIGH
        pages[-1].append(line)
        room -= takes
    return pages


def sheet_of(version: DocumentVersion) -> bytes:
    """Return a document as a sheet: a row for the words of a section and for each of its figures."""
    rows = []
    for section in _sections(version):
        head = (section["number"], section["title"])
        rows += [(*head, _("words"), section["text"])] if section["text"] else []
        rows += [(*head, _("figure"), one) for one in section["figures"]]
    return write_csv([_("Section"), _("Title"), _("Kind"), _("Text")], rows)


def handout_of(version: DocumentVersion, document: Document) -> Document:
    """Return a pitch on one page: what is asked and what it costs, shortened, and where the whole stands."""
    blocks: list[Heading | Paragraph | Bullets | Small] = []
    for section in version.facts["sections"]:
        if section["number"] in ON_ONE_PAGE:
            blocks.append(Heading(section["title"]))
            if section["text"]:
                blocks.append(Paragraph(_cut(section["text"], SHORT)))
            if section["figures"]:
                blocks.append(Bullets(tuple(_cut(one, LINE) for one in section["figures"][:FEW])))
    said = {"number": version.number}
    blocks.append(Small(_("Shortened. All ten sections with their sources: version %(number)s.") % said))
    blocks.append(document.blocks[-1])  # type: ignore[arg-type]  # its foot
    return replace(document, subtitle=_("Pitch on one page"), blocks=tuple(blocks), is_dense=True)


def _cut(text: str, most: int) -> str:
    """Return a text of at most so many letters on one line, cut between words."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 2].rsplit(' ', 1)[0]} …"
