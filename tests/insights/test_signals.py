"""What mentees say together of one mentor: out of the door alone, drawn toward the others, the mentor first, help and no rank."""

from __future__ import annotations

import re
from datetime import timedelta

import numpy as np
import pytest

from rounds.core.access import Grant, Viewer, system
from rounds.core.clock import institution_today
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.evidence.mentors.signal import pool
from rounds.insights.models import MentorSignal
from rounds.insights.selectors.funnel import funnel_in, funnels_for
from rounds.insights.selectors.help import mentor_to_help, mentors_to_help, own_facts
from rounds.insights.selectors.signals import own_signals, signals_to_read
from rounds.insights.services.helping import answer_signal, offer_help
from rounds.insights.services.signaling import _estimate, _pool, work_out_signals
from rounds.people.models import Person
from rounds.programs.models import Program
from rounds.surveys.instruments.selectors import current_version
from rounds.surveys.instruments.services import install_instruments
from rounds.surveys.models import Campaign, Request
from rounds.surveys.models import Wave as WaveRow
from rounds.surveys.publication import Ask, Door, Figure, Statistic, Subject, Wave
from rounds.surveys.results.selectors.pages import results_of
from rounds.surveys.results.services import publish_wave
from rounds.web.evidence.pictures.mentors import funnel_of
from tests.surveys.feedback360.scenes import viewer_of
from tests.surveys.results.test_frozen import closed
from tests.surveys.scenes import people

MENTORS, EACH = 11, 11


def test_door_tells_how_subjects_differ_as_the_engine_counts_it_and_never_of_few():
    random = np.random.default_rng(3)
    about = tuple(f"m{one % 12:02}" for one in range(96))
    answers = random.integers(1, 6, (96, 1))
    names = tuple(f"p{one:02}" for one in range(96))
    door = Door()
    door.take_in(Wave("w", names, ("q",), answers, subjects=about))
    found = door.figure(Ask("q", Statistic.COMPONENTS, ("w",)))
    groups = {who: [float(answers[n, 0]) for n in range(96) if about[n] == who] for who in about}
    true = pool(list(groups.values()))

    assert isinstance(found, Figure)
    for part, value in (("between", true.between), ("within", true.within), ("mean", true.mean)):
        low, high = found.limits[part]
        assert low <= value <= high
        assert high - low <= 0.5
    told = [round(found.limits[part][0], 6) for part in ("subjects", "answers", "typical")]
    assert told == [12, 96, round(true.typical_n, 6)]
    few = Door()
    few.take_in(
        Wave("w", names[:72], ("q",), answers[:72], subjects=tuple(f"m{one % 9}" for one in range(72)))
    )
    assert not isinstance(few.figure(Ask("q", Statistic.COMPONENTS, ("w",))), Figure), (
        "nine mentors are too few"
    )


def test_what_the_door_does_not_tell_is_no_estimate_and_no_interval_leaves_the_scale(in_hospital):
    ask = Ask("q", Statistic.COMPONENTS, ("w",))
    told = {"mean": (3.75, 4.25), "between": (0.3, 0.5), "within": (0.1, 0.3)}
    shape = {"subjects": (11.0, 11.0), "typical": (4.0, 4.0), "answers": (46.0, 46.0)}
    others = _pool({ask: Figure(ask, 46, told | shape)})
    silent = _pool({ask: Figure(ask, 46, told | shape | {"within": (0.0, 160.0)})})
    row = _estimate("m", Figure(ask, 10, {"mean": (4.95, 5.0)}), others)

    assert silent is None
    assert 1 <= row.low < row.value < row.high == 5
    assert not Figure(ask, 10, {"mean": (1.0, 5.0)}).is_told()


@pytest.fixture
def pulse(in_hospital):
    """Return a closed pulse of a program in which eleven mentors have eleven mentees each; the first is rated low."""
    by = system(in_hospital.id)
    install_instruments(by=by)
    program = Program.objects.create(name="Ladder")
    asked = people(MENTORS + MENTORS * EACH)
    mentors, mentees = asked[:MENTORS], asked[MENTORS:]
    campaign = Campaign.objects.create(
        instrument=current_version("pulse").instrument, name="Pulse", scope_id=program.id, audience="mentees"
    )

    def say(place, _number):
        code = 1 + place // MENTORS % 2 if place % MENTORS == 0 else 4 + place // MENTORS % 2
        return dict.fromkeys(("sat_time", "sat_all"), code)

    wave = closed(mentees, campaign=campaign, say=say)
    rows = {one.person_id: one for one in Request.objects.filter(wave=wave)}
    for place, one in enumerate(mentees):
        Request.objects.filter(id=rows[one.id].id).update(subject=mentors[place % MENTORS])
    publish_wave(wave_id=wave.id, by=by)
    return by, wave, mentors, program


def developer(institution_id, scope=None, person=None):
    grants = frozenset({Grant(Role.FACULTY_DEVELOPER, scope)})
    person = person or Person.objects.get_or_create(family_name="Gina")[0]
    return Viewer(institution_id, None, person.id, "Gina", grants)


def test_low_mentor_reads_it_first_then_who_helps_and_nobody_ranks(in_hospital, pulse):
    """Takes seconds: a wave of 121 answers leaves the door."""
    by, wave, mentors, program = pulse
    assert work_out_signals(by=by) == work_out_signals(by=by) + MENTORS, "once a wave"
    low, other = mentors[0], mentors[1]
    (mine,) = own_signals(viewer_of(low))
    gina = developer(in_hospital.id)

    assert (mine.n, mine.is_signal, mine.mentors) == (10, True, MENTORS), "in whole blocks of five"
    assert mine.low < mine.value < mine.high < 3.25
    assert mine.value > 1.5, "drawn toward the others"
    assert [one.is_signal for one in own_signals(viewer_of(other))] == [False]
    assert (signals_to_read(gina), mentors_to_help(gina), own_facts(viewer_of(low))) == ([], [], ())

    MentorSignal.objects.update(opens_on=institution_today())

    assert signals_to_read(gina) == [mine]
    assert [fact.key for fact in own_facts(viewer_of(low))] == ["SAID_TOGETHER"]
    assert signals_to_read(developer(in_hospital.id, scope=wave.id)) == []
    assert signals_to_read(developer(in_hospital.id, scope=program.id)) == [mine]
    assert signals_to_read(developer(in_hospital.id, person=low)) == []
    for answer in ("not_now", "wrong"):
        answer_signal(signal_id=mine.id, answer=answer, by=viewer_of(low))
        assert (signals_to_read(gina), own_facts(viewer_of(low))) == ([], ()), "nothing follows from it"
    with pytest.raises(NotFound):
        answer_signal(signal_id=mine.id, answer="", by=viewer_of(other))
    answer_signal(signal_id=mine.id, answer="", by=viewer_of(low))
    offer = offer_help(line=mentor_to_help(gina, low.id), by=gina)
    assert [one[0] for one in offer.facts] == ["SAID_TOGETHER"]
    assert "between" not in str(results_of(wave)), "no page of the survey tells of a mentor"
    keys = {one.group.key for one in _answers(wave) if isinstance(one.group, Subject)}
    assert keys == {str(one.id) for one in mentors}

    over = institution_today() - timedelta(days=400)
    WaveRow.objects.filter(id=wave.id).update(closes_on=over)
    MentorSignal.objects.update(until_on=over + timedelta(days=365))
    work_out_signals(by=by)
    assert own_signals(viewer_of(low)) == []


def _answers(wave):
    from rounds.surveys.results.selectors.doors import newest_snapshot
    from rounds.surveys.results.values.keeping import answers_in

    return answers_in(newest_snapshot(wave.publication).figures)


@pytest.mark.django_db
def test_funnel_names_nobody_and_comes_two_weeks_after_the_mentors(pulse, clock):
    by, _wave, _mentors, program = pulse
    work_out_signals(by=by)
    gina = developer(by.institution_id)
    assert funnels_for(gina) == [], "the mentors read first"
    clock.shift(timedelta(days=15))

    (found,) = funnels_for(gina)
    (column,) = found.columns
    assert (column.n, column.mentors, column.outside, found.left_out) == (10, MENTORS, 1, 0)
    picture = funnel_of(found)
    assert "1 of 11" in picture.words.title
    told = f"{picture.wide}{picture.table}"
    assert not [one for one in Person.objects.values_list("id", flat=True) if str(one) in told]
    assert funnels_for(developer(by.institution_id, program.id))
    assert funnels_for(developer(by.institution_id, Program.objects.create(name="Other", slug="o").id)) == []
    assert funnels_for(Viewer(by.institution_id, None, None, "Office", frozenset({Grant("director")}))) == []


@pytest.mark.django_db
def test_funnel_leaves_out_columns_in_which_a_dot_would_be_somebody(in_hospital):
    row = MentorSignal(program=Program(name="Ladder"), as_of=institution_today())
    means = [(10, 4.37)] * 5 + [(15, 3.13)] * 4
    figures = [
        {"statistic": "components", "limits": {"mean": [4.0, 4.0], "within": [0.5, 0.5]}},
        *({"statistic": "mean", "subject": "x", "people": n, "limits": {"mean": [m, m]}} for n, m in means),
    ]

    found = funnel_in(row, figures)
    assert found is not None
    assert ([one.n for one in found.columns], found.left_out) == ([10], 4)
    drawn = funnel_of(found)
    assert not re.search(r"4\.37|3\.13", f"{found} {drawn.wide} {drawn.narrow} {drawn.table} {drawn.words}")
    assert funnel_in(row, figures[1:]) is None
