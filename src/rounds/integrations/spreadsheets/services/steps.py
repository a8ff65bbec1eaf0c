"""What every step of an import keeps to: how long it lasts, how much at once, who was first."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from rounds.core.errors import OutOfOrder
from rounds.integrations.spreadsheets.enums import ImportState
from rounds.integrations.spreadsheets.models import SpreadsheetImport

KEPT: Final = timedelta(hours=24)
# More rows, columns or cells than this are checked and written by a job.
ROWS_AT_ONCE: Final = 2_000
COLUMNS_AT_ONCE: Final = 250
CELLS_AT_ONCE: Final = 40_000


def is_large(spreadsheet: SpreadsheetImport) -> bool:
    """Tell whether a job must check, write and undo it."""
    rows, columns = spreadsheet.rows, spreadsheet.columns
    return rows > ROWS_AT_ONCE or columns > COLUMNS_AT_ONCE or rows * columns > CELLS_AT_ONCE


def locked_in(spreadsheet: SpreadsheetImport, state: ImportState) -> SpreadsheetImport:
    """Lock the row and see that the step follows; loses to whoever was first."""
    locked: SpreadsheetImport | None = (
        SpreadsheetImport.objects.select_for_update(no_key=True).filter(id=spreadsheet.id).first()
    )
    if locked is None or locked.state != state:
        stands = locked.get_state_display() if locked else _("gone")
        raise OutOfOrder(_("This import is %(state)s. Load the list of imports again.") % {"state": stands})
    return locked


def see_same_version(locked: SpreadsheetImport, version: int) -> None:
    """See that nobody answered in another window since the page was shown."""
    if locked.version != version or not locked.is_checked:
        raise OutOfOrder(
            _("This import was changed in another window. Load the page again; nothing was lost there.")
        )
