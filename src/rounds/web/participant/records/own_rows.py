"""Everything that is kept about somebody, part by part: for a program that reads it, and in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Field, ForeignKey
from django.utils.formats import date_format

from rounds.core.access import Viewer
from rounds.core.models import SealedRecord
from rounds.web.participant.records.own_labels import LABELS, LEFT_OUT
from rounds.web.participant.records.own_parts import PARTS, Part
from rounds.web.participant.records.own_words import Names, sealed_in_words, value_in_words

# The first of these that a part has orders its rows.
ORDERED_BY = (
    "rank",
    "held_on",
    "from_on",
    "on",
    "at",
    "sent_at",
    "done_on",
    "agreed_at",
    "signed_at",
    "opened_on",
)


@dataclass(frozen=True)
class Row:
    """One row: its values for a program, and what it says, each with its name; `head` is what stands over it."""

    values: dict[str, Any]
    said: tuple[tuple[str, str], ...]
    head: str = ""


@dataclass(frozen=True)
class Table:
    """The rows of a part."""

    key: str
    label: str
    rows: list[Row]


def own_tables(viewer: Viewer) -> list[Table]:
    """Return what is kept about somebody, part by part; parts without rows are left out."""
    found = []
    for part in PARTS:
        names = Names(viewer.own_id)
        rows = [_row(one, part, names) for one in _ordered(part, viewer)]
        if rows:
            found.append(Table(part.key, str(part.label), rows))
    return found


def _ordered(part: Part, viewer: Viewer) -> Any:
    """Return the rows of a part, the oldest first where they have a day."""
    rows = part.rows(viewer)
    there = {field.name for field in rows.model._meta.concrete_fields}
    first = part.by or next((name for name in ORDERED_BY if name in (part.only or there)), "pk")
    return rows.order_by(first, "pk")


def _row(row: Any, part: Part, names: Names) -> Row:
    values, said, head = {}, [], ""
    for field in columns_of(row, part):
        words = value_in_words(row, field, names)
        is_owner = (
            field.name == "person"
            and row._meta.app_label != "mentorships"
            and getattr(row, "person_id", None) == names.owner_id
        )
        if not words or is_owner:
            continue
        if field.name == "to_on" and hasattr(row, "last_on"):  # the day before, as pages say it
            values["last_on"] = row.last_on.isoformat()
            said.append((_label(row, field), date_format(row.last_on, "j M Y")))
            continue
        values[field.name] = _raw(row, field, words)
        if field.name == part.by:
            head = words
        else:
            said.append((_label(row, field), words))
    if isinstance(row, SealedRecord) and (not part.only or "sealed" in part.only):
        written = list(sealed_in_words(row))
        said += written
        if written:
            values["written"] = dict(written)
    return Row(values, tuple(said), head)


def _label(row: Any, field: Field[Any, Any]) -> str:
    return str(LABELS.get(f"{row._meta.model_name}.{field.name}") or LABELS[field.name])


def columns_of(row: Any, part: Part) -> Iterator[Field[Any, Any]]:
    """Yield the columns of a part that say something to their owner, in the order of the model or of `only`."""
    fields = {field.name: field for field in row._meta.concrete_fields if not field.primary_key}
    for name in part.only or fields:
        if name in fields and name != "sealed" and (part.only or name not in LEFT_OUT):
            yield fields[name]


def _raw(row: Any, field: Field[Any, Any], words: str) -> Any:
    """Return a value as another program reads it; what leads to another row by its name."""
    value = getattr(row, field.attname)
    if isinstance(field, ForeignKey) or isinstance(value, (list, dict)) or field.name.endswith("person_id"):
        return words
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, (str, int, float, bool)) else str(value)
