"""Public files only propose: one award a project, an ORCID iD and never a name, and nothing counts before its person says "mine"."""

from __future__ import annotations

import pytest

from rounds.core.access import Grant, Viewer, system
from rounds.core.clock import institution_today
from rounds.core.database.scope import current_institution_id
from rounds.core.errors import DomainError
from rounds.insights.models import OutcomeEvent
from rounds.insights.selectors.outcomes import outcomes_of
from rounds.insights.services.cutting import make_figures
from rounds.insights.services.outcomes import check_outcome
from rounds.integrations.histories.services import planned, stage_history, write_history
from rounds.integrations.histories.values.lines import WHO
from rounds.integrations.histories.values.reading import read_history
from rounds.people.models import Person
from rounds.sheets import read_workbook
from rounds.web.evidence.histories import why_out
from tests.integrations.histories.public_files import ANA, BO, NBIB, REPORTER, SHEETS, XML, orcid_record
from tests.surveys.feedback360.scenes import viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(in_hospital):
    person = Person.objects.create(given_name="Alice", family_name="Varga")
    return Viewer(current_institution_id(), None, person.id, "Alice Varga", frozenset({Grant("coordinator")}))


@pytest.fixture
def people(in_hospital):
    """Create two with an iD, and 200 who are called like one of them."""
    Person.objects.bulk_create(Person(given_name="Ana", family_name="Hill") for _ in range(200))
    known = (("Ana", "Hill", ANA), ("Bo", "Lind", BO))
    return [
        Person.objects.create(given_name=given, family_name=family, orcid=orcid)
        for given, family, orcid in known
    ]


def bring(office, name, text):
    made = stage_history(by=office, name=name, data=text.encode())
    plan = planned(made, by=office)
    write_history(by=office, spreadsheet=made, version=made.version, expected=plan.digest)
    return plan


def told(person):
    rows = (row.event for row in outcomes_of(person.id))
    return sorted((one.kind, one.from_on.isoformat(), str(one.precision), one.details) for one in rows)


def test_project_of_six_years_with_supplements_is_one_award(office, people):
    plan = bring(office, "reporter.csv", REPORTER)

    ana, bo = people
    assert told(ana) == [("grant_awarded", "2018-06-20", "day", "R01HL123456: Sleep on call")]
    assert told(bo) == [("grant_awarded", "2021-04-01", "day", "K08HL222222: Start alone")]
    assert {cause for _row, _column, cause, _text in plan.out} == {"no_first", "no_day", "nobody"}
    assert all(why_out(cause, text) for _row, _column, cause, text in plan.out)
    again = stage_history(by=office, name="reporter.csv", data=REPORTER.encode())
    assert (again.counts["create"], again.counts["update"]) == (0, 0)


def test_names_alone_are_nobody(office, people):
    without = "\n".join(line.rsplit(",", 1)[0] for line in REPORTER.splitlines())

    with pytest.raises(DomainError, match="neither says for sure"):
        stage_history(by=office, name="reporter.csv", data=without.encode())
    bring(office, "papers.nbib", NBIB)
    assert not OutcomeEvent.objects.exclude(person__in=people).exists(), "0 of 200 namesakes"


def test_article_of_two_files_is_proposed_once_as_well_as_its_day_is_known(office, people):
    plan = bring(office, "papers.nbib", NBIB)
    ana, bo = people

    assert told(ana) == [
        ("publication", "2019-03-15", "day", "Handoffs at night: a trial in two hospitals."),
        ("publication", "2021-01-01", "year", "A year alone."),
    ]
    assert len(told(bo)) == 1
    assert [cause for *_rest, cause, _text in plan.out] == ["nameless"]
    twice = stage_history(by=office, name="papers.xml", data=XML.encode())
    assert twice.counts == {"create": 0, "update": 0, "skip": 1, "problem": 0}
    plan = bring(office, "record.json", orcid_record())
    assert plan.counts == {"create": 1, "update": 0, "skip": 1, "problem": 1}
    assert ("credential", "2017-05-01", "month", "MBA, A School (self-asserted)") in told(ana)


def test_nothing_counts_before_its_person_says_mine(office, people):
    bring(office, "papers.nbib", NBIB)
    by = system(current_institution_id())
    assert make_figures(by=by).blocks == []

    first, second = outcomes_of(people[0].id)
    assert (first.is_proposed, second.is_proposed) == (True, True)
    check_outcome(event_id=first.event.id, said="right", checker="owner", by=viewer_of(people[0]))
    check_outcome(
        event_id=second.event.id, said="wrong", checker="owner", by=viewer_of(people[0]), words="A namesake"
    )
    assert [block[:2] for block in make_figures(by=by).blocks] == [["publication", first.event.on.year]]


@pytest.mark.parametrize(
    "text",
    [
        '{"orcid-identifier": 3}',
        '{"orcid-identifier": ',
        XML[:400],
        XML.replace("<!DOCTYPE", '<!ENTITY a "b"><!DOCTYPE'),
    ],
)
def test_file_that_breaks_off_is_refused_with_the_fix(office, text):
    with pytest.raises(DomainError, match="once more"):
        stage_history(by=office, name="file", data=text.encode())


def test_sheets_of_twenty_systems_are_read(in_hospital):
    """Row 5: at least 90 % of their columns are known."""
    right = whole = 0
    for head, meant in SHEETS:
        names, kinds = head.split(","), meant.split()
        cells = {
            "who": "E1",
            "hired": "07/15/2016",
            "left": "06/30/2020",
            "why": "Retired",
            "details": "Chair",
        }
        cells |= {"what": "Promotion", "on": "07/15/2019", "-": "E1" if names[0] == "Staff No" else "x"}
        row = ",".join(cells[kind] for kind in kinds)
        sheet = read_workbook(f"Report,,,,\n{head}\n{row}\n".encode(), name="a.csv").visible_sheets[0]
        read = read_history(sheet, institution_today())
        found = {"who"} if read.lines and read.lines[0].who[0][0] in WHO else set()
        for line in read.lines:
            found |= {{"appointment": "hired", "departure": "left"}.get(line.kind, "on")}
            found |= {"what"} if line.kind == "promotion" else set()
            found |= {"why"} if line.why == "retired" else set()
            found |= {"details"} if line.details == "Chair" else set()
        expected = set(kinds) - {"-"}
        right, whole = right + len(expected & found), whole + len(expected)
    print(f"\n  {right} of {whole} columns of {len(SHEETS)} sheets")
    assert right >= 0.9 * whole
