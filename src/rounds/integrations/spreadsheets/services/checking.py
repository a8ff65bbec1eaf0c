"""Choosing a file, answering what it asks, and checking what would happen: people are only read."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.jobs import start_job
from rounds.integrations.spreadsheets.enums import ImportState
from rounds.integrations.spreadsheets.models import RememberedAnswers, SpreadsheetImport, StagedRows
from rounds.integrations.spreadsheets.services.plans.preview import Outcome, Tell, check_file, silent
from rounds.integrations.spreadsheets.services.staging import (
    header_digest,
    load_table,
    sealed_parts,
    without_columns,
)
from rounds.integrations.spreadsheets.services.steps import KEPT, is_large, locked_in
from rounds.integrations.spreadsheets.values.catalogs import catalog_for
from rounds.integrations.spreadsheets.values.words import sentence_of
from rounds.programs.models import Cohort
from rounds.sheets import (
    LIMITS,
    Answers,
    Dictionary,
    SheetError,
    Status,
    Table,
    Workbook,
    choose_sheet,
    find_table,
    fold_export,
    is_dictionary,
    is_export,
    make_plan,
    read_dictionary,
    read_workbook,
)
from rounds.sheets.mapping.plan import column_keys


def stage_file(
    *,
    by: Viewer,
    kind: str,
    name: str,
    data: bytes,
    cohort_id: UUID | None = None,
    sheet: str | None = None,
    dictionary: tuple[str, bytes] | None = None,
    include: dict[str, str] | None = None,
    answers: Answers | None = None,
) -> SpreadsheetImport:
    """Read a file and keep its rows, sealed, until they are written or a day has passed. Nothing else is written.

    `dictionary` is a REDCap data dictionary; `include` maps keys of columns that would stay out to targets;
    `answers` count instead of those remembered from an earlier file.
    Raises DomainError naming the field "file" or "dictionary".
    """
    book, folded, notes = _read(name, data, sheet, dictionary)
    keys = column_keys(folded.columns)
    digest = header_digest(keys)
    remembered = RememberedAnswers.objects.filter(kind=kind, header_digest=digest).first()
    answers = answers or (Answers.from_json(remembered.answers) if remembered else Answers())
    answers.columns.update(include or {})
    plan = make_plan(folded, catalog_for(kind), answers.columns)
    gone = [
        place
        for column in plan.having(Status.LEFT_OUT)
        for place in (column.column.index, *column.column.sources)
    ]
    table = without_columns(folded, gone)
    spreadsheet = SpreadsheetImport(
        kind=kind,
        cohort_id=cohort_id,
        by_person_id=by.person_id,
        by_name=by.name[:200],
        file_name=name[-200:],
        sheet_name=folded.sheet[:100],
        header_digest=digest,
        rows=len(table.rows),
        expires_at=now() + KEPT,
    )
    state = {
        "answers": answers.as_json(),
        "file_digest": sha256(data).hexdigest(),
        "with_dictionary": dictionary is not None,
        "notes": notes,
        "sheets": [each.name for each in book.visible_sheets] if len(book.visible_sheets) > 1 else [],
        "left_out": {
            column.key: [column.column.header, column.column.letter, column.reason]
            for column in plan.having(Status.LEFT_OUT)
        },
        "preview": None,
    }
    spreadsheet.seal_value(state)
    parts = sealed_parts(spreadsheet, table)
    with transaction.atomic():
        spreadsheet.save(force_insert=True)
        StagedRows.objects.bulk_create(parts, batch_size=10)
        if is_large(spreadsheet):
            _check_later(spreadsheet, by)
    if not is_large(spreadsheet):
        _store_check(spreadsheet, state, _check(spreadsheet, state, table))
    return spreadsheet


def _read(
    name: str, data: bytes, sheet: str | None, dictionary: tuple[str, bytes] | None
) -> tuple[Workbook, Table, list[dict[str, Any]]]:
    try:
        fields = _dictionary(dictionary)
    except SheetError as error:
        raise DomainError(sentence_of(error), field="dictionary") from None
    try:
        book = read_workbook(data, name=name)
        page = choose_sheet(book, sheet)
        table = find_table(page)
        notes: list[dict[str, Any]] = []
        if is_dictionary(table):
            raise DomainError(
                _(
                    "This is a REDCap data dictionary. Choose the data export here, and the dictionary beside it."
                ),
                field="file",
            )
        if fields or is_export(table):
            done = fold_export(table, fields)
            table = done.table
            notes = [
                {"kind": note.kind, "names": list(note.names), "count": len(note.rows)} for note in done.notes
            ]
    except SheetError as error:
        raise DomainError(sentence_of(error), field="file") from None
    if not table.rows:
        raise DomainError(_("The file holds no rows of people besides repeating instruments."), field="file")
    for kind, count, names in (
        ("filled", page.filled, ()),
        ("hidden_rows", page.hidden_rows, ()),
        ("no_result", len(page.no_result), page.no_result),
        ("no_header", int(table.header_row == 0), ()),
    ):
        if count:
            notes.append({"kind": kind, "names": list(names), "count": count})
    return book, table, notes


def _dictionary(file: tuple[str, bytes] | None) -> Dictionary | None:
    return read_dictionary(read_workbook(file[1], name=file[0], limits=LIMITS)) if file else None


def answers_for(spreadsheet: SpreadsheetImport, data: bytes) -> Answers:
    """Return the answers that are kept when a file is chosen again: all for the same bytes, else none about single rows."""
    state = spreadsheet.opened()
    answers = Answers.from_json(state["answers"])
    return answers if sha256(data).hexdigest() == state.get("file_digest") else answers.to_remember()


def answer(
    *, by: Viewer, spreadsheet: SpreadsheetImport, answers: Answers, version: int
) -> SpreadsheetImport:
    """Take a person's answers about columns and values and check the file again.

    `version` is the one that the page showed; another one since raises OutOfOrder and changes nothing.
    """
    with transaction.atomic():
        locked = locked_in(spreadsheet, ImportState.STAGED)
        if locked.version != version:
            raise OutOfOrder(
                _("This import was changed in another window. Load the page again; nothing was lost there.")
            )
        state = locked.opened()
        state["answers"] = answers.as_json()
        locked.version += 1
        locked.is_checked = False
        locked.seal_value(state)
        locked.save(update_fields=["sealed", "version", "is_checked"])
        if is_large(locked):
            _check_later(locked, by)
    if not is_large(locked):
        _store_check(locked, state, _check(locked, state, load_table(locked)))
    return locked


def check_again(spreadsheet: SpreadsheetImport, *, tell: Tell = silent) -> Outcome:
    """Check a staged file against what is on record now, and keep what would happen."""
    state = spreadsheet.opened()
    outcome = _check(spreadsheet, state, load_table(spreadsheet), tell)
    _store_check(spreadsheet, state, outcome)
    return outcome


def outcome_of(spreadsheet: SpreadsheetImport) -> Outcome:
    """Return what would happen now, without keeping it."""
    return _check(spreadsheet, spreadsheet.opened(), load_table(spreadsheet))


def _check(
    spreadsheet: SpreadsheetImport, state: dict[str, Any], table: Table, tell: Tell = silent
) -> Outcome:
    cohort = (
        Cohort.objects.filter(id=spreadsheet.cohort_id).select_related("cycle").first()
        if spreadsheet.cohort_id
        else None
    )
    return check_file(
        cohort=cohort,
        tell=tell,
        kind=spreadsheet.kind,
        table=table,
        answers=Answers.from_json(state["answers"]),
        today=institution_today(),
    )


def _store_check(spreadsheet: SpreadsheetImport, state: dict[str, Any], outcome: Outcome) -> None:
    _name_left_out(outcome.preview, state["left_out"])
    state["preview"] = outcome.preview
    spreadsheet.seal_value(state)
    spreadsheet.is_checked = True
    spreadsheet.counts = outcome.preview["counts"]
    spreadsheet.save(update_fields=["sealed", "is_checked", "counts"])


def _name_left_out(preview: dict[str, Any], left_out: dict[str, list[str]]) -> None:
    """Say again why columns stay out that were blanked and look empty now."""
    for column in preview["columns"]:
        if column["key"] in left_out and not column["target"]:
            column["status"], column["reason"], column["samples"] = (
                Status.LEFT_OUT.value,
                left_out[column["key"]][2],
                [],
            )


def _check_later(spreadsheet: SpreadsheetImport, by: Viewer) -> None:
    from rounds.integrations.spreadsheets.tasks import check_large_file

    start_job(check_large_file, by=by, about=("spreadsheet", spreadsheet.id), import_id=spreadsheet.id)


@transaction.atomic
def discard_import(*, by: Viewer, spreadsheet: SpreadsheetImport) -> None:
    """Forget a file that was not imported."""
    locked_in(spreadsheet, ImportState.STAGED).delete()
