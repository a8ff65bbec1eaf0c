"""Writes documents from frozen facts: a tagged PDF, or a DOCX to go on with, whose bytes follow from the facts alone.

Pure: no Django, nothing of ours. What people typed goes in as data and is never read as markup.
"""

from rounds.documents.docx import render_docx
from rounds.documents.errors import DocumentFailed
from rounds.documents.model import Block, Bullets, Document, Facts, Heading, Paragraph, Small, Table
from rounds.documents.pdf import PdfLimits, render_pdf

__all__ = [
    "Block",
    "Bullets",
    "Document",
    "DocumentFailed",
    "Facts",
    "Heading",
    "Paragraph",
    "PdfLimits",
    "Small",
    "Table",
    "render_docx",
    "render_pdf",
]
