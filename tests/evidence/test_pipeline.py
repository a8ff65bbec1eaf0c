"""Published answers through the whole way: file, import, cut, figure, page, CSV, PDF (row 1 of what evidence must show).

Sets of people come from the libraries that publish them: `ROUNDS_LONG=1 ROUNDS_REFERENCE_PYTHON=... pytest -s tests/evidence/test_pipeline.py`.
A figure keeps six decimals, pages and files print whole percent or one decimal: each is held to its own last digit. Sets
without a measure here (S-01, S-04, S-09 to S-21, S-25, S-26) end in the engine.
"""

from __future__ import annotations

import csv
import html
import math
import re
from datetime import timedelta
from io import BytesIO, StringIO

import numpy as np
import pytest
from pypdf import PdfReader

from rounds.core.clock import institution_today
from rounds.core.enums import Role
from rounds.core.models import User
from rounds.insights.models import ClaimCard, Figure
from rounds.insights.services.cutting import make_figures
from rounds.insights.services.looking import take_look
from rounds.integrations.histories.services import planned, stage_history, write_history
from rounds.mentorships.models import Conversation, Mentorship
from rounds.people.models import Person, RoleAssignment
from rounds.programs.models import Cohort, Cycle, Enrollment, Program
from tests.browser.conftest import sign_in_client
from tests.evidence.published import needs_references, published
from tests.evidence.published.histories import Files, Subject, files_of
from tests.surveys.feedback360.scenes import viewer_of

pytestmark = pytest.mark.django_db
YEAR = 365.25


@pytest.fixture
def office(in_hospital, client):
    """Sign in a director, who also brings the files."""
    user = User.objects.create_user("dana@example.org", "x")
    person = Person.objects.create(family_name="Okafor", user=user)
    RoleAssignment.objects.create(person=person, role=Role.DIRECTOR, from_on=institution_today())
    sign_in_client(client, user)
    return viewer_of(person)


def bring(office, files: Files) -> None:
    """Import the files as the office does, and pair who found a mentor."""
    Person.objects.bulk_create(Person(family_name=one, employee_id=one) for one in files.numbers)
    for text in (files.history, files.outcomes):
        if text.count("\n") > 1:
            made = stage_history(by=office, name="sheet.csv", data=text.encode())
            plan = planned(made, by=office)
            assert not plan.out
            write_history(by=office, spreadsheet=made, version=made.version, expected=plan.digest)
    _pair(files)


def _pair(files: Files) -> None:
    if not files.joined:
        return
    program = Program.objects.create(name="Mentorship", slug="mentorship", state="running")
    today = institution_today()
    cycle = Cycle.objects.create(
        program=program, name="All", starts_on=today - timedelta(days=4000), ends_on=today, state="closed"
    )
    cohort = Cohort.objects.create(cycle=cycle, name="All")
    mentor = Person.objects.create(family_name="Mentor")
    theirs = Enrollment.objects.create(cohort=cohort, person=mentor, side="mentor", state="enrolled")
    people = dict(Person.objects.exclude(employee_id="").values_list("employee_id", "id"))
    for who, day in files.joined.items():
        own = Enrollment.objects.create(cohort=cohort, person_id=people[who], side="mentee", state="enrolled")
        Mentorship.objects.create(
            cycle=cycle,
            mentee_enrollment=own,
            mentor_enrollment=theirs,
            mentee_id=people[who],
            mentor=mentor,
            state="completed",
            opened_on=day,
            ended_on=today,
        )


def figure_of(office, measure) -> Figure:
    return make_figures(by=office, whole=True).figures.get(measure=measure)


def said_of(client, figure: Figure, address: str = "/st-brigid/evidence/") -> dict[str, str]:
    """Return what page, CSV and PDF say, each as one line."""
    page = client.get(address)
    assert page.status_code == 200
    files = {
        form: client.get(f"/st-brigid/evidence/figures/{figure.id}.{form}").content for form in ("csv", "pdf")
    }
    rows = csv.reader(StringIO(files["csv"].decode("utf-8-sig")))
    paper = " ".join(one.extract_text() for one in PdfReader(BytesIO(files["pdf"])).pages)
    on_page = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", page.content.decode(), flags=re.DOTALL)
    return {
        "page": " ".join(html.unescape(on_page).split()),
        "csv": " ".join(cell for row in rows for cell in row),
        "pdf": " ".join(paper.split()),
    }


def everywhere(client, figure: Figure, *words: str, address: str = "/st-brigid/evidence/") -> None:
    """Check that the page and both files print these words, and print them."""
    said = said_of(client, figure, address)
    missing = [(where, one) for where, text in said.items() for one in words if one not in text]
    assert not missing, said
    print(f"\n  {figure.measure}: page, CSV and PDF print {', '.join(words)}")


def kept(figure: Figure, name: str):
    return [round(one, 6) for one in figure.result["estimates"][name]]


def near(*values):
    return pytest.approx(values, rel=0, abs=5.01e-7)


def spread(events: int, people: int, days: int) -> list[Subject]:
    """Return people followed for so many days each, here still, who did something so often."""
    return [
        Subject(days, acts=tuple(20 + 7 * n for n in range(events) if n % people == k)) for k in range(people)
    ]


@pytest.mark.parametrize(
    ("mentored", "others", "ratio", "words"),
    [
        # 13 in 20 years and 10 in 20 years; the rates and their ratio
        ((13, 487), (10, 487), (1.3, 0.5265931165, 3.3119395104), ("The ratio is 1.3 (0.5 to 3.3)", "65.0")),
        # none in 55.5 and 4 in 61.25: nothing so small is compared in words
        pytest.param(
            *((0, 1332), (4, 1470), (0, 0, 1.6718125250), ("So far 4 ", "too few to compare")),
            marks=pytest.mark.long,
        ),
    ],
)
def test_two_rates_equal_print_on_the_page_and_in_files(office, client, mentored, others, ratio, words):
    """S-23. Slow, as what follows: a process of its own sets each PDF."""
    first, second = (spread(events, 15, days) for events, days in (mentored, others))
    joined = [Subject(one.until, joined=0, acts=one.acts) for one in first]
    bring(office, files_of([*joined, *second], institution_today(), act="Committee seat"))

    figure = figure_of(office, "seats")

    assert kept(figure, "ratio") == near(*ratio)
    everywhere(client, figure, *words)


@pytest.mark.parametrize(
    ("met", "of", "ends", "words"),
    [
        (34, 50, (0.541897, 0.792418), "68% have met (95% interval 54% to 79%)"),
        pytest.param(
            *(5, 20, (0.111862, 0.468701), "25% have met (95% interval 11% to 47%)"), marks=pytest.mark.long
        ),
        pytest.param(*(0, 12, (0, 0.242494), "0% have met (95% interval 0% to 24%)"), marks=pytest.mark.long),
    ],
)
def test_shares_equal_print_on_the_page_and_in_files(office, client, met, of, ends, words):
    """S-24."""
    today = institution_today()
    program = Program.objects.create(name="Pilot", slug="pilot", state="running")
    cycle = Cycle.objects.create(
        program=program, name="One", starts_on=today, ends_on=today + timedelta(days=300), state="open"
    )
    cohort = Cohort.objects.create(cycle=cycle, name="All")
    mentor = Person.objects.create(family_name="Mentor")
    theirs = Enrollment.objects.create(cohort=cohort, person=mentor, side="mentor", state="enrolled")
    for number in range(of):
        person = Person.objects.create(family_name=f"Mentee {number}")
        own = Enrollment.objects.create(cohort=cohort, person=person, side="mentee", state="enrolled")
        pair = Mentorship.objects.create(
            cycle=cycle,
            mentee_enrollment=own,
            mentor_enrollment=theirs,
            mentee=person,
            mentor=mentor,
            state="active",
            opened_on=today,
        )
        if number < met:
            Conversation.objects.create(
                mentorship=pair, state="held", held_on=today, minutes=45, mode="video", logged_by=mentor
            )

    figure = figure_of(office, "flow")

    assert kept(figure, "share") == near(met / of, *ends)
    everywhere(client, figure, words, address=f"/st-brigid/evidence/programs/{program.id}/")


@needs_references
@pytest.mark.long
def test_leukemia_equals_print_on_the_page_and_in_files(office, client):
    """S-02: a week is a twelfth of a year."""
    data = published("aml")
    rows = zip(data["time"], data["status"], strict=True)
    subjects = [Subject(round(time * YEAR / 12), "departure" if status else "") for time, status in rows]
    bring(office, files_of(subjects, institution_today()))

    figure = figure_of(office, "retention")

    assert kept(figure, "at 1")[0] == pytest.approx(0.7391304348, abs=5e-7)
    assert kept(figure, "at 3")[0] == pytest.approx(0.2760524500, abs=5e-7)
    two = [point for point in figure.result["curves"][0]["points"] if point[0] <= 2][-1]
    assert two[1:] == near(0.5465838509, 0.3192504140, 0.7264491738)
    everywhere(client, figure, "74% (", "55% (32% to 73%)")


@needs_references
@pytest.mark.long
def test_plasma_cells_equal_print_on_the_page_and_in_files(office, client):
    """S-07: 120 months are a year here; death is leaving, progression is the rise. Slow: 1,384 people."""
    data = published("mgus2")
    months = np.where(data["pstat"] == 1, data["ptime"], data["futime"])
    ends = np.where(data["pstat"] == 1, "promotion", np.where(data["death"] == 1, "departure", ""))
    subjects = [
        Subject(round(float(time) * YEAR / 120), str(end)) for time, end in zip(months, ends, strict=True)
    ]
    bring(office, files_of(subjects, institution_today()))

    figure = figure_of(office, "promotion")

    (curve,) = figure.result["curves"]
    at = {year: [one for one in curve["points"] if one[0] <= year][-1][1] for year in (1, 2)}
    assert (kept(figure, "at 1")[0], at[1], at[2]) == near(0.06372216801, 0.06372216801, 0.09981371594)
    assert kept(figure, "at 3")[0] == pytest.approx(0.1340416443, abs=5e-7)
    everywhere(client, figure, "6% (", "10% (")
    said = said_of(client, figure)
    assert not [one for one in ("csv", "pdf") if "42%" in said[one] or "21%" in said[one]], "1-KM"


@needs_references
@pytest.mark.long
@pytest.mark.parametrize("male", [0, 1])
def test_late_entry_equals_print_on_the_page_and_in_files(office, client, male):
    """S-27: 900 months are ten years here; among the men the first deaths meet too few."""
    data = published("channing")
    chosen = (data["exit"] > data["entry"]) & (data["male"] == male)
    day = 10 * YEAR / 900
    subjects = [
        Subject(math.floor(last * day), "departure" if dead else "", entry=math.floor(first * day))
        for first, last, dead in zip(*(data[one][chosen] for one in ("entry", "exit", "cens")), strict=True)
    ]
    bring(office, files_of(subjects, institution_today()))

    figure = figure_of(office, "retention")

    if male:
        assert "begin the curve at" in figure.result["hidden"]
        assert client.get(f"/st-brigid/evidence/figures/{figure.id}.csv").status_code == 404
        return
    assert kept(figure, "at 10")[0] == pytest.approx(0.8232747739, abs=5e-7)
    everywhere(client, figure, "82% (")


@needs_references
@pytest.mark.long
def test_transplants_equal_print_on_a_claim_card(office, client):
    """S-06: in time, with clustered errors; half a day is a day here. The card says what "ever" never could."""
    data = published("heart")
    subjects = []
    for one in np.unique(data["id"]):
        own = [row for row in range(len(data["id"])) if data["id"][row] == one]
        joined = [round(2 * data["start"][row]) for row in own if data["transplant"][row]]
        end = "promotion" if data["event"][own[-1]] else ""
        until = round(2 * data["stop"][own[-1]])
        subjects.append(Subject(until, end, joined=joined[0] if joined else None))
    bring(office, files_of(subjects, institution_today()))
    today = institution_today()
    card = ClaimCard.objects.create(
        program=Program.objects.get(),
        template="C5",
        claimed=1.6,
        since=today - timedelta(days=5000),
        stop_on=today,
        compares=True,
        needed=75,
        written_by="Office",
        locked_at=make_figures(by=office).made_at,
    )

    look = take_look(card_id=card.id, by=office)

    raw = look.analyses[0]
    reach = 1.959963984540054 * 0.3004902881
    expected = [math.exp(0.1271411266 + reach * sign) for sign in (0, -1, 1)]
    assert (look.have, raw[0], raw[1:4]) == (75, "Raw, in time", pytest.approx(expected, abs=1e-6))
    page = html.unescape(client.get(f"/st-brigid/evidence/claims/{card.id}/").content.decode())
    words = "{:.2f} ({:.2f} to {:.2f})".format(*expected)
    assert words in page
    assert "0.27" not in page
    print(f"\n  claim: the page prints {words}")
