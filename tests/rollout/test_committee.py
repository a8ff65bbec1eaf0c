"""A committee: seats that show a step, minutes written once, decisions that nothing changes and a later one supersedes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, OutOfOrder
from rounds.programs.models import Program
from rounds.rollout.models import CommitteeDecision, CommitteeMeeting
from rounds.rollout.selectors.committee import committee_of, standing_of
from rounds.rollout.selectors.ladder import ladders_of
from rounds.rollout.services.committee import (
    Resolution,
    call_meeting,
    end_seat,
    take_seat,
    write_minutes,
    write_resolution,
)
from rounds.rollout.services.launching import begin_launch
from tests.rollout.test_signing import viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(in_hospital):
    return Program.objects.create(name="Pilot", slug="pilot", template="physician", state="running")


def resolution(**other):
    first = Resolution(institution_today(), "Which department?", "Surgery, or nobody", "Surgery", "It asked")
    return replace(first, **other)


def decided(program, entry_id=None, **other):
    return write_resolution(
        program=program, resolution=resolution(**other), entry_id=entry_id or uuid4(), by=viewer("Alice")
    )


def test_seats_show_their_step_as_long_as_somebody_sits(program):
    today, by = institution_today(), viewer("Alice")
    begin_launch(program=program, kickoff_on=today, ends_on=today + timedelta(days=180), by=by)

    def seats_line():
        return next(one for one in ladders_of([program])[program.id].lines if one.item.key == "seats")

    for sits_for in ("clinician", "hr", "education"):
        assert not seats_line().is_fact
        entry = {"entry_id": uuid4(), "by": by, "program": program, "name": "Lund"}
        rows = [take_seat(sits_for=sits_for, since_on=today - timedelta(days=9), **entry) for _ in "12"]
        assert rows[0] == rows[1], "a form sent twice is one seat"
    assert seats_line().is_fact

    with pytest.raises(DomainError, match="before it began"):
        end_seat(seat_id=rows[0].id, until_on=today - timedelta(days=10), by=by)
    end_seat(seat_id=rows[0].id, until_on=today - timedelta(days=1), by=by)
    assert not seats_line().is_fact
    assert [one.sits_for for one in committee_of(program).former] == ["education"]


def test_minutes_are_written_once_after_the_meeting(program):
    by, today = viewer("Alice"), institution_today()
    held, to_come = (
        call_meeting(
            program=program, held_on=today + timedelta(days=days), agenda="Gate", entry_id=uuid4(), by=by
        )
        for days in (0, 1)
    )
    with pytest.raises(DomainError, match="still to come"):
        write_minutes(meeting_id=to_come.id, present="All", minutes="We go", by=by)
    for _time in "12":
        write_minutes(meeting_id=held.id, present="All", minutes="We go", by=by)
    with pytest.raises(OutOfOrder, match="written already"):
        write_minutes(meeting_id=held.id, present="All", minutes="We stop", by=by)


def test_a_decision_is_superseded_once_and_never_changed(program):
    entry = uuid4()
    first = decided(program, entry)
    assert decided(program, entry) == first
    later = decided(program, decision="Nobody", supersedes_id=first.id)
    with pytest.raises(DomainError, match="supersedes that one already"):
        decided(program, supersedes_id=first.id)
    assert standing_of(program) == [later]
    with pytest.raises(DomainError, match="still to come"):
        decided(program, decided_on=institution_today() + timedelta(days=1))

    meeting = call_meeting(
        program=program, held_on=institution_today(), agenda="Gate", entry_id=uuid4(), by=viewer("Alice")
    )
    attempts = [
        lambda: CommitteeDecision.objects.update(why="x"),
        lambda: CommitteeDecision.objects.bulk_update([replace_why(first)], ["why"]),
        lambda: CommitteeDecision.objects.all()._raw_delete("default"),
        lambda: CommitteeMeeting.objects.filter(id=meeting.id).update(agenda="x"),
        lambda: run("UPDATE rollout_committeedecision SET decision = 'x'"),
        lambda: run("DELETE FROM rollout_committeemeeting"),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            attempt()


def replace_why(row):
    row.why = "x"
    return row


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
