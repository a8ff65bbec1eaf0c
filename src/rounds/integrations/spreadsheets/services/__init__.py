"""Every change of an import: choose a file, answer, write, undo, forget."""

from rounds.integrations.spreadsheets.services.checking import answer, check_again, outcome_of
from rounds.integrations.spreadsheets.services.choosing import (
    answers_for,
    choose_header,
    discard_import,
    stage_file,
)
from rounds.integrations.spreadsheets.services.staying import plan_undoing, ways_of
from rounds.integrations.spreadsheets.services.undoing import expire_imports, undo_import, undo_now
from rounds.integrations.spreadsheets.services.writing import write_import, write_now

__all__ = [
    "answer",
    "answers_for",
    "check_again",
    "choose_header",
    "discard_import",
    "expire_imports",
    "outcome_of",
    "plan_undoing",
    "stage_file",
    "undo_import",
    "undo_now",
    "ways_of",
    "write_import",
    "write_now",
]
