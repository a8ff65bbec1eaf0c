"""Write a document as a tagged PDF (PDF/UA-1), or drawings as PNG, in a process of its own with limits on memory and time."""

import base64
import json
import subprocess  # nosec B404  (starts our own writer with fixed arguments)
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rounds.documents.cleaning import clean, line_of, paragraphs_of
from rounds.documents.errors import DocumentFailed
from rounds.documents.model import Block, Columns, Document, Image

# a folder, because Python then finds its parts there and nothing else of ours
WRITER = Path(__file__).with_name("pdf_process")


@dataclass(frozen=True)
class PdfLimits:
    """What writing one document may take. One of ten pages takes 0.2 s and 70 MB."""

    memory_bytes: int = 1_500_000_000  # of addresses; what is used of them is far less
    seconds: int = 30
    characters: int = 2_000_000


def render_pdf(document: Document, *, limits: PdfLimits = PdfLimits()) -> bytes:
    """Return the PDF of a document; the same document gives the same bytes, on any machine with this version.

    Raises DocumentFailed when it is too long, takes too much, or cannot be written.
    """
    written = _written(_facts_of(document), limits)
    if not written.startswith(b"%PDF"):
        raise DocumentFailed("The process that writes documents gave something else than a PDF.")
    return written


def render_png(images: Sequence[Image], *, limits: PdfLimits = PdfLimits()) -> list[bytes]:
    """Return drawings as PNG, two dots a point, in one go; the same drawing gives the same bytes.

    Raises DocumentFailed as `render_pdf` does.
    """
    if not images:
        return []
    drawn = json.loads(_written({"images": [clean(one.svg) for one in images]}, limits))
    return [base64.b64decode(one) for one in drawn]


def _written(facts: dict[str, Any], limits: PdfLimits) -> bytes:
    """Return what the process writes of facts."""
    given = json.dumps(facts).encode()
    if len(given) > limits.characters:
        raise DocumentFailed("The document is too long to be written as one file.")
    command = [sys.executable, "-I", "-B", str(WRITER), str(limits.memory_bytes), str(limits.seconds)]
    try:
        # fixed program, numbers as arguments
        done = subprocess.run(  # nosec B603
            command, input=given, capture_output=True, timeout=2 * limits.seconds, check=False, env={}
        )
    except subprocess.TimeoutExpired:
        raise DocumentFailed(f"It took longer than {2 * limits.seconds} seconds.") from None
    if done.returncode != 0 or not done.stdout:
        raise DocumentFailed(f"The process that writes documents ended with code {done.returncode}.")
    return done.stdout


def _facts_of(document: Document) -> dict[str, Any]:
    day = document.made_on
    return {
        "title": line_of(document.title),
        "subtitle": line_of(document.subtitle),
        "author": line_of(document.author),
        "language": document.language,
        "region": document.region,
        "made_on": [day.year, day.month, day.day],
        "lacking": line_of(document.lacking),
        "paper": document.paper,
        "dense": document.is_dense,
        "blocks": [_block(block) for block in document.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Columns):
        sides = {"left": block.left, "right": block.right}
        return {
            "kind": "columns",
            **{side: [_block(one) for one in blocks] for side, blocks in sides.items()},
        }
    values = {name: _cleaned(value) for name, value in asdict(block).items()}
    if "text" in values:
        values["text"] = paragraphs_of(values["text"])
    return {"kind": type(block).__name__.lower(), **values}


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_cleaned(one) for one in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
    return value
