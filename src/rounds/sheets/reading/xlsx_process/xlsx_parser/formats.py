"""Number formats: which cells are dates, and how a number is shown."""

from __future__ import annotations

import datetime
import math
import re
import zipfile

from .parts import nothing, parse_part

BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
BUILT_IN = {9: "0%", 10: "0.00%"}
QUOTED = re.compile(r'"[^"]*"|\\.|_.')
BRACKETED = re.compile(r"\[[^\]]*\]")
ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)


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
