"""A panel: up to three mentors beside the primary one, each for a purpose, with a pair of their own and no other's."""

from datetime import timedelta

import pytest

from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.events import dispatch_waiting
from rounds.core.models import OutgoingMail
from rounds.matching.input.selectors.gathering import gather
from rounds.matching.publishing.selectors.hand_over import candidates_for
from rounds.matching.publishing.services.panels import join_panel
from rounds.mentorships.conversations.selectors import own_conversation_for
from rounds.mentorships.conversations.services.log import Held, log_conversation
from rounds.mentorships.dues.selectors import office_pairs
from rounds.mentorships.dues.selectors.telling import open_dues
from rounds.mentorships.figures.selectors import year_figures
from rounds.mentorships.models import MentorLoad, Mentorship
from rounds.mentorships.panels.selectors import panel_of
from rounds.mentorships.panels.services import leave_panel_untold
from rounds.mentorships.selectors import count_mentees, list_own_mentorships
from rounds.mentorships.services.pairs import record_existing_pair
from rounds.mentorships.services.states import end_mentorship
from tests.matching.scenes import add_mentor, make_scene
from tests.mentorships.test_services import opening

OTHERS = ("Ann", "Ben", "Cas", "Dot")


@pytest.fixture
def scene(in_hospital):
    scene = make_scene(in_hospital)
    for name in OTHERS:
        add_mentor(scene, name, capacity=1)
    return scene


@pytest.fixture
def pair(scene):
    return record_existing_pair(
        pair=opening(scene),
        cycle_id=scene.cohort.cycle_id,
        program_id=scene.program.id,
        started_on=institution_today() - timedelta(days=90),
        by=scene.alice,
    )


def join(scene, pair, name="Ann", purpose="research methods"):
    return join_panel(pair=pair, mentor_id=scene.people[name].id, purpose=purpose, by=scene.alice)


def test_who_joins_takes_a_place_and_both_are_told_after_a_quarter_of_an_hour(scene, pair, clock):
    joined = join(scene, pair)
    dispatch_waiting()

    assert (joined.state, joined.is_primary, joined.purpose) == ("active", False, "research methods")
    assert MentorLoad.objects.get(mentor=scene.people["Ann"]).active == 1
    letters = OutgoingMail.objects.filter(kind="pair_panel")
    assert {one.to_person_id for one in letters} == {pair.mentee_id, scene.people["Ann"].id}
    assert all("research methods" in one.body for one in letters)
    assert list_own_mentorships(scene.viewer("Ann")) == []
    clock.shift(timedelta(minutes=16))
    assert list_own_mentorships(scene.viewer("Ann")) == [joined]


def test_taken_back_before_it_is_told_leaves_no_mail_no_place_and_no_trace_for_the_two(scene, pair, clock):
    joined = join(scene, pair)
    dispatch_waiting()

    leave_panel_untold(mentorship_id=joined.id, by=scene.alice)
    clock.shift(timedelta(minutes=16))

    assert {one.state for one in OutgoingMail.objects.filter(kind="pair_panel")} == {"stopped"}
    assert MentorLoad.objects.get(mentor=scene.people["Ann"]).active == 0
    assert list_own_mentorships(scene.viewer("Ann")) == []
    assert joined not in list_own_mentorships(scene.viewer("Cleo"))


def test_taken_back_before_the_mail_is_written_writes_none(scene, pair):
    joined = join(scene, pair)

    leave_panel_untold(mentorship_id=joined.id, by=scene.alice)
    dispatch_waiting()

    assert not OutgoingMail.objects.filter(kind="pair_panel").exists()


def test_told_panel_and_primary_pair_are_not_taken_back(scene, pair, clock):
    joined = join(scene, pair)
    clock.shift(timedelta(minutes=16))

    for one in (joined, pair):
        with pytest.raises(OutOfOrder, match="End this pair"):
            leave_panel_untold(mentorship_id=one.id, by=scene.alice)


def test_fourth_on_a_panel_is_refused_and_a_place_opens_when_one_ends(scene, pair):
    joined = [join(scene, pair, name) for name in OTHERS[:3]]
    with pytest.raises(OutOfOrder, match="has 3 mentors"):
        join(scene, pair, "Dot")

    end_mentorship(mentorship_id=joined[0].id, reason="time", by=scene.alice)
    join(scene, pair, "Dot")

    assert [one.mentor_id for one in panel_of(pair)] == [
        scene.people[name].id for name in ("Ben", "Cas", "Dot")
    ]


def test_panel_needs_a_primary_pair_that_runs_and_a_mentor_with_a_place(scene, pair):
    joined = join(scene, pair)
    with pytest.raises(OutOfOrder, match="beside a primary mentor"):
        join(scene, joined, "Ben")
    with pytest.raises(DomainError, match="can't join"):
        join(scene, pair, "Ann")

    end_mentorship(mentorship_id=pair.id, reason="time", by=scene.alice)
    pair.refresh_from_db()
    with pytest.raises(OutOfOrder, match="beside a primary mentor"):
        join(scene, pair, "Ben")


def test_panel_is_no_match_who_loses_the_primary_mentor_waits_for_one(scene, pair):
    join(scene, pair)
    end_mentorship(mentorship_id=pair.id, reason="time", by=scene.alice)

    counts = count_mentees([scene.cohort.id])[scene.cohort.id]
    gathering = gather(scene.cohort)

    assert (counts.begun, counts.without, counts.wanting) == (0, 1, 1)
    assert gathering.kept == {}
    assert gathering.open_places[scene.people["Ann"].id] == 0
    assert "panel" in gathering.rules_between(pair.mentee_id, scene.people["Ann"].id)


def test_who_is_on_the_panel_cannot_become_primary_beside(scene, pair):
    join(scene, pair)
    MentorLoad.objects.filter(mentor=scene.people["Ann"]).update(capacity=3)

    assert scene.people["Ann"].id not in {one.person_id for one in candidates_for(pair)}


def test_nothing_is_due_of_a_panel_and_its_minutes_count_for_the_year(scene, pair, clock):
    Mentorship.objects.filter(id=pair.id).update(imported_start_on=None)
    before = year_figures(scene.alice, [pair.cycle])[pair.cycle_id]
    joined = join(scene, pair)
    Mentorship.objects.filter(id=joined.id).update(
        opened_on=institution_today() - timedelta(days=80), shown_from_at=pair.created_at
    )
    held = Held(entry_id=joined.id, held_on=institution_today(), minutes=30)
    log_conversation(mentorship_id=joined.id, held=held, by=scene.viewer("Ann"))

    rows = Mentorship.objects.select_related("cycle__program").filter(id__in=[pair.id, joined.id])
    dues = {one.pair.id: one.dues for one in open_dues(list(rows))}
    after = year_figures(scene.alice, [pair.cycle])[pair.cycle_id]

    assert dues[pair.id]
    assert not dues[joined.id]
    assert {row.pair.id for row in office_pairs(scene.alice, [scene.program]).troubles} <= {pair.id}
    assert (after.agreements, after.quarters) == (before.agreements, before.quarters)
    assert (after.minutes, after.conversations) == (before.minutes + 30, before.conversations + 1)


def test_panel_mentor_and_primary_find_nothing_of_each_others_log(scene, pair, clock):
    joined = join(scene, pair)
    clock.shift(timedelta(minutes=16))
    talks = [
        log_conversation(
            mentorship_id=one.id,
            held=Held(entry_id=one.id, held_on=institution_today(), minutes=30),
            by=scene.viewer("Cleo"),
        )
        for one in (pair, joined)
    ]

    for reader, other in (("Ann", talks[0]), ("Bob", talks[1])):
        with pytest.raises(NotFound):
            own_conversation_for(scene.viewer(reader), other.id)
    assert own_conversation_for(scene.viewer("Ann"), talks[1].id) == talks[1]
