"""Figures that stand as tables for another institution, and such tables read: sums of groups, no row of a person, nothing hidden."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rounds.evidence.facts.tables import Pooled, Rate, Share, pooled_rate, pooled_ratio, pooled_share
from rounds.insights.values.library import MEASURES

FORMAT, PER, MOST = 1, 100.0, 10**9
RATES = ("qi", "seats", "grants", "proposals", "roles")
SHARES = ("qi_met", "stayed_on")
POOLED = frozenset((*RATES, *SHARES))
WITH, WITHOUT = "With a mentor", "Without a mentor"
Table = dict[str, Any]


class NoTables(Exception):
    """A file that holds no tables of figures, or other ones than were written; says why by a word."""


@dataclass(frozen=True)
class Tables:
    """One institution's tables, by measure."""

    institution: str
    as_of: str
    tables: Mapping[str, Table]


@dataclass(frozen=True)
class Row:
    """One line of what several say together: a group of a measure, each institution's words, and the sum."""

    measure: str
    group: str
    parts: tuple[str, ...]
    pooled: Pooled | None
    kind: str  # rate, share or ratio


def table_of(measure: str, result: Mapping[str, Any]) -> Table | None:
    """Return the sums of a figure that another institution may add to its own; None where they are hidden."""
    if "hidden" in result:
        return None
    named = {"version": MEASURES[measure].version, "definition": MEASURES[measure].digest}
    if measure in RATES:
        rows = {
            row["label"]: [row["events"], round(row["years"], 1)]
            for row in result["rows"]
            if "hidden" not in row
        }
        return {**named, "rows": rows} if rows else None
    if measure == "stayed_on":
        return {**named, "some": round(result["estimates"]["share"][0] * result["n"]), "of": result["n"]}
    return {**named, "some": result["counts"][-1], "of": result["counts"][0]}


def written(one: Tables) -> str:
    """Return tables as a file, with the digest of what they say."""
    said = {
        "rounds_tables": FORMAT,
        "institution": one.institution,
        "as_of": one.as_of,
        "tables": dict(one.tables),
    }
    return json.dumps({**said, "digest": _digest(said)}, indent=1, ensure_ascii=False)


def read(data: bytes) -> Tables:
    """Return the tables of a file; raise NoTables for anything else, and for numbers that were changed on the way."""
    try:
        said = json.loads(data.decode("utf-8-sig"))
        digest = said.pop("digest")
        is_ours = said["rounds_tables"] == FORMAT
        found = Tables(str(said["institution"])[:120], str(said["as_of"])[:10], dict(said["tables"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NoTables("format") from None
    if not is_ours:
        raise NoTables("format")
    if digest != _digest(said):
        raise NoTables("changed")
    if not all(_is_sound(key, one) for key, one in found.tables.items()):
        raise NoTables("format")
    return found


def differing(own: Tables, other: Tables) -> list[str]:
    """Return the measures that another institution counts otherwise, or that one of the two doesn't tell: they are not put together."""
    known = (*RATES, *SHARES)
    return [key for key in known if key in other.tables and not _alike(own, other, key)]


def pooled(all_of: Sequence[Tables]) -> list[Row]:
    """Return what institutions say together; the first is the own one, by whose definitions the others are taken."""
    own = all_of[0]
    found: list[Row] = []
    for key in (*RATES, *SHARES):
        if key not in own.tables:
            continue
        parts = [one.tables[key] if _alike(own, one, key) else None for one in all_of]
        if sum(one is not None for one in parts) >= 2:
            found += _rates(key, parts) if key in RATES else [_share(key, parts)]
    return found


def _rates(key: str, parts: Sequence[Table | None]) -> list[Row]:
    found, sides = [], {}
    for group in (WITH, WITHOUT):
        rates = [Rate(*one["rows"][group]) if one and group in one["rows"] else None for one in parts]
        sides[group] = rates
        there = [one for one in rates if one is not None]
        words = tuple("–" if one is None else f"{one.events:,} / {one.years:,.0f}" for one in rates)
        found.append(Row(key, group, words, pooled_rate(there, PER) if len(there) > 1 else None, "rate"))
    pairs = [(a, b) for a, b in zip(sides[WITH], sides[WITHOUT], strict=True) if a and b]
    ratio = pooled_ratio(pairs)
    if ratio is not None:
        found.append(Row(key, "", tuple("" for _part in parts), ratio, "ratio"))
    return found


def _share(key: str, parts: Sequence[Table | None]) -> Row:
    shares = [Share(one["some"], one["of"]) if one else None for one in parts]
    words = tuple("–" if one is None else f"{one.some:,} / {one.of:,}" for one in shares)
    return Row(key, "", words, pooled_share([one for one in shares if one]), "share")


def _alike(own: Tables, other: Tables, key: str) -> bool:
    """Tell whether both tell a measure by the same definition."""
    mine, theirs = own.tables.get(key), other.tables.get(key)
    return mine is not None and theirs is not None and mine["definition"] == theirs["definition"]


def _is_sound(key: str, one: Any) -> bool:
    """Tell whether a table holds what its measure needs: whole counts, years, nothing else."""
    if not isinstance(one, dict) or not isinstance(one.get("definition"), str):
        return False
    if key in RATES:
        rows = one.get("rows")
        return isinstance(rows, dict) and all(_is_row(name, row) for name, row in rows.items())
    return (
        key in SHARES
        and all(_is_count(one.get(name)) for name in ("some", "of"))
        and one["some"] <= one["of"]
    )


def _is_row(name: str, row: Any) -> bool:
    if name not in (WITH, WITHOUT) or not isinstance(row, list) or len(row) != 2:
        return False
    years = row[1]
    return _is_count(row[0]) and isinstance(years, int | float) and 0 < years < MOST


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST


def _digest(said: Mapping[str, Any]) -> str:
    plain = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()
