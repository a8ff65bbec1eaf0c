"""Reads for histories: whom an identifier means."""

from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.errors import NotFound
from rounds.integrations.spreadsheets.enums import ImportKind
from rounds.integrations.spreadsheets.models import SpreadsheetImport
from rounds.integrations.spreadsheets.selectors import import_for
from rounds.people.models import Person

IDENTIFIERS = ("employee_id", "npi", "orcid", "email")


def history_for(viewer: Viewer, history_id: UUID) -> SpreadsheetImport:
    """Return one's own history on its way in, as any import; NotFound for another kind of file."""
    spreadsheet = import_for(viewer, history_id)
    if spreadsheet.kind != ImportKind.OUTCOMES:
        raise NotFound
    return spreadsheet


def people_by_identifier() -> dict[tuple[str, str], UUID]:
    """Return everybody on record, gone or here, by each identifier: nobody by name."""
    found: dict[tuple[str, str], UUID] = {}
    for row in Person.objects.filter(merged_into=None).values("id", *IDENTIFIERS):
        for key in IDENTIFIERS:
            if row[key]:
                found[key, row[key].casefold()] = row["id"]
    return found
