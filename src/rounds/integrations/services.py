"""Every change of an import: choose a file, answer, write, undo, forget."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now, today
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.jobs import start_job
from rounds.core.models import Institution
from rounds.integrations.catalogs import catalog_for
from rounds.integrations.enums import IMPORT_TRANSITIONS, ImportState
from rounds.integrations.models import RememberedAnswers, SpreadsheetImport, StagedRows, WayBack
from rounds.integrations.people_plan import TRAINING_TITLE, PlannedPeople
from rounds.integrations.preview import Outcome, Tell, check_file, silent
from rounds.integrations.staging import header_digest, load_table, sealed_parts, without_columns
from rounds.integrations.words import sentence_of
from rounds.mentorships.bulk import take_back_recorded
from rounds.people import bulk
from rounds.people.models import Department, Site, TrainingProgram
from rounds.programs.bulk import take_back_enrollments
from rounds.programs.models import Cohort
from rounds.sheets import (
    LIMITS,
    Answers,
    Dictionary,
    Kind,
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
from rounds.sheets.mapping import column_keys

KEPT: Final = timedelta(hours=24)
# More rows than this are checked and written by a job.
ROWS_AT_ONCE: Final = 2_000
Way = dict[str, Any]
PLACE_MODELS: Final[dict[str, type[Department | Site | TrainingProgram]]] = {
    "department": Department,
    "site": Site,
    "training_program": TrainingProgram,
}


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
        if spreadsheet.rows > ROWS_AT_ONCE:
            _check_later(spreadsheet, by)
    if spreadsheet.rows <= ROWS_AT_ONCE:
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
        ("filled", page.filled, ()), ("hidden_rows", page.hidden_rows, ()), ("no_result", len(page.no_result), page.no_result),
        ("no_header", int(table.header_row == 0), ()),
    ):  # fmt: skip
        if count:
            notes.append({"kind": kind, "names": list(names), "count": count})
    return book, table, notes


def _dictionary(file: tuple[str, bytes] | None) -> Dictionary | None:
    return read_dictionary(read_workbook(file[1], name=file[0], limits=LIMITS)) if file else None


def answers_for(spreadsheet: SpreadsheetImport, data: bytes) -> Answers:
    """Return the answers that go along when a file is chosen again: all for the same bytes, else none about single rows."""
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
        locked = _locked(spreadsheet, ImportState.STAGED)
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
        if locked.rows > ROWS_AT_ONCE:
            _check_later(locked, by)
    if locked.rows <= ROWS_AT_ONCE:
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
        today=_today(spreadsheet),
    )


def _store_check(spreadsheet: SpreadsheetImport, state: dict[str, Any], outcome: Outcome) -> None:
    _name_left_out(outcome.preview, state["left_out"])
    state["preview"] = outcome.preview
    spreadsheet.seal_value(state)
    spreadsheet.is_checked = True
    spreadsheet.counts = outcome.preview["counts"]
    spreadsheet.save(update_fields=["sealed", "is_checked", "counts"])


def _name_left_out(preview: dict[str, Any], left_out: dict[str, list[str]]) -> None:
    """Columns that were blanked look empty now; say again why they stay out."""
    for column in preview["columns"]:
        if column["key"] in left_out and not column["target"]:
            column["status"], column["reason"], column["samples"] = (
                Status.LEFT_OUT.value,
                left_out[column["key"]][2],
                [],
            )


def _check_later(spreadsheet: SpreadsheetImport, by: Viewer) -> None:
    from rounds.integrations.tasks import check_large_file

    start_job(check_large_file, by=by, about=("spreadsheet", spreadsheet.id), import_id=spreadsheet.id)


def write_import(*, by: Viewer, spreadsheet: SpreadsheetImport, version: int) -> bool:
    """Write every sound row, or start the job that does; returns whether it is done.

    Raises OutOfOrder, with the check renewed, when people changed since the page was shown.
    """
    if spreadsheet.rows <= ROWS_AT_ONCE:
        write_now(by=by, spreadsheet=spreadsheet, version=version)
        return True
    from rounds.integrations.tasks import write_large_file

    with transaction.atomic():
        locked = _locked(spreadsheet, ImportState.STAGED)
        _same_version(locked, version)
        start_job(
            write_large_file, by=by, about=("spreadsheet", locked.id), title=_("Importing %(file)s") % {"file": locked.file_name},
            import_id=locked.id, version=version,
        )  # fmt: skip
    return False


def write_now(*, by: Viewer, spreadsheet: SpreadsheetImport, version: int, tell: Tell = silent) -> None:
    """Write every sound row of a file in one transaction, with one audit event; a second call changes nothing."""
    expected = (spreadsheet.opened()["preview"] or {}).get("digest")
    outcome = check_again(spreadsheet, tell=tell)
    if outcome.preview["digest"] != expected:
        raise OutOfOrder(
            _("People were changed since this page was made. Look at the new counts and import again.")
        )
    if not outcome.planned.rows:
        raise DomainError(_("There is no row to import yet. Answer what the rows wait for."))
    tell(spreadsheet.rows, spreadsheet.rows, _("Writing"))
    ways, write = _prepared(outcome, by)
    ways_back = _ways_back(spreadsheet, ways)
    with transaction.atomic():
        locked = _locked(spreadsheet, ImportState.STAGED)
        _same_version(locked, version)
        ways_back += _ways_back(spreadsheet, write(), after=len(ways_back))
        WayBack.objects.bulk_create(ways_back)
        locked.state, locked.written_at, locked.expires_at = ImportState.WRITTEN, now(), now() + KEPT
        locked.save(update_fields=["state", "written_at", "expires_at"])
        _remember(locked)
        audit.record(
            "people.imported", by=by, kind="spreadsheet", object_id=locked.id, what=locked.kind, file=locked.file_name,
            digest=outcome.preview["digest"], **outcome.preview["counts"],
        )  # fmt: skip


def _prepared(outcome: Outcome, by: Viewer) -> tuple[list[Way], Callable[[], list[Way]]]:
    """Work out every row before the transaction opens: the ways back, and what writes in the order of dependence.

    It returns further ways back, which only the writing can tell; they are taken before the others.
    """
    planned, pairs = outcome.planned, outcome.pairs
    if pairs is not None:
        return [], lambda: pairs.write(planned.rows, by=by)
    places = {key: _used_places(planned, key, names) for key, names in planned.new_places.items()}
    people = bulk.prepare_people([row.entry for row in planned.rows if row.entry is not None])
    lines = [line for row in planned.rows for line in row.lines]
    trained = {row.person_id: row.trained_on for row in planned.rows if row.is_trained}
    way, enroll = outcome.enrollments.prepare(planned.rows) if outcome.enrollments is not None else ({}, dict)

    def write() -> list[Way]:
        for key, names in places.items():
            bulk.make_places(model=PLACE_MODELS[key], names=names)
        bulk.write_people(people)
        return [
            bulk.write_lines(lines),
            bulk.write_training(trained, title=TRAINING_TITLE),
            enroll(),
        ]

    ways = [bulk.way_of_places(model=PLACE_MODELS[key], names=names) for key, names in places.items()]
    return [*ways, dict(people.way_back), way], write


def _ways_back(spreadsheet: SpreadsheetImport, ways: Iterable[Way], *, after: int = 0) -> list[WayBack]:
    """Seal what leads back; empty steps are left out."""
    rows: list[WayBack] = []
    for way in ways:
        if any(way.values()):
            row = WayBack(
                spreadsheet=spreadsheet,
                institution_id=spreadsheet.institution_id,
                number=after + len(rows),
            )
            row.seal_value(way)
            rows.append(row)
    return rows


def _used_places(planned: PlannedPeople, key: str, names: dict[str, UUID]) -> dict[str, UUID]:
    """Leave out places that only rows with problems name."""
    if key == "training_program":
        used: set[UUID | None] = {line.training_program_id for row in planned.rows for line in row.lines}
    else:
        used = {row.entry.stage.get(f"{key}_id") for row in planned.rows if row.entry and row.entry.stage}
    return {name: pk for name, pk in names.items() if pk in used}


def _remember(spreadsheet: SpreadsheetImport) -> None:
    """Keep what holds for the next file with these columns; nothing about single people."""
    state = spreadsheet.opened()
    answers = Answers.from_json(state["answers"]).to_remember()
    catalog = catalog_for(spreadsheet.kind)
    general = {Kind.CHOICE, Kind.CHOICES, Kind.PGY, Kind.YES_NO, Kind.INTEGER, Kind.NUMBER, Kind.DAY_PARTS}
    answers.values = {
        key: words
        for key, words in answers.values.items()
        if key in catalog.index and catalog.index[key].kind in general
    }
    for column in state["preview"]["columns"]:
        if column["status"] == Status.RECOGNIZED.value:
            answers.columns.setdefault(column["key"], column["target"])
    RememberedAnswers.objects.update_or_create(
        kind=spreadsheet.kind,
        header_digest=spreadsheet.header_digest,
        defaults={"answers": asdict(answers), "changed_at": now()},
    )


def undo_import(*, by: Viewer, spreadsheet: SpreadsheetImport) -> int | None:
    """Take an import back, or start the job that does; returns how many people stay, None while the job works."""
    if spreadsheet.rows <= ROWS_AT_ONCE:
        return undo_now(by=by, spreadsheet=spreadsheet)
    from rounds.integrations.tasks import undo_large_file

    with transaction.atomic():
        locked = _locked(spreadsheet, ImportState.WRITTEN)
        _within_a_day(locked)
        start_job(undo_large_file, by=by, about=("spreadsheet", locked.id), import_id=locked.id)
    return None


def undo_now(*, by: Viewer, spreadsheet: SpreadsheetImport) -> int:
    """Take back everything that an import wrote; returns how many people stay because they are in use since."""
    # Ways back never change; they are opened before anybody has to wait.
    ways = [way.opened() for way in spreadsheet.ways_back.order_by("-number")]
    with transaction.atomic():
        return _take_back(_locked(spreadsheet, ImportState.WRITTEN), ways, by)


def _take_back(locked: SpreadsheetImport, ways: Sequence[Way], by: Viewer) -> int:
    _within_a_day(locked)
    stay: list[str] = []
    for way in ways:
        take_back_recorded(way)
        take_back_enrollments(way)
        stay += bulk.take_back(way)
    locked.ways_back.all().delete()
    locked.parts.all().delete()
    locked.state, locked.undone_at = ImportState.UNDONE, now()
    _forget_contents(locked)
    locked.save(update_fields=["state", "undone_at", "sealed"])
    audit.record("people.import_undone", by=by, kind="spreadsheet", object_id=locked.id, stay=len(stay))
    return len(stay)


def _within_a_day(spreadsheet: SpreadsheetImport) -> None:
    if spreadsheet.expires_at <= now():
        raise OutOfOrder(
            _("This import is more than a day old; it can't be undone any more. Change people one by one.")
        )


@transaction.atomic
def discard_import(*, by: Viewer, spreadsheet: SpreadsheetImport) -> None:
    """Forget a file that was not imported."""
    _locked(spreadsheet, ImportState.STAGED).delete()


def expire_imports() -> int:
    """Delete rows, answers and ways back whose day has passed; the fact and the counts of an import stay."""
    moment = now()
    gone = 0
    for spreadsheet in SpreadsheetImport.everywhere.filter(expires_at__lte=moment, state=ImportState.STAGED)[
        :200
    ]:
        spreadsheet.delete()
        gone += 1
    for spreadsheet in SpreadsheetImport.everywhere.filter(
        expires_at__lte=moment, state=ImportState.WRITTEN
    ).exclude(sealed="")[:200]:
        spreadsheet.parts(manager="everywhere").all().delete()
        spreadsheet.ways_back(manager="everywhere").all().delete()
        spreadsheet.sealed = ""
        spreadsheet.save(update_fields=["sealed"])
        gone += 1
    return gone


def _forget_contents(spreadsheet: SpreadsheetImport) -> None:
    spreadsheet.sealed = ""


def _locked(spreadsheet: SpreadsheetImport, state: ImportState) -> SpreadsheetImport:
    """Lock the row and see that the step follows; loses to whoever was first."""
    locked: SpreadsheetImport | None = (
        SpreadsheetImport.objects.select_for_update(no_key=True).filter(id=spreadsheet.id).first()
    )
    if locked is None or locked.state != state:
        stands = locked.get_state_display() if locked else _("gone")
        raise OutOfOrder(_("This import is %(state)s. Load the list of imports again.") % {"state": stands})
    assert IMPORT_TRANSITIONS[state]
    return locked


def _same_version(locked: SpreadsheetImport, version: int) -> None:
    if locked.version != version or not locked.is_checked:
        raise OutOfOrder(
            _("This import was changed in another window. Load the page again; nothing was lost there.")
        )


def _today(spreadsheet: SpreadsheetImport) -> date:
    return today(Institution.objects.get(id=str(spreadsheet.institution_id)).timezone)
