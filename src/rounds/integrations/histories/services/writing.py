"""Writing a checked history in one transaction, with one audit event and a way back for a day."""

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.insights.services.bringing import bring_outcomes, unseen
from rounds.insights.services.bringing.months import bring_months
from rounds.integrations.histories.services.staging import REASON, Planned, planned
from rounds.integrations.spreadsheets.enums import ImportState
from rounds.integrations.spreadsheets.models import SpreadsheetImport, WayBack
from rounds.integrations.spreadsheets.services.steps import KEPT, locked_in, see_same_version


def write_history(*, by: Viewer, spreadsheet: SpreadsheetImport, version: int, expected: str) -> None:
    """Write what a history brings. `expected` is the digest of what the page said; OutOfOrder when records changed since."""
    if spreadsheet.state != ImportState.STAGED or not spreadsheet.sealed:
        locked_in(spreadsheet, ImportState.STAGED)
        raise OutOfOrder(_("This file is gone. Import it once more."))
    plan = planned(spreadsheet, by=by)
    if plan.digest != expected:
        raise OutOfOrder(
            _("Records were changed since this page was made. Look at the new counts and import again.")
        )
    if not plan.counts["create"] and not plan.counts["update"]:
        raise DomainError(_("Everything in this file is on record already. There is nothing to import."))
    with transaction.atomic():
        locked = locked_in(spreadsheet, ImportState.STAGED)
        see_same_version(locked, version)
        _write(locked, plan, by)


def _write(locked: SpreadsheetImport, plan: Planned, by: Viewer) -> None:
    seen = unseen(plan.seen, source=plan.source)
    bring_outcomes(plan.rows, source=plan.source, by=by, reason=REASON, import_id=locked.id, seen=seen)
    bring_months(plan.months, import_id=locked.id)
    way = WayBack(spreadsheet=locked, institution_id=locked.institution_id, number=0)
    way.seal_value(
        {"outcomes": str(locked.id), "seen": [[str(key), day.isoformat()] for key, day in seen.items()]}
    )
    way.save(force_insert=True)
    locked.state, locked.written_at, locked.expires_at = ImportState.WRITTEN, now(), now() + KEPT
    locked.counts = plan.counts
    locked.save(update_fields=["state", "written_at", "expires_at", "counts"])
    audit.record(
        "outcomes.imported",
        by=by,
        kind="spreadsheet",
        object_id=locked.id,
        file=locked.file_name,
        digest=plan.digest,
        counts=plan.counts,
    )
