"""Large files: checked and written by the worker, and forgotten after a day."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy

from rounds.core.jobs import Run, job
from rounds.core.jobs.chores import chore
from rounds.integrations.spreadsheets.enums import ImportState
from rounds.integrations.spreadsheets.models import SpreadsheetImport
from rounds.integrations.spreadsheets.services import check_again, expire_imports, undo_now, write_now


@chore("imports.expire", every=timedelta(hours=6))
def forget_raw_files() -> None:
    """Delete the raw rows of imports that are past their time."""
    expire_imports()


@job(title=gettext_lazy("Checking a file"))
def check_large_file(run: Run, *, import_id: str) -> dict[str, Any]:
    """Check a large file; a second run of the same finds the same."""
    spreadsheet = SpreadsheetImport.objects.filter(id=UUID(import_id), state=ImportState.STAGED).first()
    if spreadsheet is None:
        return {}
    outcome = check_again(spreadsheet, tell=run.progress)
    run.progress(spreadsheet.rows, spreadsheet.rows)
    return dict(outcome.preview["counts"])


@job(title=gettext_lazy("Importing a file"))
def write_large_file(run: Run, *, import_id: str, version: int) -> dict[str, Any]:
    """Write a large file in one transaction; whoever runs it again finds it written."""
    spreadsheet = SpreadsheetImport.objects.filter(id=UUID(import_id)).first()
    if spreadsheet is None or spreadsheet.state != ImportState.STAGED:
        return {}
    write_now(by=run.viewer, spreadsheet=spreadsheet, version=version, tell=run.progress)
    run.progress(spreadsheet.rows, spreadsheet.rows)
    return dict(spreadsheet.counts)


@job(title=gettext_lazy("Taking an import back"))
def undo_large_file(run: Run, *, import_id: str) -> dict[str, Any]:
    """Take a large import back in one transaction; whoever runs it again finds it undone."""
    spreadsheet = SpreadsheetImport.objects.filter(id=UUID(import_id), state=ImportState.WRITTEN).first()
    if spreadsheet is None:
        return {}
    return {"stay": undo_now(by=run.viewer, spreadsheet=spreadsheet)}
