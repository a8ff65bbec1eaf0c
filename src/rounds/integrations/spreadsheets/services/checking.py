"""Answering what a file asks, and checking what would happen: people are only read."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import OutOfOrder
from rounds.core.jobs import start_job
from rounds.integrations.spreadsheets.enums import ImportKind, ImportState
from rounds.integrations.spreadsheets.models import SpreadsheetImport
from rounds.integrations.spreadsheets.services.plans.preview import Outcome, Tell, check_file, silent
from rounds.integrations.spreadsheets.services.staging import load_table
from rounds.integrations.spreadsheets.services.steps import is_large, locked_in
from rounds.integrations.spreadsheets.values.catalogs import catalog_for
from rounds.programs.models import Cohort
from rounds.sheets import Answers, Plan, Status, Table, make_plan
from rounds.sheets.cells.several_values import read_list

ONE_SIDE = {ImportKind.MENTEES: "mentee", ImportKind.MENTORS: "mentor"}


def kind_for(kind: str, table: Table, plan: Plan) -> str:
    """Return the kind of a file: one whose rows say that some are on the other side holds both."""
    side = ONE_SIDE.get(ImportKind(kind))
    if side is None:
        return kind
    target = catalog_for(kind).index["side"]
    texts = {text for column in plan.by_target.get("side", ()) for text in table.values_of(column.column)}
    others = any(set(read_list(target, text, {}).value or ()) - {side} for text in texts)
    return str(ImportKind.BOTH) if others else kind


def answer(
    *, by: Viewer, spreadsheet: SpreadsheetImport, answers: Answers, version: int
) -> SpreadsheetImport:
    """Take a person's answers about columns and values and check the file again.

    `version` is the one that the page showed; another one since raises OutOfOrder and changes nothing.
    """
    with transaction.atomic():
        locked = locked_in(spreadsheet, ImportState.STAGED)
        if locked.version != version:
            raise OutOfOrder(
                _("This import was changed in another window. Load the page again; nothing was lost there.")
            )
        state = locked.opened()
        state["answers"] = answers.as_json()
        if "side" in answers.columns.values():
            table = load_table(locked)
            plan = make_plan(table, catalog_for(locked.kind), answers.columns, today=institution_today())
            locked.kind = kind_for(locked.kind, table, plan)
        locked.version += 1
        locked.is_checked = False
        locked.seal_value(state)
        locked.save(update_fields=["sealed", "version", "is_checked", "kind"])
        is_deferred = check_later_if_large(locked, by=by)
    if not is_deferred:
        check_again(locked)
    return locked


def check_later_if_large(spreadsheet: SpreadsheetImport, *, by: Viewer) -> bool:
    """Let a job check a large file; returns whether one does."""
    if is_large(spreadsheet):
        from rounds.integrations.spreadsheets.tasks import check_large_file

        start_job(check_large_file, by=by, about=("spreadsheet", spreadsheet.id), import_id=spreadsheet.id)
        return True
    return False


def check_again(spreadsheet: SpreadsheetImport, *, tell: Tell = silent) -> Outcome:
    """Check a staged file against what is on record now, and keep what would happen.

    What was answered while it was checked stays: that check is then not kept, and the file is checked once more.
    """
    while True:
        current: SpreadsheetImport = SpreadsheetImport.objects.get(id=spreadsheet.id)
        outcome = _check(current, current.opened(), load_table(current), tell)
        if _store_check(current, outcome):
            spreadsheet.refresh_from_db()
            return outcome


def outcome_of(spreadsheet: SpreadsheetImport) -> Outcome:
    """Return what would happen now, without keeping it."""
    return _check(spreadsheet, spreadsheet.opened(), load_table(spreadsheet))


def _check(
    spreadsheet: SpreadsheetImport, state: dict[str, Any], table: Table, tell: Tell = silent
) -> Outcome:
    cohort = (
        Cohort.objects.filter(id=spreadsheet.cohort_id).select_related("cycle").first()
        if spreadsheet.cohort_id
        else None
    )
    return check_file(
        cohort=cohort,
        tell=tell,
        kind=spreadsheet.kind,
        table=table,
        answers=Answers.from_json(state["answers"]),
        today=institution_today(),
    )


@transaction.atomic
def _store_check(spreadsheet: SpreadsheetImport, outcome: Outcome) -> bool:
    """Keep a check; returns False, and keeps nothing, when somebody answered since it began."""
    locked = SpreadsheetImport.objects.select_for_update(no_key=True).filter(id=spreadsheet.id).first()
    if locked is None or locked.state != ImportState.STAGED:
        return True
    if locked.version != spreadsheet.version:
        return False
    state = locked.opened()
    _name_left_out(outcome.preview, state["left_out"])
    state["preview"] = outcome.preview
    locked.seal_value(state)
    locked.is_checked = True
    not_used = {"repeated": outcome.preview["repeated"], "nobody": len(outcome.preview["nobody"])}
    locked.counts = {**outcome.preview["counts"], **not_used}
    locked.save(update_fields=["sealed", "is_checked", "counts"])
    return True


def _name_left_out(preview: dict[str, Any], left_out: dict[str, list[str]]) -> None:
    """Say again why columns stay out that were blanked and look empty now."""
    for column in preview["columns"]:
        if column["key"] in left_out and not column["target"]:
            column["status"], column["reason"], column["samples"] = (
                Status.LEFT_OUT.value,
                left_out[column["key"]][2],
                [],
            )
