"""Shares that are plain counts: targets met, who stayed on after training, what happened in time; the small ones hidden."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rounds.core.clock import institution_today, now
from rounds.insights.enums import Kind
from rounds.insights.selectors.facts.promptness import agreed_in_time, asks_in_time
from rounds.insights.values.careers import credential, retention
from rounds.insights.values.facts import Career, Faculty, Graduate, InTime
from rounds.insights.values.having import in_time, met_targets, stayed_on
from rounds.mentorships.models import AgreementVersion, Ask, Mentorship, Signature
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import run_pair

DAY, ZERO = date(2026, 6, 30), date(2016, 7, 1)
SUBMITTED = date(2024, 1, 15)


def career(number, *acts, certified_on=None, joined_on=None, left_on=None):
    return Career(str(number), ZERO, (DAY,), left_on, None, joined_on, acts=acts, certified_on=certified_on)


def faculty(careers):
    return Faculty(tuple(careers), ZERO)


def graduates(program, count, stayed):
    """Return people whose training ended three years ago, of whom the first became faculty in the year after."""
    ended = date(2023, 6, 30)
    return [
        Graduate(program, ended, ended + timedelta(days=90) if one < stayed else None) for one in range(count)
    ]


def test_targets_are_met_by_the_earliest_project_of_a_person_that_is_a_year_old():
    met = [(Kind.QI_SUBMITTED, SUBMITTED), (Kind.QI_MET, date(2024, 9, 1))]
    ended = [(Kind.QI_SUBMITTED, SUBMITTED), (Kind.QI_COMPLETED, date(2025, 1, 1))]
    still = [(Kind.QI_SUBMITTED, SUBMITTED)]
    fresh = [(Kind.QI_SUBMITTED, date(2026, 1, 1)), (Kind.QI_MET, date(2026, 3, 1))]
    before = [(Kind.QI_MET, date(2023, 1, 1)), (Kind.QI_SUBMITTED, SUBMITTED)]
    people = [
        career(n, *acts)
        for n, acts in enumerate([met] * 5 + [ended] * 4 + [still] * 2 + [fresh] * 3 + [before])
    ]

    found = met_targets(faculty(people), DAY)

    assert (found["counts"], found["people"]) == ([12, 9, 5], 12)
    assert found["estimates"]["share"][0] == pytest.approx(5 / 12, abs=1e-6)


def test_targets_of_few_people_are_hidden_however_many_projects_they_have():
    many = [(Kind.QI_SUBMITTED, SUBMITTED + timedelta(days=n)) for n in range(4)]

    assert "fewer than 10" in met_targets(faculty(career(n, *many) for n in range(9)), DAY)["hidden"]
    assert "recorded" in met_targets(faculty([career(1)]), DAY)["hidden"]


def test_who_stayed_on_is_told_by_program_and_small_programs_hide_a_second_one():
    people = [*graduates("Medicine", 20, 10), *graduates("Surgery", 12, 3), *graduates("Pathology", 4, 4)]

    found = stayed_on(people, DAY)

    rows = {row["label"]: row for row in found["rows"]}
    assert found["n"] == 36
    assert (rows["Medicine"]["stayed"], rows["Medicine"]["value"]) == (10, 0.5)
    assert "fewer than 10" in rows["Pathology"]["hidden"]
    assert "reveal" in rows["Surgery"]["hidden"], "from the whole and Medicine Pathology would follow"
    assert not {"n", "stayed"} & (rows["Pathology"].keys() | rows["Surgery"].keys())
    assert "mean_of_programs" not in found


def test_mean_of_programs_alike_is_their_share():
    people = [one for name in "ABCD" for one in graduates(name, 40, 20)]

    assert stayed_on(people, DAY)["mean_of_programs"][0] == 0.5


def test_who_came_back_after_more_than_two_years_or_graduated_lately_does_not_count():
    late = [Graduate("Medicine", date(2020, 6, 30), date(2023, 1, 1))] * 10
    fresh = [Graduate("Medicine", date(2025, 6, 30), date(2025, 7, 1))] * 10

    found = stayed_on([*late, *fresh], DAY)

    assert (found["n"], found["rows"][0]["stayed"]) == (10, 0)


def test_few_pairs_tell_nothing_of_what_they_do_in_time():
    assert "fewer than 5" in in_time(InTime(9, 12, 4), "nothing")["hidden"]
    assert in_time(InTime(9, 12, 5), "nothing")["counts"] == [12, 9]
    assert in_time(InTime(), "nothing") == {"hidden": "nothing"}


def test_credential_competes_with_leaving_and_is_silent_where_none_is_recorded():
    day = date(2019, 1, 1)
    people = [career(n, certified_on=day + timedelta(days=n)) for n in range(8)]
    people += [career(10 + n, left_on=day + timedelta(days=n)) for n in range(8)]
    people += [career(20 + n) for n in range(24)]

    assert credential(faculty(people), DAY)["curves"][0]["tallies"][-1][2:] == [8, 24, 8]
    assert "recorded" in credential(faculty([career(1)]), DAY)["hidden"]


def test_mean_time_here_differs_by_what_the_curves_say():
    joined = ZERO + timedelta(days=1)
    left = date(2019, 7, 1)
    people = [career(n, joined_on=joined, left_on=date(2025, 1, 1) + timedelta(days=n)) for n in range(20)]
    people += [career(50 + n, left_on=left + timedelta(days=n)) for n in range(20)]
    people += [career(80 + n) for n in range(20)]

    value, low, high = retention(faculty(people), DAY)["mean_time"]["difference"]

    assert value == pytest.approx(1.0, abs=0.03), "half of the others were here three of five years"
    assert low <= value <= high


@pytest.fixture
def pair(in_hospital):
    found = run_pair(make_scene(in_hospital), since=60)
    Mentorship.objects.update(imported_start_on=None, opened_on=institution_today() - timedelta(days=60))
    return found


def signed(pair, ago):
    """Let both sign a version, the second one so many days ago."""
    version = AgreementVersion(
        mentorship=pair,
        number=1 + AgreementVersion.objects.count(),
        interval_days=30,
        minutes=30,
        review_on=institution_today(),
        proposed_by=pair.mentee,
        digest="0" * 64,
    )
    version.seal_value({})
    version.save(force_insert=True)
    for person, days in ((pair.mentee, ago + 5), (pair.mentor, ago)):
        at = now() - timedelta(days=days)
        Signature.objects.create(version=version, person=person, digest=version.digest, signed_at=at)


def asked(pair, ago, *, settled=None, state="open"):
    """Let the mentee have put a question so many days ago."""
    ask = Ask(mentorship=pair, asked_by=pair.mentee, state=state, asked_at=now() - timedelta(days=ago))
    ask.settled_at = None if settled is None else now() - timedelta(days=settled)
    ask.seal_value({})
    ask.save(force_insert=True)


@pytest.mark.django_db
def test_agreement_counts_from_the_second_signature_of_the_first_version_that_both_signed(pair):
    today = institution_today()
    before = agreed_in_time(pair.cycle, today)
    signed(pair, 20)
    late = agreed_in_time(pair.cycle, today)
    signed(pair, 40)

    assert (before.some, before.of, late.some) == (0, 1, 0)
    assert agreed_in_time(pair.cycle, today).some == 1
    assert agreed_in_time(pair.cycle, today - timedelta(days=31)).of == 0, "day 30 had not come"
    Mentorship.objects.update(imported_start_on=today - timedelta(days=60))
    assert agreed_in_time(pair.cycle, today).of == 0, "who came from before began elsewhere"


@pytest.mark.django_db
def test_questions_count_by_their_dates(pair):
    asked(pair, 20, settled=14, state="answered")
    asked(pair, 20, settled=12, state="answered")
    asked(pair, 20)
    asked(pair, 20, settled=19, state="let_go")
    asked(pair, 20, settled=2, state="let_go")
    asked(pair, 3, settled=1, state="answered")

    assert asks_in_time(pair.cycle, institution_today()) == InTime(1, 4, 1)
