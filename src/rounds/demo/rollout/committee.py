"""The committee of the pilot: four seats, a meeting with minutes, one to come, a decision and the one that superseded it."""

from datetime import timedelta
from uuid import uuid4

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.programs.models import Cycle
from rounds.rollout.services.committee import (
    Resolution,
    call_meeting,
    take_seat,
    write_minutes,
    write_resolution,
)

SEATS = (
    ("clinician", "Dr. Helena Carvalho"),
    ("hr", "Ms. Astrid Lund"),
    ("education", "Dr. Paul Whitfield"),
)


def seat_committee(by: Viewer, pilot: Cycle, sponsor: str) -> None:
    """Seat the committee, let it meet, and write down what it decided."""
    program, today = pilot.program, institution_today()
    for sits_for, name in (("sponsor", sponsor), *SEATS):
        take_seat(
            program=program,
            sits_for=sits_for,
            name=name,
            since_on=pilot.starts_on - timedelta(days=110),
            entry_id=uuid4(),
            by=by,
        )
    first = pilot.starts_on - timedelta(days=60)
    met = call_meeting(
        program=program,
        held_on=first,
        agenda="Which department begins. How many conversations we ask for. Who moderates the focus groups.",
        entry_id=uuid4(),
        by=by,
    )
    minutes = "Internal medicine has the most residents and a chair who asked. Two conversations a month are asked for, though some fear that it is too many for call months."
    write_minutes(
        meeting_id=met.id, present="Liu, Carvalho, Lund, Whitfield, the coordinator", minutes=minutes, by=by
    )
    question, options = (
        "How many conversations a month do we ask for?",
        "Two; one; whatever a pair agrees on.",
    )
    twice = Resolution(first, question, options, "Two.", "The article’s example has two.", met.id)
    was = write_resolution(program=program, resolution=twice, entry_id=uuid4(), by=by)
    once = Resolution(
        pilot.starts_on - timedelta(days=30),
        question,
        options,
        "One, and more where a pair likes it.",
        "Residents on nights can’t keep two; a promise that is broken at once is worse than none.",
        supersedes_id=was.id,
    )
    write_resolution(program=program, resolution=once, entry_id=uuid4(), by=by)
    call_meeting(
        program=program,
        held_on=max(pilot.ends_on, today) + timedelta(days=28),
        agenda="The gate of the pilot. Which departments come next, and who answers for each.",
        entry_id=uuid4(),
        by=by,
    )
