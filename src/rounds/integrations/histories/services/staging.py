"""Choosing a history and seeing what it would do: nothing is written."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError
from rounds.insights.enums import Source
from rounds.insights.selectors.leaving_out import left_out
from rounds.insights.services.bringing import Brought, Changes, changes_of, key_of
from rounds.insights.services.bringing.months import (
    MonthBrought,
    MonthChanges,
    Named,
    known_series,
    month_changes,
)
from rounds.insights.services.outcomes import Fact
from rounds.insights.values.facts import Month
from rounds.insights.values.happened import why_no_retention
from rounds.integrations.histories.selectors import people_by_identifier
from rounds.integrations.histories.values.lines import Line, Read
from rounds.integrations.histories.values.reading import read_history
from rounds.integrations.histories.values.records import read_record
from rounds.integrations.histories.values.units import read_units
from rounds.integrations.spreadsheets.enums import ImportKind
from rounds.integrations.spreadsheets.models import SpreadsheetImport
from rounds.integrations.spreadsheets.services.steps import KEPT
from rounds.integrations.spreadsheets.values.words import sentence_of
from rounds.sheets import SheetError, read_workbook

MOST_ROWS = 20_000
REASON = "A newer file says otherwise"


@dataclass(frozen=True)
class Planned:
    """What a staged file would do now, and which rows stay out and why."""

    rows: tuple[Brought, ...]
    seen: dict[UUID, date]
    changes: Changes
    out: list[list[Any]]
    source: str
    months: tuple[MonthBrought, ...] = ()
    of_months: MonthChanges = field(default_factory=MonthChanges)

    @property
    def counts(self) -> dict[str, int]:
        """Return how many rows are new, corrected, the same already, and out."""
        made, months = self.changes, self.of_months
        return {
            "create": len(made.new) + len(months.new),
            "update": len(made.corrected) + len(months.corrected),
            "skip": made.unchanged + months.unchanged,
            "problem": len(self.out),
        }

    @property
    def kinds(self) -> dict[str, int]:
        """Return how many outcomes of each kind are new or corrected."""
        return dict(Counter(one.kind for one in (*self.changes.new, *self.changes.corrected)))

    @property
    def digest(self) -> str:
        """Return the digest of what would be written."""
        facts = [[one.source_key, one.kind, str(one.from_on), str(one.person_id)] for one in self.changes.new]
        more = [[one.source_key, one.kind, str(one.from_on)] for one in self.changes.corrected]
        months = self.of_months
        fresh = [[*one.series.key, str(one.month)] for one in months.new]
        otherwise = [[str(last.id), str(one.month)] for one, last in months.corrected]
        plain = json.dumps([facts, more, fresh, otherwise], sort_keys=True)
        return sha256(plain.encode("utf-8", "replace")).hexdigest()


def stage_history(*, by: Viewer, name: str, data: bytes) -> SpreadsheetImport:
    """Read a file and keep its lines, sealed, until they are written or a day has passed. Raises DomainError at "file"."""
    read = _read(name, data)
    spreadsheet = SpreadsheetImport(
        kind=ImportKind.OUTCOMES,
        by_person_id=by.person_id,
        by_name=by.name[:200],
        file_name=name[-200:],
        header_digest=sha256(data).hexdigest(),
        rows=read.rows,
        expires_at=now() + KEPT,
    )
    spreadsheet.seal_value({"read": _to_json(read)})
    spreadsheet.counts, spreadsheet.is_checked = planned(spreadsheet, by=by).counts, True
    spreadsheet.save(force_insert=True)
    return spreadsheet


def planned(spreadsheet: SpreadsheetImport, *, by: Viewer) -> Planned:
    """Return what a staged history would do as things stand; rows that name nobody on record, or two people, stay out."""
    kept = spreadsheet.opened()["read"]
    if kept.get("months"):
        return planned_months(kept)
    people, silent = people_by_identifier(), set(left_out().values_list("person_id", flat=True))
    rows: list[Brought] = []
    out: list[list[Any]] = [list(one) for one in kept["wrong"]]
    for line in map(_line, kept["lines"]):
        found = {person for key, value in line.who if (person := people.get((key, value.casefold())))}
        if len(found) != 1:
            out.append([line.row, "", "unknown" if not found else "two", line.who[0][1]])
            continue
        if found & silent:
            out.append([line.row, "", "left_out", line.who[0][1]])
            continue
        fact = Fact(line.kind, line.on, line.precision, line.why, details=line.details)
        key = line.key or key_of(line.who[0][1].casefold(), line.kind, line.on)
        rows.append(Brought(found.pop(), fact, key))
    day = institution_today()
    here = [[tuple(one) for one in who] for who in kept["here"]]
    seen = {
        person: day
        for who in here
        for key, value in who
        if (person := people.get((key, value.casefold()))) and person not in silent
    }
    source = Source(kept["source"])
    changes = changes_of(rows, source=source, by=by, reason=REASON)
    return Planned(tuple(rows), seen, changes, sorted(out, key=lambda one: one[0]), source)


def planned_months(kept: Mapping[str, Any]) -> Planned:
    """Return what a sheet of units would do; a series keeps what it is divided by."""
    out = [list(one) for one in kept["wrong"]]
    series, rows = known_series(), []
    for number, unit, indicator, of, per, first, *rest in kept["months"]:
        named = Named(unit, indicator, of, per)
        known = series.get(named.key)
        if known is not None and (known.of, known.per) != (of, per):
            out.append([number, "", "series", f"{indicator}, {unit}: {known.per} {known.of}".strip()])
            continue
        rows.append(MonthBrought(named, Month(date.fromisoformat(first), *rest)))
    ordered = sorted(out, key=lambda one: one[0])
    return Planned((), {}, Changes(), ordered, Source.SHEET, tuple(rows), month_changes(rows))


def _read(name: str, data: bytes) -> Read:
    record = read_record(data, institution_today())
    if record is not None:
        return _sound(record)
    try:
        sheets = read_workbook(data, name=name).visible_sheets
    except SheetError as error:
        raise DomainError(sentence_of(error), field="file") from None
    if not sheets:
        raise DomainError(_("No sheet of this file can be seen. Show it, and save the file."), field="file")
    of_units = read_units(sheets[0], institution_today())
    return _sound(of_units or read_history(sheets[0], institution_today()))


def _sound(read: Read) -> Read:
    """Return what was read of a file; raise DomainError at "file" for one that can tell nothing, or holds too much."""
    problem = why_no_retention(read.ends) if read.is_history else ""
    if read.problem or problem:
        raise DomainError(problem or str(problems_of_sheets()[read.problem]), field="file")
    if read.rows > MOST_ROWS:
        words = _(
            "This file has %(count)s rows; %(most)s are read at once. Split it by department or by year."
        )
        raise DomainError(words % {"count": read.rows, "most": MOST_ROWS}, field="file")
    return read


def problems_of_sheets() -> dict[str, str]:
    """Return what is wrong with a whole sheet, each with the fix."""
    return {
        "names": _(
            "Names alone say nobody for sure. Add a column with the employee number, NPI, ORCID or work e-mail."
        ),
        "header": _(
            "No column says who is meant. Name one “Employee ID”, “NPI”, “ORCID” or “E-mail” in the first lines."
        ),
        "layout": _(
            "No column says what happened when. A history needs “Hired on” and “Left on”; a sheet of outcomes “What” and “Date”;"
            " a sheet of units “Unit”, “Month” and “Count”."
        ),
        "investigators": _(
            "RePORTER knows investigators by name and by its own number: neither says for sure who is meant here. Add a column"
            " “ORCID” or “Employee ID” to the file and fill it in for your own people."
        ),
        "record": _(
            "This file breaks off or holds something else. Download it once more from where it is public."
        ),
        "survivors": _(
            "This sheet has no column with last days. Retention can't be learned from those who stayed: send the history with"
            " those who left, with a column “Left on”."
        ),
    }


def _to_json(read: Read) -> dict[str, Any]:
    lines = [
        [one.row, one.who, one.kind, one.on.isoformat(), one.precision, one.why, one.details, one.key]
        for one in read.lines
    ]
    source = Source.PUBLIC if read.is_public else Source.HR if read.is_history else Source.SHEET
    months = [
        [
            *(one.row, one.unit, one.indicator, one.of, one.per, one.month.isoformat()),
            *(one.count, one.size, one.is_baseline, one.note),
        ]
        for one in read.months
    ]
    return {"months": months, "lines": lines, "wrong": read.wrong, "here": read.here, "source": str(source)}


def _line(row: list[Any]) -> Line:
    number, who, kind, on, precision, why, details, key = row
    pairs = tuple((key, value) for key, value in who)
    return Line(number, pairs, kind, date.fromisoformat(on), precision, why, details, key)
