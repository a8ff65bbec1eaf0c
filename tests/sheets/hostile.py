"""Sixty-odd files that want to hurt, made by code: each with the sentences that may refuse it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
BOOK = (
    b'<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
BOOK_RELS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
    b'<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>'
    b"</Relationships>"
)
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet(inner: bytes, before: bytes = b"") -> bytes:
    return (
        b'<?xml version="1.0"?>'
        + before
        + b"<worksheet "
        + MAIN
        + b"><sheetData>"
        + inner
        + b"</sheetData></worksheet>"
    )


GOOD_ROWS = (
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="B1" t="inlineStr"><is><t>Email</t></is></c></row>'
    b'<row r="2"><c r="A2" t="inlineStr"><is><t>Ada Lo</t></is></c><c r="B2" t="inlineStr"><is><t>a@x.test</t></is></c></row>'
)


def package(
    extra: dict[str, bytes] | None = None,
    *,
    rows: bytes = GOOD_ROWS,
    whole: bytes | None = None,
    method: int = zipfile.ZIP_DEFLATED,
    drop: tuple[str, ...] = (),
) -> bytes:
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELS,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": BOOK_RELS,
        "xl/worksheets/sheet1.xml": whole if whole is not None else sheet(rows),
    }
    parts |= extra or {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            if name not in drop:
                archive.writestr(name, data)
    return out.getvalue()


def patched(data: bytes, signature: bytes, offset: int, value: bytes, which: int = 0) -> bytes:
    """Overwrite bytes in the n-th header with that signature."""
    place = -1
    for _ in range(which + 1):
        place = data.index(signature, place + 1)
    return data[: place + offset] + value + data[place + offset + len(value) :]


def overlapping() -> bytes:
    """Make two directory entries share one compressed part, as the well-known bombs do."""
    data = package({"xl/a.xml": b"0" * 100_000, "xl/b.xml": b"0" * 100_000})
    places = []
    position = data.index(b"PK\x01\x02")
    while data[position : position + 4] == b"PK\x01\x02":
        name, extra, note = struct.unpack("<HHH", data[position + 28 : position + 34])
        places.append((position, data[position + 46 : position + 46 + name]))
        position += 46 + name + extra + note
    a = next(place for place, name in places if name == b"xl/a.xml")
    b = next(place for place, name in places if name == b"xl/b.xml")
    return data[: b + 42] + data[a + 42 : a + 46] + data[b + 46 :]


def bomb(size: int) -> bytes:
    return package({"xl/sharedStrings.xml": b"<sst>" + b"0" * size + b"</sst>"})


def layered(depth: int) -> bytes:
    data = b"0" * 1_000_000
    for _ in range(depth):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("inner.zip", data)
        data = out.getvalue()
    return package({"xl/media/inner.zip": data})


def entities(kind: str) -> bytes:
    declaration = {
        "laughs": b"<!DOCTYPE lolz ["
        b'<!ENTITY a "ha">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
        + b"]>",
        "quadratic": b'<!DOCTYPE q [<!ENTITY a "' + b"a" * 50_000 + b'">]>',
        "external": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        "parameter": b'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>',
        "dtd": b'<!DOCTYPE worksheet SYSTEM "http://127.0.0.1:9/x.dtd">',
        "empty": b"<!DOCTYPE worksheet>",
    }[kind]
    text = (
        b"&j;"
        if kind == "laughs"
        else b"&a;" * (2_000 if kind == "quadratic" else 1)
        if kind in ("quadratic", "external")
        else b"x"
    )
    return sheet(b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + text + b"</t></is></c></row>", declaration)


def wide(columns: int, rows: int = 1) -> bytes:
    line = b"".join(b"<c><v>%d</v></c>" % (column * 7919 % 100_003) for column in range(columns))
    return b"".join(b"<row>" + line + b"</row>" for _ in range(rows))


def many_entries(count: int) -> bytes:
    return package({f"xl/x{number}.xml": b"" for number in range(count)})


def with_prefix(prefix: bytes) -> bytes:
    return prefix + package()


def stored_zip64() -> bytes:
    data = package()
    end = data.rindex(b"PK\x05\x06")
    return data[: end + 8] + b"\xff\xff\xff\xff" + data[end + 12 :]


def strings_bomb() -> bytes:
    """Use one long shared string in very many cells: small packed, small unpacked, gigantic as text."""
    noise = (
        bytes(33 + (number * number * 31 + number // 7) % 90 for number in range(90_000))
        .replace(b"&", b"a")
        .replace(b"<", b"b")
    )
    cells = b"".join(b'<row><c t="s"><v>0</v></c></row>' for _ in range(100_000))
    return package(
        {"xl/sharedStrings.xml": b"<sst " + MAIN + b"><si><t>" + noise + b"</t></si></sst>"},
        rows=_salt(cells),
    )


def _salt(cells: bytes) -> bytes:
    """Mix comments of noise in, so that the packing ratio looks ordinary."""
    noise = zlib.compress(cells)[:8_000].hex().encode()
    step = len(cells) // 40 // 33 * 33
    pieces = [cells[start : start + step] for start in range(0, len(cells), step)]
    return b"".join(
        piece + b"<!--" + noise[place * 97 : place * 97 + 2_500] + b"-->"
        for place, piece in enumerate(pieces)
    )


def merges(count: int) -> bytes:
    refs = b"".join(b'<mergeCell ref="A%d:XFD1048576"/>' % (number + 1) for number in range(count))
    return (
        b'<?xml version="1.0"?><worksheet '
        + MAIN
        + b"><sheetData>"
        + GOOD_ROWS
        + b"</sheetData><mergeCells>"
        + refs
        + b"</mergeCells></worksheet>"
    )


Maker = Callable[[], bytes]
# name -> (file name, maker)
FILES: dict[str, tuple[str, Maker]] = {
    "bomb 20 MB of zeros": ("b.xlsx", lambda: bomb(20_000_000)),
    "bomb 99 MB of zeros": ("b.xlsx", lambda: bomb(99_000_000)),
    "bomb 150 MB of zeros": ("b.xlsx", lambda: bomb(150_000_000)),
    "bomb in the sheet": ("b.xlsx", lambda: package(whole=sheet(b"<row><c><v>1</v></c></row>" * 800_000))),
    "bomb of spaces": ("b.xlsx", lambda: package(rows=b" " * 50_000_000)),
    "bomb in many parts": (
        "b.xlsx",
        lambda: package({f"xl/p{number}.xml": b"0" * 1_000_000 for number in range(90)}),
    ),
    "bomb in an unused part": ("b.xlsx", lambda: package({"docProps/thumbnail.jpeg": b"0" * 60_000_000})),
    "overlapping parts": ("o.xlsx", overlapping),
    "nested archive": ("n.xlsx", lambda: layered(1)),
    "nested five deep": ("n.xlsx", lambda: layered(5)),
    "workbook inside": ("n.xlsx", lambda: package({"xl/embeddings/Book2.xlsx": package()})),
    "object inside": ("n.xlsx", lambda: package({"xl/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"})),
    "program inside": ("n.xlsx", lambda: package({"xl/media/run.exe": b"MZ"})),
    "billion laughs": ("e.xlsx", lambda: package(whole=entities("laughs"))),
    "quadratic entity": ("e.xlsx", lambda: package(whole=entities("quadratic"))),
    "external entity": ("e.xlsx", lambda: package(whole=entities("external"))),
    "parameter entity": ("e.xlsx", lambda: package(whole=entities("parameter"))),
    "external declaration": ("e.xlsx", lambda: package(whole=entities("dtd"))),
    "empty declaration": ("e.xlsx", lambda: package(whole=entities("empty"))),
    "declaration in the workbook": (
        "e.xlsx",
        lambda: package({"xl/workbook.xml": BOOK.replace(b"<workbook", b"<!DOCTYPE w><workbook")}),
    ),
    "declaration in the relations": (
        "e.xlsx",
        lambda: package({"_rels/.rels": RELS.replace(b"<Relationships", b"<!DOCTYPE w><Relationships")}),
    ),
    "declaration in the texts": ("e.xlsx", lambda: package({"xl/sharedStrings.xml": b"<!DOCTYPE s><sst/>"})),
    "16,384 columns": ("w.xlsx", lambda: package(rows=wide(16_384, 3))),
    "a value in the last column": (
        "w.xlsx",
        lambda: package(rows=b'<row r="1"><c r="XFD1"><v>1</v></c></row>'),
    ),
    "a column that does not exist": (
        "w.xlsx",
        lambda: package(rows=b'<row r="1"><c r="ZZZ1"><v>1</v></c></row>'),
    ),
    "an address that is none": ("w.xlsx", lambda: package(rows=b'<row r="1"><c r="-1"><v>1</v></c></row>')),
    "too many cells": ("c.xlsx", lambda: package(rows=_salt(wide(40, 1) * 26_000))),
    "one text in very many cells": ("c.xlsx", strings_bomb),
    "a text that is not there": ("c.xlsx", lambda: package(rows=b'<row><c t="s"><v>99</v></c></row>')),
    "a negative text": ("c.xlsx", lambda: package(rows=b'<row><c t="s"><v>-1</v></c></row>')),
    "a cell of a million characters": (
        "c.xlsx",
        lambda: package(
            rows=b'<row><c t="inlineStr"><is><t>'
            + bytes(97 + n * n % 23 for n in range(1_000_000))
            + b"</t></is></c></row>",
            method=zipfile.ZIP_STORED,
        ),
    ),
    "merges without end": ("m.xlsx", lambda: package(whole=merges(60_000))),
    "a macro": ("m.xlsm", lambda: package({"xl/vbaProject.bin": b"x"})),
    "a macro called .xlsx": ("m.xlsx", lambda: package({"xl/vbaProject.bin": b"x"})),
    "an old macro sheet": ("m.xlsx", lambda: package({"xl/macrosheets/sheet1.xml": b"x"})),
    "an ActiveX part": ("m.xlsx", lambda: package({"xl/activeX/activeX1.xml": b"x"})),
    "2,000 parts": ("p.xlsx", lambda: many_entries(2_000)),
    "a part above the folder": ("p.xlsx", lambda: package({"../../etc/cron.d/x": b"x"})),
    "a part at the root": ("p.xlsx", lambda: package({"/etc/passwd": b"x"})),
    "a part on a drive": ("p.xlsx", lambda: package({"C:/x.xml": b"x"})),
    "a part with backslashes": ("p.xlsx", lambda: package({"xl\\..\\..\\x.xml": b"x"})),
    "the same part twice": (
        "p.xlsx",
        lambda: patched(
            patched(package({"xl/worksheets/sheet2.xml": b"x"}), b"xl/worksheets/sheet2.xml", 19, b"1"),
            b"xl/worksheets/sheet2.xml",
            19,
            b"1",
        ),
    ),
    "a password bit": ("p.xlsx", lambda: patched(package(), b"PK\x01\x02", 8, b"\x01\x00", 4)),
    "an unknown packing": ("p.xlsx", lambda: patched(package(), b"PK\x01\x02", 10, b"\x0e\x00", 4)),
    "a size that lies low": ("l.xlsx", lambda: patched(package(), b"PK\x01\x02", 24, b"\x05\x00\x00\x00", 4)),
    "a size that lies high": (
        "l.xlsx",
        lambda: patched(package(), b"PK\x01\x02", 24, b"\xff\xff\xff\x0f", 4),
    ),
    "a packed size that lies": (
        "l.xlsx",
        lambda: patched(package(), b"PK\x01\x02", 20, b"\xff\xff\x0f\x00", 4),
    ),
    "an offset outside": ("l.xlsx", lambda: patched(package(), b"PK\x01\x02", 42, b"\xff\xff\xff\x0f", 4)),
    "another name inside": ("l.xlsx", lambda: patched(package(), b"PK\x03\x04", 30, b"X", 4)),
    "a wrong checksum": ("l.xlsx", lambda: patched(package(), b"PK\x01\x02", 16, b"\x00\x00\x00\x00", 4)),
    "a count that lies": ("l.xlsx", lambda: patched(package(), b"PK\x05\x06", 8, b"\x01\x00\x01\x00")),
    "zip64 marks": ("l.xlsx", stored_zip64),
    "half a file": ("t.xlsx", lambda: package()[: len(package()) // 2]),
    "without its end": ("t.xlsx", lambda: package()[:-30]),
    "something in front": ("t.xlsx", lambda: with_prefix(b"PK\x03\x04 not a part")),
    "something behind": ("t.xlsx", lambda: package() + b"<script>alert(1)</script>"),
    "four bytes": ("t.xlsx", lambda: b"PK\x03\x04"),
    "noise called .xlsx": ("t.xlsx", lambda: bytes(number * 37 % 251 for number in range(5_000))),
    "no sheet at all": ("t.xlsx", lambda: package(drop=("xl/worksheets/sheet1.xml",))),
    "no workbook": ("t.xlsx", lambda: package(drop=("xl/workbook.xml",))),
    "broken markup": ("t.xlsx", lambda: package(whole=b"<worksheet><sheetData><row><c>")),
    "an old Excel file": ("x.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000),
    "a binary workbook": ("x.xlsb", lambda: package({"xl/workbook.bin": b"x"})),
    "an OpenDocument sheet": ("x.ods", lambda: package({"mimetype": b"x", "content.xml": b"x"})),
    "a text document": (
        "x.docx",
        lambda: package(
            {"word/document.xml": b"x"},
            drop=("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"),
        ),
    ),
    "a PDF": ("x.csv", lambda: b"%PDF-1.7\n1 0 obj\n"),
    "a picture": ("x.csv", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 200),
    "a page": ("x.csv", lambda: b"<!DOCTYPE html><html><script>alert(1)</script></html>"),
    "a drawing with a script": (
        "x.csv",
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    ),
    "a packed text": ("x.csv", lambda: b"\x1f\x8b\x08\x00" + b"\0" * 200),
    "nothing": ("x.csv", lambda: b""),
    "blank space": ("x.csv", lambda: b" \r\n\t\r\n"),
    "zeros": ("x.csv", lambda: b"a,b\n\0\0\0\0\0\0,\x01\x02\n"),
    "an endless quotation": ("x.csv", lambda: b'name,email\n"Ada,a@x.test\n' + b"x,y\n" * 1_000),
    "a cell without end": ("x.csv", lambda: b"name,email\n" + b"x" * 120_000 + b",y\n"),
    "5,000 columns": (
        "x.csv",
        lambda: b",".join(b"c%d" % number for number in range(5_000)) + b"\n" + b"1," * 4_999 + b"1\n",
    ),
    "a million and more cells": ("x.csv", lambda: b"a,b,c\n" + b"1,2,3\n" * 350_000),
    "eleven megabytes": ("x.csv", lambda: b"name,email\n" + b"Ada Lo,ada.lo@x.test\n" * 550_000),
    "only a header": ("x.csv", lambda: b"name,email\n"),
}
