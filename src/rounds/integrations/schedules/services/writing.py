"""Writing a checked schedule in one short transaction, with one audit event."""

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.bulk_rows import check_references_now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.integrations.schedules.services.checking import Checked, check_schedule, read_staged
from rounds.integrations.schedules.services.remembering import remember_kinds
from rounds.integrations.schedules.values.answers import from_json
from rounds.integrations.spreadsheets.enums import ImportState
from rounds.integrations.spreadsheets.models import SpreadsheetImport, WayBack
from rounds.integrations.spreadsheets.services.steps import KEPT, locked_in, see_same_version
from rounds.programs.services.rotations import write_rotations


def write_schedule(*, by: Viewer, spreadsheet: SpreadsheetImport, version: int) -> None:
    """Write every rotation that is sure; what is still asked stays out.

    Raises OutOfOrder, with the check renewed, when records changed since the page was shown.
    """
    expected = (spreadsheet.opened()["preview"] or {}).get("digest")
    checked = read_staged(spreadsheet)
    if checked.preview["digest"] != expected:
        check_schedule(spreadsheet)
        raise OutOfOrder(
            _("Records were changed since this page was made. Look at the new counts and import again.")
        )
    if not checked.plan.create and not checked.plan.close:
        raise DomainError(_("There is no rotation to import yet. Answer what the cells wait for."))
    with transaction.atomic():
        locked = locked_in(spreadsheet, ImportState.STAGED)
        see_same_version(locked, version)
        _write(locked, checked, by)


def _write(locked: SpreadsheetImport, checked: Checked, by: Viewer) -> None:
    way = WayBack(spreadsheet=locked, institution_id=locked.institution_id, number=0)
    way.seal_value(write_rotations(checked.plan))
    way.save(force_insert=True)
    remember_kinds(checked.outcome, from_json(locked.opened()["answers"]))
    locked.state, locked.written_at, locked.expires_at = ImportState.WRITTEN, now(), now() + KEPT
    locked.counts = checked.preview["counts"]
    locked.save(update_fields=["state", "written_at", "expires_at", "counts"])
    check_references_now()
    audit.record(
        "rotations.imported",
        by=by,
        kind="spreadsheet",
        object_id=locked.id,
        file=locked.file_name,
        digest=checked.preview["digest"],
        **checked.preview["counts"],
    )
