"""What somebody answers while a file is still being checked stays, and the check counts with it."""

from __future__ import annotations

import pytest

from rounds.core.errors import OutOfOrder
from rounds.integrations.spreadsheets.models import SpreadsheetImport
from rounds.integrations.spreadsheets.services import answer, check_again, stage_file
from rounds.sheets import Answers

TEXT = "Last,First,Email,Level\nStone,Eli,eli@x.example,Seasoned\nMarsh,Ada,ada@x.example,Seasoned\n"


def test_answer_given_while_a_check_runs_is_kept_and_counted(alice):
    spreadsheet = stage_file(by=alice, kind="roster", name="a.csv", data=TEXT.encode())
    said = Answers(columns={"level": "title"})
    given = []

    def tell(_done, _total, _words):
        if not given:  # in the middle of the first check
            given.append(answer(by=alice, spreadsheet=spreadsheet, answers=said, version=spreadsheet.version))

    check_again(spreadsheet, tell=tell)

    kept = SpreadsheetImport.objects.get(id=spreadsheet.id)
    state = kept.opened()
    assert (kept.version, kept.is_checked) == (2, True)
    assert state["answers"]["columns"] == {"level": "title"}
    level = next(column for column in state["preview"]["columns"] if column["header"] == "Level")
    assert (level["target"], level["status"]) == ("title", "answered")


def test_answer_to_an_older_page_is_refused_and_changes_nothing(alice):
    spreadsheet = stage_file(by=alice, kind="roster", name="a.csv", data=TEXT.encode())
    answer(by=alice, spreadsheet=spreadsheet, answers=Answers(columns={"level": "title"}), version=1)

    with pytest.raises(OutOfOrder, match="another window"):
        answer(by=alice, spreadsheet=spreadsheet, answers=Answers(columns={"level": ""}), version=1)

    kept = SpreadsheetImport.objects.get(id=spreadsheet.id)
    assert kept.opened()["answers"]["columns"] == {"level": "title"}
