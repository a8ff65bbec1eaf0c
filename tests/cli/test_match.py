"""The command `rounds match`: real sheets, bad sheets, pairs made by hand, and no Django anywhere.

Real sheets are matched whole, and once more for each thing that must change nothing.
"""

import io
import os
import pty
import subprocess
import sys

import openpyxl
import pytest
from click.testing import CliRunner

from rounds.cli import main
from tests.data import real_data

GRADES = {
    "AA": "resident",
    "AO": "resident",
    "EO": "fellow",
    "HEO": "fellow",
    "SEO": "junior_faculty",
    "Grade 7": "junior_faculty",
    "Grade 6": "mid_career",
    "SCS1": "executive",
    "SCS2": "executive",
    "SCS3": "executive",
    "SCS4": "executive",
}
MAPPING = "".join(
    f"[{side}.columns]\ngrade = 'tier'\nprofession = 'specialty'\norganisation = 'department'\n'both mentor and mentee' = ''\n"
    f"[{side}.values.tier]\n" + "".join(f"'{grade}' = '{tier}'\n" for grade, tier in GRADES.items())
    for side in ("mentees", "mentors")
)
WEIGHTS = """
name = "civil service"
load_costs = [0, 30000]
[values]
tier = 50
department = 20
specialty = 30
[policy]
top_peers = true
department = {same = 0, other = 10000}
"""
MENTEES = "Name,Email,Tier,Need: Resources and finance,Availability\nCleo Park,cleo@x.org,Resident,3,Mon am\nEve Roe,eve@x.org,Fellow,1,varies\n"
MENTORS = "Name,Email,Tier,Expertise: Resources and finance,Max mentees\n=Bob Lee,bob@x.org,Mid-career faculty,5,1\nAnn Fox,ann@x.org,Executive,2,1\n"


def run(folder, *more, mentees=MENTEES, mentors=MENTORS):
    (folder / "mentees.csv").write_text(mentees)
    (folder / "mentors.csv").write_text(mentors)
    out = folder / "out.xlsx"
    files = [str(folder / "mentees.csv"), str(folder / "mentors.csv"), "--out", str(out)]
    result = CliRunner().invoke(main, ["match", *files, *map(str, more)])
    return result, out


def pages(out):
    book = openpyxl.load_workbook(io.BytesIO(out.read_bytes()))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_two_sheets_become_a_workbook_with_a_proof(tmp_path):
    result, out = run(tmp_path)

    found = pages(out)

    assert result.exit_code == 0, result.output
    assert "2 of 2 mentees have a mentor" in result.output
    assert [row[:2] for row in found["Pairs"][1:]] == [("Cleo Park", "=Bob Lee"), ("Eve Roe", "Ann Fox")]
    assert "experienced in Resources and finance" in found["Pairs"][1][3]
    assert ("Gap", "0") in found["Proof"]
    assert ("Checked again without the solver", "everything holds") in found["Proof"]
    assert list(found) == [
        *("Pairs", "Mentors for mentees", "Mentees for mentors", "Without a mentor"),
        *("Workload", "Needs", "Hard rules", "Proof", "Settings"),
    ]


def test_no_cell_of_the_workbook_is_a_formula(tmp_path):
    _, out = run(tmp_path)

    book = openpyxl.load_workbook(out)

    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_real_sheets_of_another_service(tmp_path):
    (tmp_path / "map.toml").write_text(MAPPING)
    (tmp_path / "weights.toml").write_text(WEIGHTS)
    mentees = real_data("spreadsheets", "civil-service-mentees.csv").read_text()
    mentors = real_data("spreadsheets", "civil-service-mentors.csv").read_text()

    result, out = run(
        tmp_path,
        "--mapping",
        tmp_path / "map.toml",
        "--weights",
        tmp_path / "weights.toml",
        mentees=mentees,
        mentors=mentors,
    )

    found = pages(out)
    assert result.exit_code == 0, result.output
    assert len(found["Pairs"]) + len(found["Without a mentor"]) == 502
    assert ("Gap", "0") in found["Proof"]
    uses = {row[1].split(": ")[1]: row[2] for row in found["Settings"] if row[0] == "Column"}
    assert {uses[name] for name in ("identity to match", "biography", "characteristics")} == {"left out"}


def test_identity_and_biography_change_no_score(tmp_path):
    (tmp_path / "map.toml").write_text(MAPPING)
    mentees = real_data("spreadsheets", "civil-service-mentees.csv").read_text()
    mentors = real_data("spreadsheets", "civil-service-mentors.csv").read_text()

    _, out = run(tmp_path, "--mapping", tmp_path / "map.toml", mentees=mentees, mentors=mentors)
    before = pages(out)["Pairs"]
    changed = mentees.replace("Non-binary", "Lesbian"), mentors.replace("Transgender", "Gay")
    _, out = run(tmp_path, "--mapping", tmp_path / "map.toml", mentees=changed[0], mentors=changed[1])

    assert pages(out)["Pairs"] == before


def test_unknown_grade_names_row_cell_and_fix(tmp_path):
    result, out = run(tmp_path, mentees=MENTEES.replace("Resident", "Grand wizard"))

    assert result.exit_code == 1
    assert "mentees.csv, row 2, cell C2: “Grand wizard” can't be read as tier." in result.output
    assert "[mentees.values.tier]" in result.output
    assert not out.exists()


def test_broken_settings_are_named(tmp_path):
    (tmp_path / "w.toml").write_text("values = {gaps = -3}")
    (tmp_path / "m.toml").write_text("[mentees\n")

    weights, _ = run(tmp_path, "--weights", tmp_path / "w.toml")
    mapping, _ = run(tmp_path, "--mapping", tmp_path / "m.toml")

    assert "w.toml: [values] gaps is -3; it must be a whole number from 0 to 1,600." in weights.output
    assert "m.toml is not a TOML file" in mapping.output


@pytest.mark.parametrize(("are", "mentor"), [("kept", "Ann Fox"), ("compared", "=Bob Lee")])
def test_pairs_made_by_hand_are_kept_or_compared(tmp_path, are, mentor):
    (tmp_path / "pairs.csv").write_text(
        "Mentee email,Mentor email,Paired since\ncleo@x.org,ann@x.org,2025-07-01\n"
    )

    result, out = run(tmp_path, "--pairs", tmp_path / "pairs.csv", "--pairs-are", are)

    found = pages(out)
    assert result.exit_code == 0, result.output
    assert dict(row[:2] for row in found["Pairs"])["Cleo Park"] == mentor
    assert ("Compared" in found) == (are == "compared")


def test_existing_pair_of_a_stranger_names_the_row(tmp_path):
    (tmp_path / "pairs.csv").write_text(
        "Mentee email,Mentor email,Paired since\nnobody@x.org,ann@x.org,2025-07-01\n"
    )

    result, _ = run(tmp_path, "--pairs", tmp_path / "pairs.csv")

    assert result.exit_code == 1
    assert "pairs.csv, row 2: the mentee is not in the sheet of mentees" in result.output


def test_command_never_imports_django():
    code = "import sys; import rounds.cli.match; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_progress_bar_on_a_terminal_and_none_elsewhere(tmp_path):
    (tmp_path / "mentees.csv").write_text(MENTEES)
    (tmp_path / "mentors.csv").write_text(MENTORS)
    command = [
        sys.executable,
        "-c",
        "from rounds.cli import main; main()",
        "match",
        "mentees.csv",
        "mentors.csv",
    ]
    ours, theirs = pty.openpty()

    with subprocess.Popen(
        [*command, "--out", "shown.xlsx"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=theirs
    ) as run_:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:
            pass  # how Linux says that the other end of a terminal is closed
        said, _ = run_.communicate()
    os.close(ours)
    quiet = subprocess.run([*command, "--out", "quiet.xlsx"], cwd=tmp_path, capture_output=True, check=True)

    assert run_.returncode == 0
    assert b"2 of 2 mentees have a mentor" in said
    assert b"Scoring pairs" in shown
    assert b"[" + b"#" * 30 + b"]" in shown  # full at the end
    assert shown.endswith(b"\r\x1b[K")  # and wiped away
    assert quiet.stderr == b""
