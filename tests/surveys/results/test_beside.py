"""Mentors about themselves beside what mentees say: figures that are out, act by act, and nothing worked out anew."""

import pytest

from rounds.core.access import system
from rounds.surveys.instruments.services import install_instruments
from rounds.surveys.models import Request
from rounds.surveys.results.selectors.beside import beside_of, is_beside, own_beside
from rounds.surveys.results.selectors.pages import results_of
from rounds.surveys.results.services import publish_wave
from tests.surveys.results.test_frozen import closed
from tests.surveys.scenes import people

ACTS = ("listen", "goals", "feedback", "stretch", "doors", "follow", "safe", "time")


@pytest.fixture
def both(in_hospital):
    """Return a wave of 12 mentors about themselves and one of 20 mentees: mentors say five, mentees four."""
    by = system(in_hospital.id)
    install_instruments(by=by)
    asked = people(32)
    mentors = closed(asked[:12], 8, key="mentor_self", say=lambda place, _n: told(4 + place % 2))
    mentees = closed(asked[12:], 9, key="midpoint", say=lambda place, _n: told(3 + place % 2))
    return by, mentors, mentees


def told(code):
    return dict.fromkeys(ACTS, code)


def test_eight_acts_stand_side_by_side_once_both_are_out(both):
    by, mentors, mentees = both
    publish_wave(wave_id=mentors.id, by=by)
    assert beside_of(mentors) is None
    assert not is_beside(mentors)
    publish_wave(wave_id=mentees.id, by=by)

    found = beside_of(mentors)

    assert len(found.acts) == 8
    frozen = {line.key: line.said.words for line in results_of(mentees).lines}
    assert [one.mentees.words for one in found.acts] == [frozen[key] for key in ACTS]
    # from what is printed of both alone
    shown = [one for one in found.acts if one.gap]
    assert shown
    assert all(
        one.gap == "mentors say 1.0 more"
        for one in shown
        if (one.mentors.words, one.mentees.words) == ("4.5", "3.5")
    )
    assert beside_of(mentees).acts == found.acts


def test_a_mentor_reads_their_own_answers_beside_it_and_nobody_elses(both):
    by, mentors, mentees = both
    for wave in (mentors, mentees):
        publish_wave(wave_id=wave.id, by=by)
    asked = Request.objects.filter(wave=mentors).select_related("wave__campaign__instrument").first()

    found = own_beside(asked)

    assert {one.own for one in found.acts} <= {"mostly", "always"}
    assert len({one.own for one in found.acts}) == 1
    assert own_beside(Request.objects.filter(wave=mentees).first()) is None
