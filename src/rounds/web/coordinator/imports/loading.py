"""Who may import, and which import a page is about."""

from uuid import UUID

from rounds.core.access import Viewer, holds
from rounds.core.enums import Role
from rounds.integrations.models import SpreadsheetImport
from rounds.integrations.spreadsheets.selectors import import_for

OFFICE = holds(Role.COORDINATOR, Role.DIRECTOR)


def load(viewer: Viewer, import_id: UUID, form: str = "") -> SpreadsheetImport:
    """Load an import for its office; the file's ending is checked by the page."""
    return import_for(viewer, import_id)
