"""Sixty messy sheets through the reviewed import: every cell right, asked or left out in sight, none silently wrong.

Each sheet is staged, judged cell by cell against its expectation before anything is answered, answered as the expectation
says, written, and compared with the records.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from rounds.core.models import AuditEvent
from rounds.integrations.spreadsheets.enums import Way
from rounds.integrations.spreadsheets.exports import rejected_rows
from rounds.integrations.spreadsheets.models import StagedRows
from rounds.integrations.spreadsheets.services import outcome_of, write_import
from rounds.integrations.spreadsheets.services.plans.places import PLACES, Places
from rounds.people.models import Person
from tests.grids import cell_at
from tests.integrations.messy_office import Office, facts_of, facts_of_pair, same, set_up, stage
from tests.sheets.messy_sheets.loading import Shape, Upload, list_more_shapes, list_shapes

SHAPES = [*list_shapes(), *list_more_shapes()]
STATES = {"recognized": "is", "answered": "is", "needs_you": "asked", "left_out": "withheld"}
# read and shown, without a place in the records
NOT_KEPT = {"ends_on"}


class Judge:
    """Compares a check with what must come of each column and cell."""

    def __init__(self, shape: Shape, upload: Upload, office: Office) -> None:
        self.shape, self.upload, self.office = shape, upload, office
        self.preview = office.preview
        self.outcome = outcome_of(office.spreadsheet)
        checked = self.outcome.checked
        self.records = {record.row: record.values for record in (*checked.records, *checked.waiting)}
        self.places = Places(self.outcome.answers.values)
        whole = [group for group in self.preview["groups"] if group["cause"] in ("who", "twice")]
        self.held = {row for group in whole for row in group["rows"]}
        self.wrong: list[str] = []

    def judge(self) -> list[str]:
        self._header()
        columns = {column["letter"]: column for column in self.preview["columns"]}
        for letter, expected in self.upload.columns.items():
            if letter in columns:
                self._column(letter, columns[letter], expected)
        # a row that says word for word what another one says is that one
        for row in set(self.upload.rows) - set(self.outcome.checked.repeated):
            for letter in self.upload.columns:
                self._cell(row, letter, columns.get(letter))
        return self.wrong

    def _header(self) -> None:
        header = self.preview["header"]
        is_right = header["row"] in (self.upload.header or (0,))
        if not is_right and header["is_sure"]:
            self.wrong.append(f"line {header['row']} was taken for the header without asking")
        nobody = {row for row, _text in self.preview["nobody"]}
        for row in self.upload.no_person:
            if row not in nobody and row not in self.outcome.out:
                self.wrong.append(f"line {row} is nobody and came in")
        lost = (
            set(self.upload.rows)
            - set(self.records)
            - set(self.outcome.checked.repeated)
            - {row.record.row for row in self.outcome.planned.rows}
        )
        self.wrong += [f"row {row} vanished" for row in lost]

    def _column(self, letter: str, column: dict[str, Any], expected: Any) -> None:
        state = STATES.get(column["status"], "left out")
        if state == "is" and column["target"] != expected.target:
            self.wrong.append(f"{letter} became {column['target']!r}, not {expected.target!r}")
        allowed = expected.outcomes | ({"asked"} if "left out" in expected.outcomes else set())
        if state not in allowed:
            self.wrong.append(f"{letter} {column['header']!r} is {state}, not {sorted(expected.outcomes)}")
        if state == "withheld" and column["samples"]:
            self.wrong.append(f"{letter} shows what it withholds")

    def _cell(self, row: int, letter: str, column: dict[str, Any] | None) -> None:
        text = cell_at(self.upload.grid, row, letter).strip()
        target = self.upload.columns[letter].target
        if not text or column is None or not column["target"]:
            return  # the column is asked or left out, by its name
        outcomes = self.upload.outcome(row, letter)
        named = self.upload.cells.get(f"{letter}{row}")
        values = self.records.get(row, {})
        keys = ("first_name", "last_name") if target == "full_name" else (target,)
        for key in keys:
            right = self.upload.rows[row].get(key)
            found = values.get(key)
            is_asked = self._asks(row, letter, key, target, named.names if named else "")
            # whom a row means is asked once for all that tells people apart
            is_held = is_asked or row in self.held
            if found is not None and not is_held and not self._is_right(key, right, found):
                self.wrong.append(f"{letter}{row} silently became {found!r}, not {right!r}")
            elif found is None and not is_asked and "nothing" not in outcomes:
                self.wrong.append(f"{letter}{row} {text!r} vanished")
            elif is_asked and not outcomes & {"asked", "left out"}:
                self.wrong.append(f"{letter}{row} {text!r} is asked, not {sorted(outcomes)}")

    def _is_right(self, key: str, right: Any, found: Any) -> bool:
        if isinstance(found, tuple):
            # a word of several that is not known is asked; what is taken must be right
            return set(found) <= set(right or ())
        if key in PLACES:  # a code is another word for its place
            return self.places.find(key, found) == self.places.find(key, right)
        if key == "employee_id":  # zeros that were dropped do not count; `compare` looks at what is on record
            return str(found).lstrip("0") == str(right).lstrip("0")
        return found == right

    def _asks(self, row: int, letter: str, key: str, target: str, names: str) -> bool:
        """Tell whether the page asks about a cell, and shows the words that it has to show."""
        cell = f"{letter}{row}"
        for group in self.preview["groups"]:
            if group["target"] not in (key, target) or row not in group["rows"]:
                continue
            shown = [group["texts"], group["people"]]
            if group["way"] in (Way.ORDER, Way.ONCE):
                return True
            text = json.dumps(shown, ensure_ascii=False)
            if cell in group["cells"] or cell in text or f'"row": {row}' in text:
                if names and names not in text:
                    self.wrong.append(f"{cell} is asked without its words {names!r}")
                return True
        return False


def withheld_are_nowhere(upload: Upload, office: Office) -> list[str]:
    """Return the withheld values that are kept or shown anywhere."""
    header, rows = rejected_rows(office.spreadsheet)
    everything = json.dumps(
        [
            office.spreadsheet.opened(),
            [part.opened() for part in StagedRows.objects.all()],
            [event.facts for event in AuditEvent.objects.all()],
            [header, rows],
        ],
        default=str,
        ensure_ascii=False,
    )
    from rounds.integrations.spreadsheets.services.staging import load_staged

    lines = json.dumps([row.values for row in load_staged(office.spreadsheet).sheet.rows], ensure_ascii=False)
    return [text for text in upload.withheld_values() if text in everything or text in lines]


def compare(shape: Shape, upload: Upload, cohorts: list[Any]) -> list[str]:
    """Compare the records with what the rows say; what no row of any file says must not be there either."""
    wrong = []
    in_any_file = {key for each in shape.uploads for row in each.rows.values() for key in row}
    for row, right in upload.rows.items():
        if shape.kind == "pairs":
            found = facts_of_pair(right)
        else:
            emails = [
                right.get("email"),
                *Person.objects.filter(employee_id__iexact=right.get("employee_id", "-")).values_list(
                    "email", flat=True
                ),
            ]
            found = facts_of(next(filter(None, emails)), cohorts)
        for key, value in right.items():
            known = found.get(key.partition(".")[0] if key.startswith(("gap.", "expertise.")) else key)
            if key not in NOT_KEPT and not same(key, value, known):
                wrong.append(f"row {row} {key} is {known!r} on record, not {value!r}")
        said = {
            *(in_any_file if len(shape.uploads) > 1 else right),
            *upload.also_right.get(row, ()),
            "side",
            "tier",
        }
        said |= {key.partition(".")[0] for key in said}
        # somebody's stage begins on the day of the import where nothing is said, and nobody has mentees elsewhere
        before = {"started_on", "outside_mentees"}
        wrong += [f"row {row}: nothing says {key} {found[key]!r}" for key in set(found) - said - before]
    return wrong


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.name for shape in SHAPES])
def test_sheet_comes_in_with_every_cell_right_asked_or_left_out_in_sight(alice, shape):
    cohorts = set_up(shape, alice)
    for upload in shape.uploads:
        office = Office(upload, alice, stage(shape, upload, alice, cohorts[0]))
        wrong = Judge(shape, upload, office).judge()
        wrong += [f"{text} is kept" for text in withheld_are_nowhere(upload, office)]

        office.answer_all()
        found = office.spreadsheet
        write_import(by=alice, spreadsheet=found, version=found.version)

        wrong += [f"{text} is kept" for text in withheld_are_nowhere(upload, office)]
        wrong += compare(shape, upload, cohorts)
        assert not wrong, "\n".join(wrong)
        assert office.rounds <= 2, "questions came up in layers"

    assert Person.objects.exclude(id=alice.person_id).count() == shape.people
