"""Choosing a file and saying which line holds its names: rows are kept, sealed; people are only read."""

from dataclasses import replace
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError
from rounds.integrations.spreadsheets.enums import ImportState
from rounds.integrations.spreadsheets.models import SpreadsheetImport, StagedRows
from rounds.integrations.spreadsheets.services.checking import check_again, check_later_if_large, kind_for
from rounds.integrations.spreadsheets.services.reading import Opened, Source, read_source
from rounds.integrations.spreadsheets.services.remembering import recall
from rounds.integrations.spreadsheets.services.staging import Staged, header_digest, load_staged, sealed_parts
from rounds.integrations.spreadsheets.services.steps import KEPT, locked_in, see_same_version
from rounds.integrations.spreadsheets.values.catalogs import catalog_for
from rounds.integrations.spreadsheets.values.private import private_places
from rounds.integrations.spreadsheets.values.words import sentence_of
from rounds.sheets import Answers, Plan, SheetError, Status, cut_table, find_lines, make_plan
from rounds.sheets.mapping.plan import column_keys


def stage_file(
    *,
    by: Viewer,
    kind: str,
    name: str,
    data: bytes,
    cohort_id: UUID | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
    dictionary: tuple[str, bytes] | None = None,
    include: dict[str, str] | None = None,
    answers: Answers | None = None,
) -> SpreadsheetImport:
    """Read a file and keep its rows, sealed, until they are written or a day has passed. Nothing else is written.

    `dictionary` is a REDCap data dictionary; `include` maps keys of columns that would stay out to targets;
    `answers` count instead of those remembered from an earlier file; `header_row` says which line holds the names.
    Raises DomainError naming the field "file" or "dictionary".
    """
    opened = read_source(Source(name, data, sheet, header_row, dictionary))
    spreadsheet = SpreadsheetImport(
        kind=kind,
        cohort_id=cohort_id,
        by_person_id=by.person_id,
        by_name=by.name[:200],
        file_name=name[-200:],
        sheet_name=opened.staged.table.sheet[:100],
        expires_at=now() + KEPT,
    )
    state = {
        "file_digest": sha256(data).hexdigest(),
        "with_dictionary": dictionary is not None,
        "notes": opened.notes,
        "sheets": opened.sheets,
        "preview": None,
    }
    parts = _settle(spreadsheet, state, opened, include or {}, answers)
    with transaction.atomic():
        spreadsheet.save(force_insert=True)
        StagedRows.objects.bulk_create(parts, batch_size=10)
        is_deferred = check_later_if_large(spreadsheet, by=by)
    if not is_deferred:
        check_again(spreadsheet)
    return spreadsheet


def _settle(
    spreadsheet: SpreadsheetImport,
    state: dict[str, Any],
    opened: Opened,
    include: dict[str, str],
    answers: Answers | None,
) -> list[StagedRows]:
    """Decide what stays out, and seal the rest: answers into the import, rows into parts."""
    staged = opened.staged
    today = institution_today()
    digest = header_digest(column_keys(staged.table.columns))
    said = answers or recall(spreadsheet.kind, digest)
    said.columns.update(include)
    plan = make_plan(staged.table, catalog_for(spreadsheet.kind), said.columns, today=today)
    kind = kind_for(spreadsheet.kind, staged.table, plan)
    if kind != spreadsheet.kind:
        if answers is None:
            said = recall(kind, digest)
            said.columns.update(include)
        plan = make_plan(staged.table, catalog_for(kind), said.columns, today=today)
    staged = staged.without(_gone(plan))
    spreadsheet.kind = kind
    spreadsheet.header_digest = digest
    spreadsheet.rows, spreadsheet.columns = staged.table.lines, len(staged.table.columns)
    state["answers"] = said.as_json()
    state["left_out"] = {
        column.key: [column.column.header, column.column.letter, column.reason]
        for column in plan.having(Status.LEFT_OUT)
    }
    state["first_lines"] = staged.without(private_places(plan)).first_lines()
    spreadsheet.seal_value(state)
    return sealed_parts(spreadsheet, staged)


def _gone(plan: Plan) -> list[int]:
    """Return the places of the columns whose values are not kept."""
    return [
        place
        for column in plan.having(Status.LEFT_OUT)
        for place in (column.column.index, *column.column.sources)
    ]


def choose_header(*, by: Viewer, spreadsheet: SpreadsheetImport, row: int, version: int) -> SpreadsheetImport:
    """Take another line for the names of the columns (0 for none) and check again; what words mean stays answered."""
    with transaction.atomic():
        locked = locked_in(spreadsheet, ImportState.STAGED)
        see_same_version(locked, version)
        before = load_staged(locked)
        if before.lines is None:
            return locked
        _read_below(locked, before, row)
        is_deferred = check_later_if_large(locked, by=by)
    if not is_deferred:
        check_again(locked)
    return locked


def _read_below(locked: SpreadsheetImport, before: Staged, row: int) -> None:
    lines = replace(find_lines(before.sheet, header_row=row), is_sure=True)
    try:
        staged = Staged(before.sheet, lines, cut_table(before.sheet, lines))
    except SheetError as error:
        raise DomainError(sentence_of(error)) from None
    state = locked.opened()
    earlier = Answers.from_json(state["answers"])
    answers = recall(locked.kind, header_digest(column_keys(staged.table.columns)))
    answers.values = {**answers.values, **earlier.values}
    answers.defaults, answers.date_order = earlier.defaults, earlier.date_order
    parts = _settle(locked, state, Opened(staged, state["sheets"], []), {}, answers)
    locked.version += 1
    locked.is_checked = False
    locked.parts.all().delete()
    StagedRows.objects.bulk_create(parts, batch_size=10)
    locked.save()


def answers_for(spreadsheet: SpreadsheetImport, data: bytes) -> Answers:
    """Return the answers that go along when a file is chosen again: all for the same bytes, else none about rows."""
    state = spreadsheet.opened()
    answers = Answers.from_json(state["answers"])
    return answers if sha256(data).hexdigest() == state.get("file_digest") else answers.to_remember()


@transaction.atomic
def discard_import(*, by: Viewer, spreadsheet: SpreadsheetImport) -> None:
    """Forget a file that was not imported."""
    locked_in(spreadsheet, ImportState.STAGED).delete()
