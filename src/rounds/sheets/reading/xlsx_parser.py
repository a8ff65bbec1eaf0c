"""Turn the bytes of an .xlsx on standard input into lines of JSON, in a process of its own with limits.

It is started as a script and imports nothing but the standard library, so that the process starts in 30 ms, fits a
memory limit, and holds nothing worth stealing. It streams: merged cells, uncalculated formulas, and numbers with
leading zeros by format are seen, which the row readers of the usual library leave out.
"""

from __future__ import annotations

import datetime
import io
import json
import math
import re
import sys
import zipfile
import zlib
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
BUILT_IN = {9: "0%", 10: "0.00%"}
QUOTED = re.compile(r'"[^"]*"|\\.|_.')
BRACKETED = re.compile(r"\[[^\]]*\]")
ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
CELL = re.compile(r"^\$?([A-Z]{1,3})\$?([0-9]{1,7})$")
TOP_ROWS = 40  # sideways merges matter only around the header
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


def read_strings(archive: zipfile.ZipFile, name: str, limit: int) -> list[str]:
    strings: list[str] = []
    pieces: list[str] = []
    state = {"text": False, "phonetic": False, "size": 0}

    def start(tag: str, _attributes: dict[str, str]) -> None:
        if tag == "si":
            pieces.clear()
        elif tag == "rPh":
            state["phonetic"] = True
        elif tag == "t":
            state["text"] = not state["phonetic"]

    def end(tag: str) -> None:
        if tag == "t":
            state["text"] = False
        elif tag == "rPh":
            state["phonetic"] = False
        elif tag == "si":
            strings.append(unescape("".join(pieces)))
            state["size"] += len(strings[-1])
            if state["size"] > limit:
                raise Refused("text")

    def text(data: str) -> None:
        if state["text"]:
            pieces.append(data)

    parse_part(archive, name, start, end, text)
    return strings


def unescape(value: str) -> str:
    """Turn Excel's _x000D_ back into the character; half characters stay as they are."""
    if "_x" not in value:
        return value

    def replace(match: re.Match[str]) -> str:
        code = int(match.group(1), 16)
        return match.group(0) if 0xD800 <= code <= 0xDFFF or code == 0 else chr(code)

    return ESCAPE.sub(replace, value)


def read_formats(archive: zipfile.ZipFile, name: str) -> list[str]:
    """Return for each cell style: "date", "elapsed", "percent:n", "zeros:n" or ""."""
    custom: dict[int, str] = {}
    styles: list[int] = []
    inside = [False]

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt" and attributes.get("numFmtId", "").isdigit():
            custom[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside[0] = True
        elif tag == "xf" and inside[0]:
            number = attributes.get("numFmtId", "0")
            styles.append(int(number) if number.isdigit() else 0)

    def end(tag: str) -> None:
        if tag == "cellXfs":
            inside[0] = False

    parse_part(archive, name, start, end, nothing)
    return [sort_format(number, custom) for number in styles]


def sort_format(number: int, custom: dict[int, str]) -> str:
    if number not in custom and number in BUILT_IN_DATES:
        return "date"
    code = QUOTED.sub("", custom.get(number, BUILT_IN.get(number, ""))).split(";")[0]
    if ELAPSED.search(code):
        return "elapsed"
    code = BRACKETED.sub("", code)
    if code.lower() != "general" and re.search("[dmyhs]", code.lower()):
        return "date"
    if code.endswith("%"):
        return "percent"
    if re.fullmatch("0{2,20}", code):
        return f"zeros:{len(code)}"
    return ""


def show_number(raw: str, form: str, date1904: bool) -> str:
    """Write a number as the sheet shows it: a date as ISO, 5.0 as 5, zeros in front where the format has them."""
    try:
        number = float(raw)
    except ValueError:
        return raw
    if not math.isfinite(number):
        return raw
    if form == "date" and 0 <= number < 2_958_466:
        return show_date(number, date1904)
    if form == "elapsed":
        minutes = round(abs(number) * 1440)
        return f"{'-' if number < 0 else ''}{minutes // 60}:{minutes % 60:02}"
    if form == "percent":
        return f"{number * 100:.10g}%"
    if number.is_integer() and abs(number) < 1e15:
        digits = str(int(number))
        return digits.zfill(int(form[6:])) if form.startswith("zeros:") else digits
    return f"{number:.15g}"


def show_date(serial: float, date1904: bool) -> str:
    day, seconds = divmod(round(serial * 86_400), 86_400)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}" + (f":{seconds % 60:02}" if seconds % 60 else "")
    if day == 0 and not date1904:
        return clock
    if date1904:
        base = datetime.date(1904, 1, 1)
    elif day == 60:  # Excel believes in 29 Feb 1900
        return "1900-02-29"
    else:
        base = datetime.date(1899, 12, 31) if day < 60 else datetime.date(1899, 12, 30)
    shown = (base + datetime.timedelta(days=day)).isoformat()
    return f"{shown} {clock}" if seconds else shown


def split_address(address: str) -> tuple[int, int]:
    """Turn "B7" into (7, 1)."""
    match = CELL.match(address)
    if match is None:
        raise Refused("damaged")
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - 64
    return int(match.group(2)), column - 1


class SheetReader:
    """Collect the rows of one sheet as texts, within the limits that all sheets share."""

    def __init__(
        self, strings: list[str], formats: list[str], date1904: bool, budget: dict[str, int]
    ) -> None:
        self.strings, self.formats, self.date1904, self.budget = strings, formats, date1904, budget
        self.rows: dict[int, list[str]] = {}
        self.spans: list[tuple[int, int, int]] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.no_result: list[str] = []
        self.filled = self.hidden_rows = self.row = 0
        self.column = -1
        self.kind = self.style = ""
        self.value: list[str] = []
        self.collect = self.formula = self.has_value = self.phonetic = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self.start_cell(attributes)
        elif tag == "v" or (tag == "t" and not self.phonetic):
            self.collect = self.has_value = True
        elif tag == "f":
            self.formula = True
        elif tag == "row":
            number = attributes.get("r", "")
            self.row = int(number) if number.isdigit() and len(number) < 8 else self.row + 1
            self.column = -1
            self.hidden_rows += attributes.get("hidden") in ("1", "true")
        elif tag == "rPh":
            self.phonetic = True
        elif tag == "mergeCell":
            self.add_merge(attributes.get("ref", ""))

    def start_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        if place:
            self.row, self.column = split_address(place)
        else:
            self.column += 1
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")
        self.value.clear()
        self.formula = self.has_value = False

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self.collect = False
        elif tag == "rPh":
            self.phonetic = False
        elif tag == "c":
            text = self.cell_text() if self.has_value else ""
            if text:
                self.put(self.row, self.column, text)
            elif self.formula and self.kind != "str" and not self.has_value and len(self.no_result) < 200:
                self.no_result.append(f"{letters(self.column)}{self.row}")

    def text(self, data: str) -> None:
        if self.collect:
            self.value.append(data)

    def cell_text(self) -> str:
        raw = "".join(self.value)
        if self.kind == "s":
            index = int(raw) if raw.strip().isdigit() else -1
            if not 0 <= index < len(self.strings):
                raise Refused("damaged")
            return self.strings[index]
        if self.kind in ("str", "inlineStr"):
            return unescape(raw)
        if self.kind == "b":
            return "TRUE" if raw.strip() == "1" else "FALSE"
        if self.kind == "d":
            return raw.removesuffix("T00:00:00").replace("T", " ").removesuffix("Z")
        if self.kind == "e":
            return raw
        style = int(self.style) if self.style.isdigit() else 0
        return show_number(raw, self.formats[style] if style < len(self.formats) else "", self.date1904)

    def put(self, row: int, column: int, text: str) -> None:
        if column >= self.budget["columns"]:
            raise Refused("columns", limit=letters(self.budget["columns"] - 1))
        if len(text) > self.budget["cell"]:
            raise Refused("long_cell", cell=f"{letters(column)}{row}", limit=self.budget["cell"])
        values = self.rows.setdefault(row, [])
        if (missing := column + 1 - len(values)) > 0:
            values.extend([""] * missing)
            self.budget["cells"] -= missing
        values[column] = text
        self.budget["text"] -= len(text)
        if self.budget["cells"] < 0:
            raise Refused("cells", limit="1,000,000")
        if self.budget["text"] < 0:
            raise Refused("text")

    def add_merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        if not last:
            return
        (top, left), (bottom, right) = split_address(first), split_address(last)
        if len(self.merges) > 50_000:
            raise Refused("damaged")
        self.merges.append((top, left, bottom, right))

    def apply_merges(self) -> None:
        """Let a value merged downwards stand in each of its rows, and note sideways merges near the top."""
        last_row = max(self.rows, default=0)
        for top, left, bottom, right in self.merges:
            if right > left and top <= TOP_ROWS:
                self.spans.append((top, left, min(right, self.budget["columns"])))
            source = self.rows.get(top, [])
            value = source[left] if left < len(source) else ""
            if not value:
                continue
            for row in range(top + 1, min(bottom, last_row) + 1):
                below = self.rows.get(row)
                if below and not (left < len(below) and below[left]):
                    self.put(row, left, value)
                    self.filled += 1


def letters(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


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
            {"name": name, "hidden": hidden, "rows": len(reader.rows), "spans": reader.spans, "filled": reader.filled,
             "hidden_rows": reader.hidden_rows, "no_result": reader.no_result}
        )  # fmt: skip
        rows.append(reader.rows)
    return facts, rows


def limit_process(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock still counts
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: list[str]) -> None:
    memory, seconds, cells, columns, text, cell = (int(argument) for argument in arguments)
    limit_process(memory, seconds)
    out = sys.stdout.buffer
    try:
        limits = {"cells": cells, "columns": columns, "text": text, "cell": cell}
        facts, rows = read(sys.stdin.buffer.read(), limits)
    except Refused as refused:
        out.write(json.dumps(refused.answer).encode())
        return
    except MemoryError:
        out.write(b'{"error": "too_much_memory", "params": {}}')
        return
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        KeyError,
        EOFError,
        ValueError,
        NotImplementedError,
    ):
        out.write(b'{"error": "damaged", "params": {}}')
        return
    out.write(json.dumps({"sheets": facts}).encode() + b"\n")
    for sheet in rows:
        for number in sorted(sheet):
            out.write(json.dumps([number, sheet[number]]).encode() + b"\n")
    out.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
