"""Look at the table of contents of an .xlsx file, so that a hostile one is refused before it is unpacked."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from rounds.sheets.errors import SheetError
from rounds.sheets.reading.model import Limits

END = b"PK\x05\x06"
ENTRY = b"PK\x01\x02"
LOCAL = b"PK\x03\x04"
INNER_ARCHIVES = (
    ".zip",
    ".xlsx",
    ".xlsm",
    ".xlsb",
    ".xls",
    ".docx",
    ".pptx",
    ".jar",
    ".gz",
    ".7z",
    ".rar",
    ".exe",
    ".dll",
)
NAME_LIMIT = 260


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    offset: int
    packed: int
    unpacked: int
    data_start: int

    @property
    def end(self) -> int:
        return self.data_start + self.packed


def check_archive(data: bytes, limits: Limits) -> None:
    """Raise SheetError unless `data` is a plain .xlsx whose parts are as large as they say and lie apart."""
    entries = _read_entries(data, limits)
    names = [entry.name for entry in entries]
    _check_names(names)
    if sum(entry.unpacked for entry in entries) > limits.unpacked_bytes:
        raise SheetError("unpacked", limit=limits.unpacked_bytes // (1024 * 1024))
    packed = sum(entry.packed for entry in entries)
    if sum(entry.unpacked for entry in entries) > limits.ratio * max(packed, 1):
        raise SheetError("ratio")
    for entry in entries:
        if entry.unpacked > 65_536 and entry.unpacked > limits.ratio * max(entry.packed, 1):
            raise SheetError("ratio")
    reached = 0
    for entry in sorted(entries, key=lambda entry: entry.offset):
        if entry.offset < reached:
            raise SheetError("damaged")
        reached = entry.end


def _read_entries(data: bytes, limits: Limits) -> list[Entry]:
    end = data.rfind(END, max(0, len(data) - 65_557))
    if end < 0 or len(data) - end < 22:
        raise SheetError("damaged")
    _disk, _start, here, total, size, offset, comment = struct.unpack("<HHHHIIH", data[end + 4 : end + 22])
    if total == 0xFFFF or size == 0xFFFFFFFF or offset == 0xFFFFFFFF:  # zip64: no need for it below 10 MB
        raise SheetError("damaged")
    if total > limits.entries:
        raise SheetError("entries", limit=limits.entries)
    if here != total or offset + size != end or end + 22 + comment != len(data):
        raise SheetError("damaged")
    entries = []
    position = offset
    for _ in range(total):
        if data[position : position + 4] != ENTRY or position + 46 > end:
            raise SheetError("damaged")
        flags, method = struct.unpack("<HH", data[position + 8 : position + 12])
        crc_sizes = struct.unpack("<IIIHHHHHII", data[position + 16 : position + 46])
        _crc, packed, unpacked, name_length, extra, note, _disk_no, _internal, _external, local = crc_sizes
        raw_name = data[position + 46 : position + 46 + name_length]
        if flags & 0x1:
            raise SheetError("password")
        if method not in (0, 8) or name_length > NAME_LIMIT or (method == 0 and packed != unpacked):
            raise SheetError("damaged")
        data_start = _local_data_start(data, local, raw_name, offset)
        if data_start + packed > offset:
            raise SheetError("damaged")
        entries.append(Entry(raw_name.decode("utf-8", "replace"), local, packed, unpacked, data_start))
        position += 46 + name_length + extra + note
    if position != end:
        raise SheetError("damaged")
    return entries


def _local_data_start(data: bytes, local: int, raw_name: bytes, directory: int) -> int:
    if local + 30 > directory or data[local : local + 4] != LOCAL:
        raise SheetError("damaged")
    name_length, extra = struct.unpack("<HH", data[local + 26 : local + 30])
    if data[local + 30 : local + 30 + name_length] != raw_name:
        raise SheetError("damaged")
    return int(local + 30 + name_length + extra)


def _check_names(names: list[str]) -> None:
    lowered = [name.lower() for name in names]
    if len(set(lowered)) != len(lowered):
        raise SheetError("damaged")
    for name in lowered:
        if (
            name.startswith(("/", "\\"))
            or ".." in name.replace("\\", "/").split("/")
            or "\x00" in name
            or ":" in name
        ):
            raise SheetError("unsafe_part")
        if "vbaproject" in name or "macrosheets/" in name or "/activex/" in name:
            raise SheetError("macro")
        if name.endswith(INNER_ARCHIVES) or "/embeddings/" in name:
            raise SheetError("nested", part=name.rsplit("/", 1)[-1][:60])
    if "xl/workbook.bin" in lowered:
        raise SheetError("binary_excel")
    if "mimetype" in lowered and "content.xml" in lowered:
        raise SheetError("open_document")
    if "[content_types].xml" not in lowered or not any(name.startswith("xl/") for name in lowered):
        raise SheetError("kind")
