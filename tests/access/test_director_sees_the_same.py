"""Directors see the same, byte for byte, whether a pair keeps five pieces to itself or none: pages, downloads, messages."""

from __future__ import annotations

from dataclasses import replace

import pytest
import time_machine

from rounds.core import audit
from rounds.core.clock import now
from rounds.core.database.scope import scope
from rounds.core.models import Event, OutgoingMail
from rounds.mentorships.models import MilestoneReport
from rounds.web import mail
from rounds.web.participant.records import own_rows
from tests.access.directors import (
    OFFICERS,
    RESIDENCY_DIRECTOR,
    differences,
    keep_to_themselves,
    log_the_same,
    messages_sent,
    pages_seen,
    things_of,
)
from tests.access.matrix import rolled_back
from tests.worlds.words import viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def worlds(own_world):
    """Return a world in which a pair has talked, and what lets it keep five pieces to itself; the clock stands still."""
    with time_machine.travel(now(), tick=False):
        with scope(own_world.here.id):
            held = log_the_same(own_world)
        yield own_world, lambda: keep_to_themselves(own_world, held)


def compared(worlds, who, only=()):
    """Return what somebody sees that differs between five pieces and none, and how many pages answered."""
    world, keep = worlds
    pages_seen(world, who, [], only)  # what is kept between requests is kept from here on, in both worlds
    with rolled_back():
        with scope(world.here.id):
            more = things_of(keep(), world)
        with_five = pages_seen(world, who, more, only)
    with_none = pages_seen(world, who, more, only)
    return differences(with_five, with_none), sum(status == 200 for status, *_rest in with_none.values())


def messages_of_both(worlds):
    world, keep = worlds
    with rolled_back():
        with scope(world.here.id):
            keep()
        with_five = messages_sent(world)
    with rolled_back():
        return with_five, messages_sent(world)


def test_director_of_a_residency_sees_the_same_with_five_unreleased_pieces_as_with_none(worlds):
    """Take every address in both worlds: it asks for some 700 pages, so it takes more than a second."""
    differ, answered = compared(worlds, RESIDENCY_DIRECTOR)

    assert differ == {}
    assert answered > 20


@pytest.mark.ci
@pytest.mark.parametrize("who", OFFICERS)
def test_officers_see_the_same_with_five_unreleased_pieces_as_with_none(worlds, who):
    """Take everything that an officer may open, searches and downloads too: that is the time which it takes."""
    differ, answered = compared(worlds, who)

    assert differ == {}
    assert answered > 30


def test_nobody_but_the_two_is_sent_anything_else_with_five_unreleased_pieces(worlds):
    """Let the worker work on six days in both worlds: that is the time which it takes."""
    world = worlds[0]

    with_five, with_none = messages_of_both(worlds)

    assert with_five == with_none
    assert any(
        "Peters" in text or "Rolf" in text
        for text in with_none[world.actors[RESIDENCY_DIRECTOR].person.email]
    )


def test_keeping_pieces_queues_no_message_and_no_event(worlds):
    world, keep = worlds
    before = (OutgoingMail.everywhere.count(), Event.objects.count())
    with scope(world.here.id):
        keep()

    assert (OutgoingMail.everywhere.count(), Event.objects.count()) == before


def test_count_of_pieces_in_a_message_is_found(worlds, monkeypatch):
    """Let the worker work in both worlds: that is the time which it takes."""
    render = mail.render

    def render_with_count(kind, context):
        text = render(kind, context)
        return replace(text, body=f"{text.body}\n{MilestoneReport.everywhere.count()} reports")

    monkeypatch.setattr(mail, "render", render_with_count)

    with_five, with_none = messages_of_both(worlds)

    assert with_five != with_none


def test_row_of_a_piece_in_an_audit_list_is_found(worlds):
    world, keep = worlds

    def keep_and_tell():
        reports = keep()
        director = world.actors[RESIDENCY_DIRECTOR].person.id
        audit.record("report.written", by=viewer_of(world, "cleo"), about_person_id=director)
        return reports

    differ, _answered = compared((world, keep_and_tell), RESIDENCY_DIRECTOR, ("audit:own",))

    assert any("body" in parts for parts in differ.values())


def test_longer_download_is_found(worlds, monkeypatch):
    own_tables = own_rows.own_tables
    row = own_rows.Row({}, (("Piece", "yes"),))

    def with_pieces(viewer):
        rows = [row for _report in MilestoneReport.objects.all()]
        return [*own_tables(viewer), own_rows.Table("pieces", "Pieces", rows)]

    monkeypatch.setattr("rounds.web.participant.records.taking.own_tables", with_pieces)

    differ, _answered = compared(worlds, RESIDENCY_DIRECTOR, ("record:take",))

    assert any("body" in parts for parts in differ.values())
