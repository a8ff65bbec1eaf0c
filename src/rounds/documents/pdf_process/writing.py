"""One document from standard input to standard output, within limits on memory and time.

This runs alone: it imports nothing of ours, and no font but those inside the typesetter, so that every machine writes
the same bytes.
"""

from __future__ import annotations

import base64
import json
import sys
import unicodedata
from pathlib import Path
from typing import Any

import typst

PAPER = Path(__file__).with_name("paper.typ")
NO_GLYPH = "could not be displayed with font"
# Each drawing on a page of its size; dots an inch.
DRAWINGS = (
    b"#set page(width: auto, height: auto, margin: 0pt)\n#let d = json(bytes(sys.inputs.data))\n"
    b'#for (n, one) in d.enumerate() { if n > 0 { pagebreak() }; image(bytes(one), format: "svg") }'
)
DOTS = 192
# One letter by itself, to ask whether a font has it.
PROBE = (
    b'#let d = json(bytes(sys.inputs.data))\n#set document(title: "?")\n'
    b'#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))\n#title()\n#d'
)


def limit_process(memory: int, seconds: int) -> None:
    """Bound what this process may use."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock still counts
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: list[str]) -> None:
    """Read facts, write a PDF."""
    memory, seconds = (int(argument) for argument in arguments)
    limit_process(memory, seconds)
    facts = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(drawn(facts["images"]) if "images" in facts else written(facts))


def drawn(images: list[str]) -> bytes:
    """Return drawings as PNG, in base 64 and JSON."""
    pages: Any = typst.compile(
        DRAWINGS,
        sys_inputs={"data": json.dumps(images)},
        format="png",
        ppi=DOTS,
        ignore_system_fonts=True,
    )
    pages = pages if isinstance(pages, list) else [pages]
    return json.dumps([base64.b64encode(page).decode() for page in pages]).encode()


def written(facts: dict[str, Any]) -> bytes:
    """Return the PDF; letters without a glyph stand as their names."""
    facts["lacks"] = False
    try:
        return compiled(PAPER.read_bytes(), facts)
    except typst.TypstError as error:
        if NO_GLYPH not in str(error):
            raise
    names = {one: name_of(one) for one in letters_of(facts) if not has_glyph(one)}
    named = with_names(facts, names)
    named["lacks"] = True
    return compiled(PAPER.read_bytes(), named)


def compiled(source: bytes, data: Any) -> bytes:
    """Typeset a source with data that it reads as text."""
    pdf: bytes = typst.compile(
        source,
        sys_inputs={"data": json.dumps(data)},
        format="pdf",
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )
    return pdf


def letters_of(value: Any) -> set[str]:
    """Return the letters of all texts beyond those that every font has."""
    if isinstance(value, str):
        return {one for one in value if ord(one) > 0x17F}
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*(letters_of(one) for one in parts))


def has_glyph(letter: str) -> bool:
    """Tell whether the fonts have a letter; of East Asian scripts they have none."""
    if unicodedata.east_asian_width(letter) in "WF":
        return False
    try:
        compiled(PROBE, letter)
    except typst.TypstError:
        return False
    return True


def name_of(letter: str) -> str:
    """Return what stands for a letter that cannot be shown."""
    name = unicodedata.name(letter, "").lower()
    return f"[{name}]" if name and "ideograph" not in name else f"[U+{ord(letter):04X}]"


def with_names(value: Any, names: dict[str, str]) -> Any:
    """Return facts with those letters replaced."""
    if isinstance(value, str):
        return "".join(names.get(one, one) for one in value)
    if isinstance(value, dict):
        return {key: with_names(one, names) for key, one in value.items()}
    return [with_names(one, names) for one in value] if isinstance(value, list) else value
