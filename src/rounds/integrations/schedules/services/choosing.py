"""Choosing a schedule: its sheets are kept, sealed; nothing is written."""

from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import DomainError
from rounds.integrations.schedules.services.checking import check_schedule
from rounds.integrations.schedules.services.staging import sealed_calendar, sealed_sheets
from rounds.integrations.schedules.values.answers import to_json
from rounds.integrations.spreadsheets.enums import ImportKind
from rounds.integrations.spreadsheets.models import SpreadsheetImport, StagedRows
from rounds.integrations.spreadsheets.services.steps import KEPT
from rounds.integrations.spreadsheets.values.words import sentence_of
from rounds.sheets import Sheet, SheetError, read_workbook
from rounds.sheets.schedules import Answers, read_calendar_schedule

# More filled cells than this are several years of several programs in one file.
MOST_CELLS = 40_000
CALENDAR = b"BEGIN:VCALENDAR"


def stage_schedule(*, by: Viewer, name: str, data: bytes) -> SpreadsheetImport:
    """Read a schedule and keep its sheets, sealed, until it is written or a day has passed.

    Raises DomainError naming the field "file".
    """
    is_calendar = data.lstrip(b"\xef\xbb\xbf \r\n")[:15].upper() == CALENDAR
    sheets = () if is_calendar else _read(name, data)
    if is_calendar:
        _check_calendar(data)
    spreadsheet = SpreadsheetImport(
        kind=ImportKind.SCHEDULE,
        by_person_id=by.person_id,
        by_name=by.name[:200],
        file_name=name[-200:],
        sheet_name=sheets[0].name[:100] if sheets else "",
        header_digest=sha256(data).hexdigest(),
        rows=sum(len(sheet.rows) for sheet in sheets) or data.count(b"BEGIN:VEVENT"),
        expires_at=now() + KEPT,
    )
    spreadsheet.seal_value({"answers": to_json(Answers()), "preview": None})
    parts = sealed_sheets(spreadsheet, sheets) if sheets else [sealed_calendar(spreadsheet, data)]
    with transaction.atomic():
        spreadsheet.save(force_insert=True)
        StagedRows.objects.bulk_create(parts, batch_size=10)
    check_schedule(spreadsheet)
    return spreadsheet


def _check_calendar(data: bytes) -> None:
    try:
        read_calendar_schedule(data, [])
    except SheetError as error:
        raise DomainError(sentence_of(error), field="file") from None


def _read(name: str, data: bytes) -> tuple[Sheet, ...]:
    try:
        sheets = read_workbook(data, name=name).visible_sheets
    except SheetError as error:
        raise DomainError(sentence_of(error), field="file") from None
    if not sheets:
        raise DomainError(
            _("No sheet of this file can be seen. Show the one with the schedule, and save it."), field="file"
        )
    filled = sum(bool(value.strip()) for sheet in sheets for row in sheet.rows for value in row.values)
    if filled > MOST_CELLS:
        raise DomainError(
            _(
                "This file has %(count)s filled cells; %(most)s are read at once. Split it by program or by year."
            )
            % {"count": filled, "most": MOST_CELLS},
            field="file",
        )
    return sheets
