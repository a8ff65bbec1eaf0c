"""The rows of one sheet."""

from __future__ import annotations

from .addresses import letters, split_address
from .formats import show_number
from .parts import Refused
from .strings import unescape

TOP_ROWS = 500  # sideways merges matter around the header, and in the plan of a schedule


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
        """Put a value merged downward into each of its rows, and note sideways merges near the top."""
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
