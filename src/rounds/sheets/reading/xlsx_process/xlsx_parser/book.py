"""The whole workbook: its sheets in order, each with what was seen in it."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from .formats import read_formats
from .parts import attribute, nothing, parse_part, relations
from .rows import SheetReader
from .strings import read_strings


def find_workbook(archive: zipfile.ZipFile) -> str:
    for kind, part in relations(archive, "").values():
        if kind == "officeDocument":
            return part
    return "xl/workbook.xml"


def read(data: bytes, limits: dict[str, int]) -> tuple[list[dict[str, Any]], list[dict[int, list[str]]]]:
    """Return the sheets' facts and, in the same order, their rows."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    book = find_workbook(archive)
    sheets: list[tuple[str, str, bool]] = []
    date1904 = [False]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            state = attributes.get("state", "visible")
            sheets.append((attributes.get("name", ""), attribute(attributes, "id"), state != "visible"))
        elif tag == "workbookPr":
            date1904[0] = attributes.get("date1904", "0") in ("1", "true")

    parse_part(archive, book, start, nothing, nothing)
    links = relations(archive, book)
    parts = dict(links.values())
    known = set(archive.namelist())
    strings = (
        read_strings(archive, parts["sharedStrings"], limits["text"])
        if parts.get("sharedStrings") in known
        else []
    )
    formats = read_formats(archive, parts["styles"]) if parts.get("styles") in known else []
    budget = dict(limits)
    facts, rows = [], []
    for name, link, hidden in sheets[:200]:
        kind, part = links.get(link, ("", ""))
        if kind != "worksheet" or part not in known:
            continue
        reader = SheetReader(strings, formats, date1904[0], budget)
        parse_part(archive, part, reader.start, reader.end, reader.text)
        reader.apply_merges()
        facts.append(
            {
                "name": name,
                "hidden": hidden,
                "rows": len(reader.rows),
                "spans": reader.spans,
                "filled": reader.filled,
                "hidden_rows": reader.hidden_rows,
                "no_result": reader.no_result,
            }
        )
        rows.append(reader.rows)
    return facts, rows
