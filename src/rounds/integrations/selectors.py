"""Reads of imports."""

from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.integrations.models import SpreadsheetImport

OFFICE = (Role.COORDINATOR, Role.DIRECTOR)


def import_for(viewer: Viewer, import_id: UUID) -> SpreadsheetImport:
    """Return an import of the institution, to its program office; NotFound otherwise."""
    spreadsheet: SpreadsheetImport | None = SpreadsheetImport.objects.filter(id=import_id).first()
    if spreadsheet is None or not viewer.has_anywhere(*OFFICE):
        raise NotFound
    return spreadsheet


def list_imports(viewer: Viewer, *, limit: int = 50) -> list[SpreadsheetImport]:
    """Return the newest imports of the institution."""
    if not viewer.has_anywhere(*OFFICE):
        raise NotFound
    return list(SpreadsheetImport.objects.all()[:limit])
