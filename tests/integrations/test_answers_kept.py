"""What somebody answers while a file is still being checked stays, and the check counts with it."""

from __future__ import annotations

import pytest

from rounds.core.errors import OutOfOrder
from rounds.integrations.spreadsheets.forms import FileForm
from rounds.integrations.spreadsheets.models import SpreadsheetImport
from rounds.integrations.spreadsheets.services import answer, check_again, choose_header, stage_file
from rounds.sheets import Answers

TEXT = "Last,First,Email,Level\nStone,Eli,eli@x.example,Seasoned\nMarsh,Ada,ada@x.example,Seasoned\n"


def test_answer_given_while_a_check_runs_is_kept_and_counted(alice):
    spreadsheet = stage_file(by=alice, kind="roster", name="a.csv", data=TEXT.encode())
    said = Answers(columns={"level": "title"})
    given = []

    def tell(_done, _total, _words):
        if not given:  # in the middle of the first check
            given.append(answer(by=alice, spreadsheet=spreadsheet, answers=said, version=spreadsheet.version))

    outcome = check_again(spreadsheet, tell=tell)

    assert outcome.answers.columns == {"level": "title"}
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


def test_line_that_is_chosen_holds_the_names_and_what_words_mean_stays_answered(alice):
    below = "Last name,First name,Email,Level\n"
    spreadsheet = stage_file(by=alice, kind="roster", name="a.csv", data=(TEXT + below).encode())
    means = Answers(values={"tier": {"seasoned": "executive"}})
    answered = answer(by=alice, spreadsheet=spreadsheet, answers=means, version=spreadsheet.version)

    choose_header(by=alice, spreadsheet=answered, row=2, version=answered.version)

    state = SpreadsheetImport.objects.get(id=spreadsheet.id).opened()
    assert state["preview"]["header"] == {"row": 2, "is_sure": True}
    assert [column["header"] for column in state["preview"]["columns"]][:2] == ["Stone", "Eli"]
    assert state["answers"]["values"]["tier"] == {"seasoned": "executive"}
    with pytest.raises(OutOfOrder, match="another window"):
        choose_header(by=alice, spreadsheet=spreadsheet, row=1, version=answered.version)


def test_of_two_programs_none_is_chosen_beforehand(alice):
    one, two = [("1", "One")], [("1", "One"), ("2", "Two")]

    assert FileForm(cohorts=two).fields["cohort"].initial == ""
    assert FileForm(cohorts=one).fields["cohort"].initial == "1"
