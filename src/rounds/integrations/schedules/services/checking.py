"""Reading a staged schedule with what was answered, and counting what would happen. Nothing of it is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import OutOfOrder
from rounds.integrations.schedules.selectors import known_people
from rounds.integrations.schedules.services.preview import preview_of
from rounds.integrations.schedules.services.remembering import with_remembered
from rounds.integrations.schedules.services.staging import load_calendar, load_sheets
from rounds.integrations.schedules.values.answers import from_json, merged, to_json
from rounds.integrations.spreadsheets.enums import ImportState
from rounds.integrations.spreadsheets.models import SpreadsheetImport
from rounds.integrations.spreadsheets.services.steps import locked_in
from rounds.programs.services.rotations import RotationPlan, plan_rotations
from rounds.sheets.schedules import Answers, Known, Outcome, read_calendar_schedule, read_schedule


@dataclass(frozen=True)
class Checked:
    """Everything that reading a schedule found; `preview` is what pages show and what is kept."""

    outcome: Outcome
    plan: RotationPlan
    preview: dict[str, Any]


def answer_schedule(
    *, by: Viewer, spreadsheet: SpreadsheetImport, said: Answers, version: int
) -> SpreadsheetImport:
    """Take a person's answers and read the schedule again; `version` is the one that the page showed."""
    with transaction.atomic():
        locked = locked_in(spreadsheet, ImportState.STAGED)
        if locked.version != version:
            raise OutOfOrder(
                _("This import was changed in another window. Load the page again; nothing was lost there.")
            )
        state = locked.opened()
        state["answers"] = to_json(merged(from_json(state["answers"]), said))
        locked.version += 1
        locked.is_checked = False
        locked.seal_value(state)
        locked.save(update_fields=["sealed", "version", "is_checked"])
    check_schedule(locked)
    return locked


def read_staged(spreadsheet: SpreadsheetImport) -> Checked:
    """Read a staged schedule as things stand now, without keeping what comes of it."""
    people = known_people()
    answers = from_json(spreadsheet.opened()["answers"])
    read = _reader(spreadsheet, people)
    outcome = read(answers)
    recalled = with_remembered(outcome, answers)
    if recalled is not answers:
        outcome = read(recalled)
    is_whole = not [one for one in outcome.questions if one.cause != "kind"]
    preview, said = preview_of(outcome, people, import_id=spreadsheet.id)
    plan = plan_rotations(said, is_whole=is_whole)
    return Checked(outcome, plan, preview.with_plan(plan))


def _reader(spreadsheet: SpreadsheetImport, people: Sequence[Known]) -> Callable[[Answers], Outcome]:
    """Return what reads the staged file with answers, whichever sort of file it is."""
    calendar = load_calendar(spreadsheet)
    if calendar is not None:
        zone = spreadsheet.institution.timezone
        name = spreadsheet.file_name
        return lambda answers: read_calendar_schedule(calendar, people, answers, name=name, zone=zone)
    sheets, today = load_sheets(spreadsheet), institution_today()
    return lambda answers: read_schedule(sheets, people, answers, today=today)


def check_schedule(spreadsheet: SpreadsheetImport) -> Checked:
    """Read a staged schedule against what is on record now, and keep what would happen."""
    checked = read_staged(spreadsheet)
    with transaction.atomic():
        locked = SpreadsheetImport.objects.select_for_update(no_key=True).filter(id=spreadsheet.id).first()
        if locked is None or locked.state != ImportState.STAGED or locked.version != spreadsheet.version:
            return checked
        state = locked.opened()
        state["preview"] = checked.preview
        locked.seal_value(state)
        locked.is_checked = True
        locked.counts = checked.preview["counts"]
        locked.save(update_fields=["sealed", "is_checked", "counts"])
    spreadsheet.refresh_from_db()
    return checked
