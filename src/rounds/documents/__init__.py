"""Writes documents from frozen facts: a tagged PDF, slides, or a DOCX to go on with, whose bytes follow from the facts alone.

Pure: no Django, nothing of ours. What people typed goes in as data and is never read as markup.
"""

from rounds.documents.docx import render_docx
from rounds.documents.errors import DocumentFailed
from rounds.documents.model import (
    Block,
    Bullets,
    Columns,
    Document,
    Facts,
    Heading,
    Image,
    Paragraph,
    Small,
    Table,
)
from rounds.documents.pdf import PdfLimits, render_pdf, render_png
from rounds.documents.pptx import Deck, Slide, render_pptx

__all__ = [
    "Block",
    "Bullets",
    "Columns",
    "Deck",
    "Document",
    "DocumentFailed",
    "Facts",
    "Heading",
    "Image",
    "Paragraph",
    "PdfLimits",
    "Slide",
    "Small",
    "Table",
    "render_docx",
    "render_pdf",
    "render_png",
    "render_pptx",
]
