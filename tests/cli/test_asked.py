"""What `rounds match` asks instead of guessing: who is meant, what a number is; and everything at once."""

import pytest

from rounds.cli.match.people import people_from
from rounds.cli.match.reading import read_sheet
from rounds.cli.match.settings.read import read_settings
from rounds.integrations.spreadsheets.services.plans.enrollments import answers_of
from rounds.pairing import Mentee, Mentor, Policy, Problem, Weights, proven_words, solve
from tests.cli.test_match import pages, run
from tests.sheets import TODAY

TWO_LEES = "Name,Email,Tier\nAnn Lee,ann@x.org,Executive\nBob Lee,bob@x.org,Executive\n"


def places(numbers):
    rows = [f"Ann Fox{place},a{place}@x.org,Executive,{number}" for place, number in enumerate(numbers)]
    return "\n".join(["Name,Email,Tier,Max mentees", *rows])


@pytest.mark.parametrize("column", ["Do not match with", "1st choice"])
def test_a_last_name_of_two_people_is_asked(tmp_path, column):
    mentees = f"Name,Email,Tier,{column}\nCleo Park,cleo@x.org,Resident,Lee\n"

    result, out = run(tmp_path, mentees=mentees, mentors=TWO_LEES)

    assert result.exit_code == 1
    assert "mentees.csv, row 2: “Lee”" in result.output
    assert "may be Ann Lee (row 2) or Bob Lee (row 3)" in result.output
    assert not out.exists()


def test_a_full_name_or_an_address_says_which(tmp_path):
    mentees = "Name,Email,Tier,Do not match with\nCleo Park,cleo@x.org,Resident,Ann Lee; bob@x.org\n"

    result, out = run(tmp_path, mentees=mentees, mentors=TWO_LEES)

    assert result.exit_code == 0, result.output
    assert pages(out)["Without a mentor"][1][0] == "Cleo Park"


def test_existing_pair_with_one_of_two_names_is_asked(tmp_path):
    (tmp_path / "pairs.csv").write_text("Mentee email,Mentor name,Paired since\ncleo@x.org,Lee,2025-07-01\n")

    result, _ = run(tmp_path, "--pairs", tmp_path / "pairs.csv", mentors=TWO_LEES)

    assert "pairs.csv, row 2: “Lee” may be Ann Lee (row 2) or Bob Lee (row 3)" in result.output


@pytest.mark.parametrize("numbers", [["1-2"] * 6 + ["1"] * 4, ["1-2"] * 10, ["1"] * 9 + ["many"]])
def test_a_column_that_counts_and_cant_be_read_stops_the_run(tmp_path, numbers):
    result, out = run(tmp_path, mentors=places(numbers))

    wrong = next(number for number in numbers if number != "1")
    row = numbers.index(wrong) + 2
    assert result.exit_code == 1
    assert (
        f"mentors.csv, row {row}, cell D{row}: “{wrong}” can't be read as places for mentees" in result.output
    )
    assert "a whole number from 0 to 6" in result.output
    assert not out.exists()


def test_two_columns_for_one_number_are_asked(tmp_path):
    result, _ = run(
        tmp_path, mentors="Name,Email,Tier,Max mentees,Capacity\nAnn Fox,ann@x.org,Executive,2,3\n"
    )

    assert "“Max mentees” and “Capacity” both stand for places for mentees" in result.output


def test_mistakes_of_both_sheets_and_both_files_come_at_once(tmp_path):
    (tmp_path / "m.toml").write_text('[mentees.columns]\nBnad = ""')
    (tmp_path / "w.toml").write_text('preset = "ballanced"')
    many = "".join(f"Ann{place},a{place}@x.org,Wizard {place}\n" for place in range(80))

    result, _ = run(
        tmp_path,
        *("--mapping", tmp_path / "m.toml", "--weights", tmp_path / "w.toml"),
        mentees=f"Name,Email,Tier\n{many}",
        mentors=places(["9"]),
    )

    for said in (
        "names “Bnad”",
        "Wizard 3",
        "“9” can't be read",
        "a whole number from 0 to 6",
        "Perhaps “balanced”",
    ):
        assert said in result.output
    assert "more like these" in result.output


def test_a_listed_expertise_counts_the_same_in_the_browser(tmp_path):
    (tmp_path / "a.csv").write_text("Name,Email,Expertise,Skill gaps\nAnn Lee,ann@x.org,Ethics,Ethics\n")
    settings = read_settings(None, None, today=TODAY)
    sheets = [read_sheet(tmp_path / "a.csv", side, settings, today=TODAY) for side in ("mentees", "mentors")]

    people = people_from(*sheets)

    [mentee], [mentor] = (sheet.checked.records for sheet in sheets)
    assert dict(people.mentees[0].gaps) == answers_of("mentee", mentee.values)["gaps"] == {"ETH": 2}
    assert dict(people.mentors[0].expertise) == answers_of("mentor", mentor.values)["expertise"] == {"ETH": 3}


@pytest.mark.parametrize(
    ("costs", "first", "said"),
    [
        ((0,), True, "Worth is the sum of scores."),
        ((0, 20), True, "less a small cost for each further mentee"),
        ((-10, 20), False, "with a bonus for each mentor's first mentee"),
    ],
)
def test_proven_best_names_what_is_maximized(costs, first, said):
    weights = Weights(name="x", values={"wishes": 1}, load_costs=costs, count_first=first)
    problem = Problem.of([Mentee(id="a")], [Mentor(id="b")], weights=weights, policy=Policy())

    sentences = proven_words(problem, solve(problem))

    assert any(said in sentence for sentence in sentences)
    assert any("as many mentees as possible" in sentence for sentence in sentences) == first
    assert proven_words(problem, solve(problem, aim="stable")) == ()
