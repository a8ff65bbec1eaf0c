"""What the outsider holds: every row of every table, with its place on the disk, read past Django."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

WORD = re.compile(r"[A-Za-z0-9_-]{16,}")
Row = dict[str, Any]
Dump = dict[str, list[Row]]


@dataclass
class Evidence:
    """Copies of the database in their order, lines of logs, and for each person what is known from elsewhere."""

    people: list[str]
    dumps: list[Dump] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    known: dict[str, list[float]] = field(default_factory=dict)


def take_dump(connection: Any) -> Dump:
    """Return every row of every table as it lies there."""
    place = (
        "ctid::text AS ctid_, xmin::text AS xmin_" if connection.vendor == "postgresql" else "rowid AS rowid_"
    )
    dump = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT {place}, * FROM "{table}" ORDER BY {place.split(" AS ", maxsplit=1)[0].split("::", maxsplit=1)[0]}'
            )
            names = [column[0] for column in cursor.description]
            rows = [dict(zip(names, map(plain, row), strict=True)) for row in cursor.fetchall()]
            dump[table] = [{"order_": number, **row} for number, row in enumerate(rows)]
    return dump


def plain(cell: Any) -> Any:
    """Return a cell alike from both databases: ids as 32 letters, bytes, numbers, texts."""
    if isinstance(cell, UUID):
        return cell.hex
    if isinstance(cell, memoryview):
        return bytes(cell)
    if isinstance(cell, dict | list):
        return json.dumps(cell)
    if isinstance(cell, datetime):
        return cell.timestamp()
    if isinstance(cell, date):
        return float(cell.toordinal())
    return cell


def number_of(cell: Any) -> float | None:
    """Return a cell as a number that can be ranked: a moment, a place on the disk, a random id, or a length."""
    if isinstance(cell, bool | int | float):
        return float(cell)
    if isinstance(cell, bytes):
        return float(len(cell))
    if not isinstance(cell, str):
        return None
    if re.fullmatch(r"[0-9a-f]{32}", cell):
        return float(int(cell, 16))
    if found := re.fullmatch(r"\((\d+),(\d+)\)", cell):
        return int(found[1]) * 10_000.0 + int(found[2])
    if found := re.fullmatch(r"\d+(\.\d+)?", cell):
        return float(cell)
    if re.match(r"\d{4}-\d\d-\d\d", cell):
        try:
            return datetime.fromisoformat(cell).timestamp()
        except ValueError:
            pass
    return float(len(cell))


def words_of(cells: list[Any]) -> set[str]:
    """Return the long words in some cells, and what follows from them: their digests, whole and shortened."""
    words: set[str] = set()
    for cell in cells:
        if isinstance(cell, bytes):
            words.add(cell.hex())
        elif isinstance(cell, str):
            words |= set(WORD.findall(cell.replace("-", ""))) | set(WORD.findall(cell))
    digests = {hashlib.sha256(word.encode()).hexdigest() for word in words}
    return words | digests | {digest[:32] for digest in digests}


def rows_about(evidence: Evidence) -> dict[str, dict[str, list[Row]]]:
    """Return the rows that speak of one person: {table@copy: {person: rows}}; found by following ids, whatever the column."""
    about: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for number, dump in enumerate(evidence.dumps):
        owner: dict[str, str] = {person: person for person in evidence.people}
        taken: set[tuple[str, int]] = set()
        for _step in range(3):
            found = []
            for table, rows in dump.items():
                for row in rows:
                    who = {owner[cell] for cell in row.values() if isinstance(cell, str) and cell in owner}
                    if len(who) == 1 and (table, row["order_"]) not in taken:
                        taken.add((table, row["order_"]))
                        found.append((row, person := who.pop()))
                        about[f"{table}@{number}"][person].append(row)
            own = {row["id"]: person for row, person in found if isinstance(row.get("id"), str)}
            mails = {row["email"]: person for row, person in found if row.get("email")}
            owner |= own | mails
    return about
