"""Taking an import back within its day, and forgetting it after."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.bulk_rows import Way, check_references_now
from rounds.core.errors import OutOfOrder
from rounds.core.jobs import start_job
from rounds.insights.services.bringing import take_back_outcomes
from rounds.insights.services.bringing.months import take_back_months
from rounds.integrations.spreadsheets.enums import ImportState
from rounds.integrations.spreadsheets.models import SpreadsheetImport
from rounds.integrations.spreadsheets.services.staying import plan_undoing, ways_of
from rounds.integrations.spreadsheets.services.steps import is_large, locked_in
from rounds.mentorships.services.bulk import take_back_recorded
from rounds.people.services import bulk
from rounds.programs.services.bulk import take_back_enrollments
from rounds.programs.services.rotations import take_back_rotations


def undo_import(*, by: Viewer, spreadsheet: SpreadsheetImport) -> int | None:
    """Take an import back, or start the job that does; returns how many people stay, None while the job works."""
    if not is_large(spreadsheet):
        return undo_now(by=by, spreadsheet=spreadsheet)
    from rounds.integrations.spreadsheets.tasks import undo_large_file

    with transaction.atomic():
        locked = locked_in(spreadsheet, ImportState.WRITTEN)
        _within_a_day(locked)
        start_job(undo_large_file, by=by, about=("spreadsheet", locked.id), import_id=locked.id)
    return None


def undo_now(*, by: Viewer, spreadsheet: SpreadsheetImport) -> int:
    """Take back everything that an import wrote; returns how many people stay because they are in use since."""
    ways = ways_of(spreadsheet)
    with transaction.atomic():
        return _take_back(locked_in(spreadsheet, ImportState.WRITTEN), ways, by)


def _take_back(locked: SpreadsheetImport, ways: Sequence[Way], by: Viewer) -> int:
    _within_a_day(locked)
    plan = plan_undoing(locked, ways)
    stay = plan.stay
    for way in plan.ways:
        stay += take_back_rotations(way)
        stay += take_back_outcomes(way, by=by)
        stay += take_back_months(way)
        take_back_recorded(way)
        take_back_enrollments(way)
        stay += len(bulk.take_back(way, by=by))
    locked.ways_back.all().delete()
    locked.parts.all().delete()
    locked.state, locked.undone_at = ImportState.UNDONE, now()
    _forget_contents(locked)
    locked.save(update_fields=["state", "undone_at", "sealed"])
    check_references_now()
    audit.record("people.import_undone", by=by, kind="spreadsheet", object_id=locked.id, stay=stay)
    return stay


def _within_a_day(spreadsheet: SpreadsheetImport) -> None:
    if spreadsheet.expires_at <= now():
        raise OutOfOrder(
            _("This import is more than a day old; it can't be undone any more. Change people one by one.")
        )


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
