"""Open a file that somebody uploaded, whatever it is called, and say what it holds or why not."""

from __future__ import annotations

from rounds.sheets.errors import SheetError
from rounds.sheets.reading.delimited import read_delimited
from rounds.sheets.reading.model import LIMITS, Limits, Workbook
from rounds.sheets.reading.xlsx import read_xlsx

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOT_SHEETS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"MZ",
    b"\x7fELF",
    b"{\\rtf",
    b"SQLite format",
)
MARKUP = (b"<?xml", b"<!doctype", b"<html", b"<svg", b"<script", b"<?php", b"<table")


def read_workbook(data: bytes, *, name: str = "", limits: Limits = LIMITS) -> Workbook:
    """Return the sheets of an .xlsx or .csv file; the content decides, not the name.

    Raises SheetError with a sentence that says what to do. An .xlsx is unpacked and parsed in a child process.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise SheetError("empty")
    if len(data) > limits.file_bytes:
        raise SheetError(
            "too_big", size=f"{len(data) / 1024 / 1024:.1f}", limit=limits.file_bytes // (1024 * 1024)
        )
    if data.startswith(OLD_EXCEL):
        raise SheetError("old_excel")
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(NOT_SHEETS) or start.startswith(MARKUP):
        raise SheetError("kind")
    if data.startswith(b"PK"):
        sheets = read_xlsx(data, limits)
        if not any(sheet.rows for sheet in sheets):
            raise SheetError("no_rows")
        return Workbook(name=name, sheets=sheets)
    if name.lower().endswith((".xlsx", ".xlsm")):
        raise SheetError("damaged")
    sheet, encoding, separator = read_delimited(data, limits)
    if not sheet.rows:
        raise SheetError("no_rows")
    return Workbook(name=name, sheets=(sheet,), encoding=encoding, delimiter=separator)
