"""The mapping: what the columns and words of the sheets mean, and what holds where a cell is empty."""

from __future__ import annotations

import datetime
from typing import Any, Final

from marshmallow import ValidationError, fields

from rounds.cli.match.settings.allowed import read_default, read_meaning
from rounds.cli.match.settings.fields import Names, Table, refuse, word
from rounds.cli.match.settings.sentences import listed, perhaps, sentences_of
from rounds.sheets import CATALOGS, Answers, Catalog, Plan
from rounds.sheets.text import fold

SHEETS: Final = ("mentees", "mentors", "pairs")


def read_mapping(
    file: str, found: dict[str, Any], *, today: datetime.date
) -> tuple[dict[str, Answers], list[str]]:
    """Return what the mapping says of each sheet, without what can't be used, and a sentence for each mistake."""
    schema = _mapping_schema(today)
    try:
        loaded, wrong = schema.load(found), []
    except ValidationError as error:
        loaded, wrong = error.valid_data or {}, sentences_of(file, error.normalized_messages(), found)
    return {side: _answers(loaded.get(side) or {}) for side in SHEETS}, wrong


def columns_not_in(file: str, side: str, found: dict[str, Any], sheet: str, plan: Plan) -> list[str]:
    """Return a sentence for each column that the mapping names and the sheet does not have."""
    part = found.get(side)
    columns = part.get("columns") if isinstance(part, dict) else None
    known = {column.key for column in plan.columns}
    names = [column.column.header for column in plan.columns if column.column.header]
    return [
        f"{file}: [{side}.columns] names “{name}”, and {sheet} has no such column; its columns are "
        f"{listed(names) if names else 'without names'}.{perhaps(name, names)}"
        for name in (columns if isinstance(columns, dict) else ())
        if fold(name) not in known
    ]


def _answers(part: dict[str, Any]) -> Answers:
    return Answers(
        columns={fold(column): target for column, target in part.get("columns", {}).items()},
        values={
            target: {fold(text): value for text, value in words.items()}
            for target, words in part.get("values", {}).items()
        },
        defaults=dict(part.get("defaults", {})),
        date_order=part.get("date_order", ""),
    )


def _mapping_schema(today: datetime.date) -> Table:
    sides = {side: fields.Nested(_side_schema(CATALOGS[side], today)) for side in SHEETS}
    return Table.from_dict(sides, name="Mapping")()  # type: ignore[return-value,arg-type]


def _side_schema(catalog: Catalog, today: datetime.date) -> Table:
    side, targets = catalog.key, catalog.index
    keys = tuple(targets)
    fields_of = f"a field of {side} ({_in_short(keys)}), or “” to leave the column out"

    def column(_name: str, target: Any) -> str:
        if target != "" and (not isinstance(target, str) or target not in targets):
            raise refuse(fields_of, keys)
        return str(target)

    def words(target: str, found: Any) -> dict[str, str | None]:
        return Names(  # type: ignore[no-any-return]
            f'a table: [{side}.values.{target}] with lines such as "their word" = "ours"',
            lambda _text, value: read_meaning(targets[target], value, today),
        ).deserialize(found)

    def default(target: str, value: Any) -> str:
        return read_default(targets[target], value, today)

    parts = {
        "columns": Names(
            f'a table: [{side}.columns] with lines such as "their column" = "our field"', column
        ),
        "values": Names(f"a table of tables: [{side}.values.FIELD]", words, keys),
        "defaults": Names(f'a table: [{side}.defaults] with lines such as FIELD = "text"', default, keys),
        "date_order": word("mdy", "dmy"),
    }
    return Table.from_dict(parts, name=side.title())()  # type: ignore[return-value,arg-type]


def _in_short(keys: tuple[str, ...]) -> str:
    """Name the fields; ratings of one kind by their first part."""
    names = [key for key in keys if "." not in key]
    ratings = {key.partition(".")[0]: key for key in keys if "." in key}
    return ", ".join([*names, *(f"{rating} and the like" for rating in ratings.values())])
