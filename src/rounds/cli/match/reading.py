"""Reads the sheets of people; what can't be read is said of all of them, with row, cell and fix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rounds.cli.match.settings.allowed import may_be
from rounds.cli.match.settings.read import Settings
from rounds.sheets import (
    CATALOGS,
    Catalog,
    Checked,
    Column,
    ColumnPlan,
    Kind,
    Plan,
    Problem,
    SheetError,
    Status,
    Table,
    check_table,
    choose_sheet,
    find_table,
    make_plan,
    read_workbook,
)
from rounds.sheets.mapping.headers import match_column, names_of

# what decides how many somebody takes and with whom they are paired
DECIDING = (Kind.INTEGER, Kind.NUMBER, Kind.PEOPLE, Kind.PERSON)
FIXES = {
    "missing": "Fill it in, or leave the row out.",
    "twice": "Keep one of the rows.",
    "choice": "Write {allowed}, or say in the mapping file what it means ([{side}.values.{target}]).",
    "email": "Correct the address.",
    "shared": "Give each person their own, or leave it empty.",
    "tail": 'Say whether the letters are a degree in the mapping file ([{side}.values.{target}], "LETTERS" = "degree").',
    "far_date": "Write the right day as 2026-07-01.",
    "date_order": 'Say date_order = "mdy" or "dmy" under [{side}] in the mapping file.',
    "day_part": "Write day and part, such as “Mon am, Thu evening”, or “varies”.",
    "people": "Write names, e-mail addresses or ids, with semicolons between them.",
    "too_many": "Leave the first ones only.",
    "range": "Write {allowed}.",
    "integer": "Write {allowed}.",
    "number": "Write {allowed}.",
    "pgy": "Write {allowed}.",
    "yes_no": "Write {allowed}.",
    "next_names": "Save what stands below it as a file of its own.",
    "shifted": "Put the text that holds a comma between quotation marks.",
}


class IntakeError(Exception):
    """A sheet can't be used; `sentences` name file, row, cell and fix."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences
        super().__init__("\n".join(sentences))


@dataclass
class ReadSheet:
    """One sheet as it was read: its records, and what became of its columns."""

    name: str
    plan: Plan
    checked: Checked

    def columns(self) -> list[tuple[str, str, str]]:
        """Return (file, column, what it is used for) of every column."""
        return [
            (
                self.name,
                plan.column.header,
                plan.target or ("left out" if plan.status is Status.LEFT_OUT else "not used"),
            )
            for plan in self.plan.columns
        ]


def read_sheet(
    path: Path, side: str, settings: Settings, *, today: date, header: int | None = None
) -> ReadSheet:
    """Read one file; IntakeError lists every column and cell that can't be used, with the fix.

    `header` is the line that holds the names of the columns, 0 for none. A sheet with both sides gives its own.
    """
    catalog, answers = CATALOGS[side], settings.answers[side]
    try:
        table = find_table(choose_sheet(read_workbook(path.read_bytes(), name=path.name)), header_row=header)
    except SheetError as error:
        raise IntakeError([f"{path.name}: {error}"]) from error
    if not table.header_is_sure:
        raise IntakeError([_which_line(path.name, side, table)])
    plan = make_plan(table, catalog, answers.columns, today=today)
    wrong = [*settings.missing_columns(side, path.name, plan), *_rivals(path.name, side, plan, catalog)]
    deciding = {column.key: target for column, target in _set_aside(plan, catalog)}
    plan = make_plan(table, catalog, {**deciding, **answers.columns}, today=today) if deciding else plan
    checked = check_table(table, plan, catalog, answers, today=today)
    alike = [same for group in checked.groups for same in group.texts.values()]
    wrong += [_sentence(path.name, side, catalog, same) for same in alike]
    if wrong:
        raise IntakeError(wrong)
    here = side.removesuffix("s")
    records = tuple(record for record in checked.records if here in record.values.get("side", (here,)))
    return ReadSheet(path.name, plan, replace(checked, records=records))


def _set_aside(plan: Plan, catalog: Catalog) -> Iterator[tuple[ColumnPlan, str]]:
    """Find columns that decide about pairs by their very name, and were set aside because few cells can be read.

    Without them everybody would have the default number, or be paired with whom they exclude, and nobody would know.
    """
    for column in plan.having(Status.NEEDS_YOU):
        target = catalog.index.get(_named_exactly(column.column, catalog))
        if target is None or target.kind not in DECIDING or column.column.sort == "notes":
            continue
        if target.many or target.key not in plan.by_target:
            yield column, target.key


def _named_exactly(column: Column, catalog: Catalog) -> str:
    found = match_column(column, names_of(catalog))
    exact = sorted((key for key in found if found[key].is_exact), key=lambda key: -found[key].score)
    return exact[0] if exact else ""


def _rivals(name: str, side: str, plan: Plan, catalog: Catalog) -> list[str]:
    """Return a sentence for columns that stand for the same, of which neither was used."""
    rivals: dict[str, list[str]] = {}
    for column in plan.having(Status.NEEDS_YOU):
        if column.reason == "rival":
            target = (
                column.candidates[0].target if column.candidates else _named_exactly(column.column, catalog)
            )
            rivals.setdefault(target, []).append(f"“{column.column.header}”")
    return [
        f"{name}: the columns {' and '.join(columns)} both stand for {catalog.index[target].label.lower()}. "
        f'Leave all but one out in the mapping file ([{side}.columns], "COLUMN" = "").'
        for target, columns in rivals.items()
        if target and len(columns) > 1
    ]


def _which_line(name: str, side: str, table: Table) -> str:
    first = ", ".join(column.header for column in table.columns if column.header) or "no names"
    line = f"Line {table.header_row} ({first[:80]})" if table.header_row else "No line"
    return (
        f"{name}: {line} looks like the names of the columns, but none of them is known. "
        f"Say which line holds them with --{side}-header, 0 for none."
    )


def _sentence(name: str, side: str, catalog: Catalog, alike: list[Problem]) -> str:
    """Return one sentence for all cells in which the same is wrong: the first place, the fix, how many more rows."""
    problem, more = alike[0], sorted({problem.row for problem in alike[1:]})
    target = catalog.index.get(problem.target)
    label = target.label if target else "row"
    place = f"{name}, row {problem.row}" + (f", cell {problem.cell}" if not problem.cell.isdigit() else "")
    text = problem.part or problem.text
    if problem.cause == "missing":
        said = f"{label} is missing"
    elif problem.cause == "shared":
        said = f"“{problem.text}” is the {label.lower()} of different people in rows {', '.join(map(str, problem.rows))}"
    elif problem.cause == "twice":
        said = f"rows {', '.join(map(str, problem.rows))} are the same person and differ in {problem.part}"
    elif problem.cause == "next_names":
        said = "a second list begins here, under other headings"
    elif problem.cause == "shifted":
        said = "the row has more cells than there are columns"
    else:
        said = f"“{text}” can't be read as {label.lower()}"
    fix = FIXES.get(problem.cause, "Correct the cell.").format(
        side=side, target=problem.target, allowed=may_be(target) if target else ""
    )
    meant = f" Perhaps “{problem.suggestion}” is meant." if problem.suggestion else ""
    rows = ", ".join(map(str, more[:8])) + (" ..." if len(more) > 8 else "")
    also = f" The same in {len(more)} more rows: {rows}." if more and problem.cause != "twice" else ""
    return f"{place}: {said}.{meant} {fix}{also}"
