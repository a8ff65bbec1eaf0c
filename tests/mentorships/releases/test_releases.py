"""Releasing: only what was shown goes out, once, frozen; a day alone where a residency requires the milestone."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from rounds.core.clock import now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.models import AuditEvent
from rounds.mentorships import guards
from rounds.mentorships.growth.selectors.goals import own_goals
from rounds.mentorships.growth.services.goals import change_goal
from rounds.mentorships.growth.services.marks import EvidenceLine, TickedStep, add_evidence, set_step
from rounds.mentorships.milestones.services import answer_report, change_report, write_report
from rounds.mentorships.models import MilestoneFeedback, Release
from rounds.mentorships.releases.selectors import (
    done_days,
    packet_in,
    packet_of,
    pieces_to_release,
    readers_of_residencies,
)
from rounds.mentorships.releases.services import release_done, release_pieces, require_milestone
from rounds.people.models import RoleAssignment, TrainingProgram, TrainingProgramMember
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import day, run_pair
from tests.mentorships.growth.scenes import words, write_goal
from tests.web.pairs.test_log_page import client_of


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def pair(scene):
    return run_pair(scene)


@pytest.fixture
def residency(pair):
    program = TrainingProgram.objects.create(name="Medicine", specialty="Internal  Medicine")
    TrainingProgramMember.objects.create(
        training_program=program, person_id=pair.mentee_id, kind="resident", from_on=day(400)
    )
    return program


@pytest.fixture
def report(scene, pair):
    return write_report(mentorship_id=pair.id, text="Two plans, one family", entry_id=uuid4(), by=scene.cleo)


def test_only_an_answered_report_is_released_with_the_codes_of_the_residency(scene, residency, report):
    assert pieces_to_release(scene.cleo) == []
    answer_report(report=report, saw="Calm", try_next="Ask", version=1, by=scene.bob)
    key = f"report {report.id}"

    shown = packet_of(scene.cleo, [key], residency)
    sent = {"keys": [key], "program": residency, "digest": shown.digest(), "entry_id": uuid4()}
    for _time in range(2):
        released = release_pieces(**sent, by=scene.cleo)

    assert Release.objects.get() == released
    assert packet_in(released) == shown
    assert [code[:4] for code in shown.pieces[0].near_to] == ["ICS2", "ICS3"]
    with pytest.raises(OutOfOrder):
        release_pieces(**{**sent, "digest": "0" * 64, "entry_id": uuid4()}, by=scene.cleo)
    with pytest.raises(NotFound):
        packet_of(scene.bob, [key], residency)


def test_goal_is_released_with_its_evidence_and_stays_as_it_was(scene, pair, residency):
    goal = write_goal(scene.cleo, pair, text="Lead the huddle", steps=("Ask for Monday", "Lead it twice"))
    bare = write_goal(scene.cleo, pair, text="Nothing yet")
    first = next(one for one in own_goals(scene.cleo) if one.id == goal.id).steps[0].key
    set_step(ticked=TickedStep(goal.id, first), done_on=day(2), by=scene.cleo)
    line = EvidenceLine(what="Seen on Monday", link="", on=day(1), entry_id=uuid4())
    add_evidence(goal_id=goal.id, line=line, by=scene.bob)

    assert [one.key for one in pieces_to_release(scene.cleo)] == [f"goal {goal.id}"]
    with pytest.raises(NotFound):
        packet_of(scene.cleo, [f"goal {bare.id}"], residency)
    shown = packet_of(scene.cleo, [f"goal {goal.id}"], residency)
    sent = {"keys": [f"goal {goal.id}"], "program": residency, "digest": shown.digest(), "entry_id": uuid4()}
    released = release_pieces(**sent, by=scene.cleo)
    change_goal(goal_id=goal.id, text=words("Other words"), version=1, by=scene.cleo)

    (piece,) = packet_in(Release.objects.get(id=released.id)).pieces
    text = " ".join((piece.title, *(part.text for part in piece.parts)))
    assert "Goal: Lead the huddle" in text
    assert "Lead it twice (not done yet)" in text
    assert "Ask for Monday (done on" in text
    assert scene.people["Bob"].display_name + ": Seen on Monday" in text
    # who shows a goal to a mentor has not given it to a director, and a mentor can't release it
    with pytest.raises(NotFound):
        packet_of(scene.bob, [f"goal {goal.id}"], residency)


def test_answered_report_stays_as_it_is_and_only_its_mentor_answers(scene, report):
    with pytest.raises(NotFound):
        answer_report(report=report, saw="x", try_next="y", version=1, by=scene.cleo)
    answer_report(report=report, saw="Calm", try_next="Ask", version=1, by=scene.bob)

    with pytest.raises(OutOfOrder):
        change_report(report=report, text="Other words", version=1, by=scene.cleo)
    with pytest.raises(OutOfOrder):
        answer_report(report=report, saw="Again", try_next="Again", version=1, by=scene.bob)


def test_done_is_a_day_without_content_and_only_where_it_is_required(scene, residency, report):
    answer_report(report=report, saw="Calm", try_next="Ask", version=1, by=scene.bob)
    (done_on,) = done_days(scene.cleo)
    wanted = {"program": residency, "entry_id": uuid4(), "by": scene.cleo}
    with pytest.raises(OutOfOrder):
        release_done(done_on=done_on, **wanted)
    require_milestone(program=residency, is_required=True, by=scene.bob)

    with pytest.raises(DomainError):
        release_done(done_on=day(50), **wanted)
    released = release_done(done_on=done_on, **wanted)

    assert (released.done_on, released.pieces, packet_in(released).pieces) == (done_on, [], ())


@pytest.fixture
def released(scene, residency, report):
    answer_report(report=report, saw="Calm", try_next="Ask", version=1, by=scene.bob)
    key = f"report {report.id}"
    digest = packet_of(scene.cleo, [key], residency).digest()
    return partial(
        release_pieces, keys=[key], program=residency, digest=digest, entry_id=uuid4(), by=scene.cleo
    )


def test_packet_released_in_two_tabs_is_one_release(released):
    first = released()

    assert released(entry_id=uuid4()) == first
    with time_machine.travel(now() + timedelta(minutes=2), tick=False):
        assert released(entry_id=uuid4()) != first


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("mentorships_release", "released_at = '2020-01-01'"),
        ("mentorships_release", "sealed = sealed || 'x'"),
        ("mentorships_release", "digest = 'x'"),
        ("mentorships_milestonefeedback", "given_at = '2020-01-01'"),
        ("mentorships_milestonefeedback", "sealed = sealed || 'x'"),
    ],
)
def test_database_refuses_to_change_what_was_released_and_answered(released, table, change):
    released()

    statements = (f"UPDATE {table} SET {change}", f"DELETE FROM {table}")
    for statement in statements:
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            connection.cursor().execute(statement)


def test_models_refuse_too_and_a_newer_key_may_seal_again(released):
    row = released()

    for change in (
        lambda: Release.objects.update(pieces=[]),
        lambda: Release.objects.all().delete(),
        lambda: MilestoneFeedback.objects.update(given_at=now()),
        lambda: MilestoneFeedback.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()
    assert Release.objects.filter(id=row.id).update(sealed=f"newer.{row.sealed.partition('.')[2]}") == 1


def test_packet_that_was_forged_is_not_shown_and_that_is_recorded(scene, released):
    row = released()
    forged = packet_in(row).to_json()
    forged["pieces"][0]["parts"][0]["text"] = "Forged"
    row.seal_value(forged)
    with guards.unprotected(connection):
        row.save()
    client = client_of(scene, "Cleo")

    page = client.get(
        reverse("releases:given", kwargs={"institution": scene.institution.slug, "own_release_id": row.id})
    )

    assert page.status_code == 409
    assert "Forged" not in page.content.decode()
    assert AuditEvent.objects.filter(action="release.differs", object_id=row.id).count() == 1


def test_page_comes_back_with_a_sentence_when_nothing_is_ticked_and_keeps_ticks(scene, residency, report):
    answer_report(report=report, saw="Calm", try_next="Ask", version=1, by=scene.bob)
    client, key = client_of(scene, "Cleo"), f"report {report.id}"
    to = reverse("releases:mine", kwargs={"institution": scene.institution.slug})

    empty = client.post(to, {"go": "look", "program": residency.id})
    shown = client.post(to, {"go": "look", "program": residency.id, "piece": key}).content.decode()

    assert empty.status_code == 400
    assert "Tick at least one piece" in empty.content.decode()
    assert f'value="{key}"' in empty.content.decode()
    assert "Formative: the mentor gave no level" in shown, "the page of the director, word for word"
    again = shown.split(f'href="{to}?')[1].split('"')[0]
    assert "checked" in client.get(f"{to}?{again}").content.decode()


def test_who_will_read_is_named_before_it_goes_and_is_who_directs_with_access(scene, residency, report):
    """A director without the role reads nothing, so is not named; nor is who has the role and directs no more."""
    answer_report(report=report, saw="Calm", try_next="Ask", version=1, by=scene.bob)
    alice, bob = scene.people["Alice"], scene.people["Bob"]
    role = {"role": "residency_director", "scope_id": residency.id, "from_on": day(50)}
    TrainingProgramMember.objects.create(
        training_program=residency, person=alice, kind="director", from_on=day(50)
    )
    assert readers_of_residencies([residency]) == {}
    RoleAssignment.objects.create(person=alice, **role)
    RoleAssignment.objects.create(person=bob, **role)

    assert readers_of_residencies([residency]) == {residency.id: [alice]}
    to = reverse("releases:mine", kwargs={"institution": scene.institution.slug})
    sent = {"go": "look", "program": residency.id, "piece": f"report {report.id}"}
    assert alice.full_name in client_of(scene, "Cleo").post(to, sent).content.decode()
