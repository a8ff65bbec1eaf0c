"""Sheets on their way in: packed, sealed, and read back as they were."""

from base64 import b64decode, b64encode
from collections.abc import Sequence

from rounds.integrations.spreadsheets.models import SpreadsheetImport, StagedRows
from rounds.integrations.spreadsheets.services.staging import pack, unpack
from rounds.sheets import Row, Sheet, Span


def sealed_sheets(spreadsheet: SpreadsheetImport, sheets: Sequence[Sheet]) -> list[StagedRows]:
    """Seal the sheets, one a row, ready to be saved."""
    parts = []
    for number, sheet in enumerate(sheets):
        part = StagedRows(spreadsheet=spreadsheet, institution_id=spreadsheet.institution_id, number=number)
        rows = [[row.number, row.values] for row in sheet.rows]
        spans = [[span.row, span.first, span.last] for span in sheet.spans]
        part.seal_value(pack({"name": sheet.name, "rows": rows, "spans": spans}))
        parts.append(part)
    return parts


def sealed_calendar(spreadsheet: SpreadsheetImport, data: bytes) -> StagedRows:
    """Seal a calendar file as it came."""
    part = StagedRows(spreadsheet=spreadsheet, institution_id=spreadsheet.institution_id, number=0)
    part.seal_value(pack({"calendar": b64encode(data).decode()}))
    return part


def load_calendar(spreadsheet: SpreadsheetImport) -> bytes | None:
    """Return a calendar file that was staged; None for sheets."""
    opened = unpack(spreadsheet.parts.get(number=0).opened())
    return b64decode(opened["calendar"]) if "calendar" in opened else None


def load_sheets(spreadsheet: SpreadsheetImport) -> list[Sheet]:
    """Open the sheets of a schedule again."""
    opened = [unpack(part.opened()) for part in spreadsheet.parts.order_by("number")]
    return [
        Sheet(
            one["name"],
            tuple(Row(number, tuple(values)) for number, values in one["rows"]),
            spans=tuple(Span(*span) for span in one["spans"]),
        )
        for one in opened
    ]
