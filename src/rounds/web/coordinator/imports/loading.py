"""Who may import, and which import a page is about."""

from uuid import UUID

from rounds.core.access import Viewer, holds
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.integrations.models import SpreadsheetImport
from rounds.integrations.spreadsheets.enums import ImportKind
from rounds.integrations.spreadsheets.selectors import import_for
from rounds.programs.models import Cohort

OFFICE = holds(Role.COORDINATOR, Role.DIRECTOR)


def load(viewer: Viewer, import_id: UUID, form: str = "") -> SpreadsheetImport:
    """Load a table on its way in for its office, no schedule and no history; the file's ending is checked by the page."""
    spreadsheet = load_any(viewer, import_id)
    if spreadsheet.kind in (ImportKind.SCHEDULE, ImportKind.OUTCOMES):
        raise NotFound
    return spreadsheet


def load_any(viewer: Viewer, import_id: UUID) -> SpreadsheetImport:
    """Load an import of any kind for its office."""
    return import_for(viewer, import_id)


def reads_private(viewer: Viewer, spreadsheet: SpreadsheetImport) -> bool:
    """Tell whether somebody may read whom people must not be paired with: a coordinator of the import's program."""
    cohort = Cohort.objects.filter(id=spreadsheet.cohort_id).select_related("cycle").first()
    return viewer.has(Role.COORDINATOR, scope_id=cohort.cycle.program_id if cohort else None)
