"""The parts of the archive: walking one, its relations to others, and why a file is refused."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from xml.parsers import expat

Handler = Callable[..., None]


class Refused(Exception):
    """Carry the key of a sentence and its parameters to the parent."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.answer = {"error": code, "params": params}


def parse_part(archive: zipfile.ZipFile, name: str, start: Handler, end: Handler, text: Handler) -> None:
    """Walk one XML part; a document type declaration, and so any entity, is refused."""

    def refuse(*_arguments: object) -> None:
        raise Refused("declaration")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda tag, attributes: start(tag.rpartition(" ")[2], attributes)
    parser.EndElementHandler = lambda tag: end(tag.rpartition(" ")[2])
    parser.CharacterDataHandler = text
    with archive.open(name) as part:
        while chunk := part.read(65_536):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)


def nothing(*_arguments: object) -> None:
    return None


def attribute(attributes: dict[str, str], wanted: str) -> str:
    for name, value in attributes.items():
        if name.rpartition(" ")[2] == wanted:
            return value
    return ""


def resolve(base: str, target: str) -> str:
    parts = [] if target.startswith("/") else base.split("/")[:-1]
    for step in target.split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step not in ("", "."):
            parts.append(step)
    return "/".join(parts)


def relations(archive: zipfile.ZipFile, of: str) -> dict[str, tuple[str, str]]:
    """Return id -> (last word of the type, part name) for a part."""
    folder, _, name = of.rpartition("/")
    path = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, resolve(of, attributes.get("Target", "")))

    if path in archive.namelist():
        parse_part(archive, path, start, nothing, nothing)
    return found
