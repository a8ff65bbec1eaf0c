"""Debriefs: opened by a major rotation that ended, logged once, settled across a corrected schedule, read by two."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest

from rounds.core.errors import NotFound, OutOfOrder
from rounds.mentorships.conversations.services.log import Held, take_back_conversation
from rounds.mentorships.debriefs.selectors import (
    debrief_page_for,
    held_debriefs,
    list_debriefs,
    list_let_go,
    open_debriefs,
    own_debrief_for,
)
from rounds.mentorships.debriefs.services import (
    change_debrief,
    let_debrief_go,
    take_back_letting_go,
    write_debrief,
)
from rounds.mentorships.dues.selectors import facts_of, would_count
from rounds.mentorships.dues.values import Counted
from rounds.mentorships.models import Conversation, Debrief, Mentorship, Release
from rounds.mentorships.releases.selectors import pieces_to_release
from rounds.people.models import Leave, TrainingProgram
from rounds.programs.models import PlanItem, Rotation
from rounds.programs.selectors.rotations import nights_of
from rounds.programs.services.rotations import NewRotation, plan_rotations, write_rotations
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import day, log, run_pair


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def pair(scene):
    """Return a pair of which Rounds has known from its first day: what ended before that is not asked."""
    made = run_pair(scene, since=200)
    Mentorship.objects.filter(id=made.id).update(imported_start_on=None)
    return Mentorship.objects.select_related("cycle__program").get(id=made.id)


def rotate(pair, *, ended, days=28, kind="major", name="ICU"):
    """Put a rotation on record whose last day was some days ago."""
    to_on = day(ended - 1)
    return Rotation.objects.create(
        person_id=pair.mentee_id, name=name, kind=kind, from_on=to_on - timedelta(days=days), to_on=to_on
    )


def waiting(pair):
    return [one.rotation.name for one in open_debriefs([pair]).get(pair.id, [])]


def held(**more):
    return Held(entry_id=uuid4(), held_on=day(), minutes=30, **more)


@pytest.mark.parametrize(("ended", "is_open"), [(0, False), (1, True), (20, True), (21, False)])
def test_debrief_opens_the_day_after_and_closes_by_itself(pair, ended, is_open):
    rotate(pair, ended=ended)

    assert waiting(pair) == (["ICU"] if is_open else [])


@pytest.mark.parametrize(
    "kind", ["nights", "night_float", "vacation", "leave", "elective", "clinic", "research"]
)
def test_only_major_rotations_ask(pair, kind):
    rotate(pair, ended=3, kind=kind)

    assert waiting(pair) == []


def test_cap_is_eight_a_year(pair):
    for number in range(8):
        rotate(pair, ended=30 + 10 * number, days=5, name=f"Ward {number}")
    rotate(pair, ended=5, days=5, name="Ninth")

    assert waiting(pair) == []
    Rotation.objects.filter(name="Ward 0").delete()
    assert waiting(pair) == ["Ninth"]


def test_debrief_is_one_conversation_and_a_form_sent_twice_one_row(scene, pair):
    rotation = rotate(pair, ended=3)
    sent = held()

    for _time in range(2):
        written = write_debrief(
            mentorship_id=pair.id, rotation=rotation, held=sent, answers={"conflict": "A word"}, by=scene.cleo
        )

    assert written.opened() == {"conflict": "A word"}
    assert Conversation.objects.get() == written.conversation
    assert waiting(pair) == []
    assert [one.is_settled for one in facts_of([pair])[pair.id].rotations] == [True]
    with pytest.raises(OutOfOrder):
        write_debrief(mentorship_id=pair.id, rotation=rotation, held=held(), answers={}, by=scene.bob)


def test_conversation_that_counts_already_takes_the_answers_and_none_is_logged_again(scene, pair):
    rotation = rotate(pair, ended=3)
    talk = log(pair, scene.bob, ago=1)

    assert waiting(pair) == []
    page = debrief_page_for(scene.cleo, pair.id, rotation.id)
    written = write_debrief(
        mentorship_id=pair.id, rotation=rotation, held=held(), answers={"went_well": "All"}, by=scene.cleo
    )

    assert page.counted == talk
    assert written.conversation == talk
    assert Conversation.objects.count() == 1


def test_corrected_schedule_does_not_ask_again(scene, pair):
    rotation = rotate(pair, ended=3)
    write_debrief(mentorship_id=pair.id, rotation=rotation, held=held(), answers={}, by=scene.cleo)
    moved = NewRotation(pair.mentee_id, "ICU", "major", rotation.from_on, rotation.to_on - timedelta(days=1))

    write_rotations(plan_rotations([moved], is_whole=True))

    rotation.refresh_from_db()
    assert rotation.replaced_at
    assert waiting(pair) == []


def test_letting_go_is_undone_and_a_held_one_stays(scene, pair):
    rotation = rotate(pair, ended=3)
    gone = let_debrief_go(mentorship_id=pair.id, rotation=rotation, entry_id=uuid4(), by=scene.bob)

    assert waiting(pair) == []
    take_back_letting_go(debrief=gone, by=scene.bob)
    assert waiting(pair) == ["ICU"]
    written = write_debrief(mentorship_id=pair.id, rotation=rotation, held=held(), answers={}, by=scene.cleo)
    take_back_letting_go(debrief=written, by=scene.cleo)
    assert Debrief.objects.get() == written


def test_change_keeps_what_both_have_read_and_stale_rows_are_refused(scene, pair):
    rotation = rotate(pair, ended=3)
    first = write_debrief(
        mentorship_id=pair.id, rotation=rotation, held=held(), answers={"conflict": "A"}, by=scene.cleo
    )
    stale = Debrief.objects.get()

    change_debrief(debrief=first, answers={"conflict": "B", "went_well": "C"}, by=scene.cleo)

    page = debrief_page_for(scene.bob, pair.id, rotation.id)
    assert [answer for _prompt, answer in page.answers] == ["B", "C"]
    assert [[answer for _prompt, answer in said] for _until, said in page.former] == [["A"]]
    with pytest.raises(OutOfOrder):
        change_debrief(debrief=stale, answers={"conflict": "D"}, by=scene.cleo)
    with pytest.raises(Debrief.DoesNotExist):
        change_debrief(debrief=page.debrief, answers={"conflict": "D"}, by=scene.bob)
    with pytest.raises(NotFound):
        own_debrief_for(scene.bob, first.id)
    same = change_debrief(debrief=page.debrief, answers={"conflict": "B", "went_well": "C"}, by=scene.cleo)
    assert same.version == 2


def test_what_was_released_by_number_is_known_by_its_prompt_after_a_change(scene, pair):
    rotation = rotate(pair, ended=3)
    debrief = write_debrief(
        mentorship_id=pair.id, rotation=rotation, held=held(), answers={"went_well": "A"}, by=scene.cleo
    )
    program = TrainingProgram.objects.create(name="Medicine", specialty="internal_medicine")
    made = Release(
        person_id=pair.mentee_id, training_program=program, kind="pieces", digest="-", entry_id=uuid4()
    )
    made.pieces = [f"debrief {debrief.id} 0"]
    made.seal_value({})
    made.save()

    change_debrief(debrief=debrief, answers={"conflict": "B", "went_well": "A"}, by=scene.cleo)

    out = {one.key.split()[2] for one in pieces_to_release(scene.cleo) if one.is_released}
    assert out == {"went_well"}


def test_debrief_of_a_log_that_was_taken_back_is_its_writers_alone(scene, pair):
    rotation = rotate(pair, ended=3)
    written = write_debrief(
        mentorship_id=pair.id, rotation=rotation, held=held(), answers={"conflict": "A"}, by=scene.cleo
    )

    take_back_conversation(conversation_id=written.conversation_id, by=scene.cleo)

    assert debrief_page_for(scene.cleo, pair.id, rotation.id).debrief == written
    with pytest.raises(NotFound):
        debrief_page_for(scene.bob, pair.id, rotation.id)
    assert list_debriefs(pair, scene.bob) == []


def test_rotations_of_others_and_those_long_over_are_not_there(scene, pair):
    long_over = rotate(pair, ended=40)
    others = Rotation.objects.create(
        person_id=scene.bob.person_id, name="ICU", kind="major", from_on=day(30), to_on=day(2)
    )

    for rotation in (long_over, others):
        with pytest.raises(NotFound):
            debrief_page_for(scene.cleo, pair.id, rotation.id)


def test_nights_are_quiet_days(pair):
    rotate(pair, ended=-3, days=10, kind="nights", name="NF")

    quiet = nights_of([pair.mentee_id], day(0), day(-10))

    assert quiet == {pair.mentee_id: {day(-ahead) for ahead in range(4)}}


def said_by_log(pair):
    """Return the rotations whose debrief the log says that a conversation of today would be."""
    keys = [one.key for one in would_count(pair, day(), 30) if one.kind == Counted.DEBRIEF]
    return list(Rotation.objects.filter(id__in=keys).order_by("name").values_list("name", flat=True))


def test_log_and_list_agree_in_an_untidy_world(scene, pair):
    """A leave, a panel, a rule switched off, days moved, an imported pair, one talked about already, one let go."""
    rotate(pair, ended=3)
    assert said_by_log(pair) == waiting(pair) == ["ICU"]

    leave = Leave.objects.create(person_id=pair.mentor_id, from_on=day(10), to_on=day(-20))
    assert said_by_log(pair) == waiting(pair) == ["ICU"]
    assert [one.is_asked for one in open_debriefs([pair])[pair.id]] == [False]
    assert debrief_page_for(scene.cleo, pair.id, Rotation.objects.get().id).is_open
    leave.delete()

    own = PlanItem.objects.create(
        program=pair.cycle.program, rule="debrief", due=14, reminders=[5], is_on=True
    )
    assert said_by_log(pair) == waiting(pair) == ["ICU"]
    own.is_on = False
    own.save()
    assert said_by_log(pair) == waiting(pair) == []
    own.delete()

    pair.purpose = "Research"
    assert said_by_log(pair) == waiting(pair) == []
    pair.purpose = ""

    pair.imported_start_on = pair.opened_on
    pair.created_at = noon(2)
    assert said_by_log(pair) == waiting(pair) == []


def noon(ago):
    return datetime.combine(day(ago), time(12), tzinfo=UTC)


def test_talk_on_the_last_day_opens_the_debrief_the_day_after(scene, pair):
    """A rotation that ends on a Sunday: who talked that day was not asked yet, so the debrief opens on Monday."""
    rotate(pair, ended=1)
    log(pair, scene.bob, ago=1)

    assert said_by_log(pair) == waiting(pair) == ["ICU"]
    assert held_debriefs(pair) == []


def test_debrief_that_was_talked_about_waits_for_words_until_written_or_let_go(scene, pair):
    rotation = rotate(pair, ended=3)
    talk = log(pair, scene.bob, ago=1)

    assert said_by_log(pair) == waiting(pair) == []
    assert [(one.rotation, one.conversation) for one in held_debriefs(pair)] == [(rotation, talk)]
    gone = let_debrief_go(mentorship_id=pair.id, rotation=rotation, entry_id=uuid4(), by=scene.bob)
    assert (held_debriefs(pair), list_let_go(pair)) == ([], [gone])
    take_back_letting_go(debrief=gone, by=scene.bob)
    take_back_conversation(conversation_id=talk.id, by=scene.bob)
    assert said_by_log(pair) == waiting(pair) == ["ICU"]


def test_debrief_written_in_another_pair_is_counted_here_as_nothing(scene, pair):
    rotation = rotate(pair, ended=3)
    write_debrief(mentorship_id=pair.id, rotation=rotation, held=held(), answers={}, by=scene.cleo)
    other = Mentorship(id=uuid4(), mentee=pair.mentee, mentor=pair.mentor, cycle=pair.cycle)
    other.opened_on, other.planned_end_on, other.created_at = pair.opened_on, None, pair.created_at

    assert said_by_log(pair) == said_by_log(other) == waiting(other) == []
