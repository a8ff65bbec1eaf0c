"""A pair that has run for some months, and what is entered about it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from rounds.core.clock import institution_today
from rounds.mentorships.conversations.services.log import Held, log_conversation
from rounds.mentorships.conversations.services.notes import Writing
from rounds.mentorships.services.pairs import record_existing_pair
from tests.mentorships.test_services import opening


def day(ago=0):
    return institution_today() - timedelta(days=ago)


def run_pair(scene, *, since=90):
    """Let Bob and Cleo be a pair since some days."""
    return record_existing_pair(
        pair=opening(scene),
        cycle_id=scene.cohort.cycle_id,
        program_id=scene.program.id,
        started_on=day(since),
        by=scene.alice,
    )


def log(pair, by, *, ago=0, minutes=30, entry=None, note="", audience="private", agreed=(), **more):
    """Log a conversation as one of the two."""
    held = Held(entry_id=entry or uuid4(), held_on=day(ago), minutes=minutes, **more)
    writing = Writing(note, audience, tuple(agreed))
    return log_conversation(mentorship_id=pair.id, held=held, by=by, writing=writing)
