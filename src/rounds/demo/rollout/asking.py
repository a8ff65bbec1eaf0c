"""What the office of the pilot keeps itself, its hours and a report of harm, and what is asked of the dean."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.programs.models import Cycle, Program
from rounds.rollout.enums import Answer, Asked, HarmState
from rounds.rollout.services.ledger import (
    Asking,
    ask_dean,
    enter_hours,
    note_answer,
    note_harm,
    settle_harm,
)

# Days ago, hours: most at the kick-off, little once the pairs talk. What was worked before it is not the pilot's.
HOURS = ((80, "3"), (50, "2"), (20, "1.5"))
HARM_AGO, ANSWERED_AFTER = 64, 1


def keep_ledger(pilot: Cycle, *, by: Viewer) -> None:
    """Enter the hours of the pilot's office, and the one report that came in and was answered."""
    today = institution_today()
    for ago, hours in HOURS:
        enter_hours(
            program=pilot.program,
            hours=Decimal(hours),
            worked_on=max(today - timedelta(days=ago), pilot.starts_on),
            entry_id=_entry(pilot.program, f"hours {ago}"),
            by=by,
        )
    heard = today - timedelta(days=HARM_AGO)
    report = note_harm(program=pilot.program, heard_on=heard, entry_id=_entry(pilot.program, "harm"), by=by)
    answered = settle_harm(report=report, state=HarmState.ANSWERED, by=by)
    answered.state_on = heard + timedelta(days=ANSWERED_AFTER)
    answered.save(update_fields=["state_on"])


def ask_for_next_year(pilot: Program, year: Program, *, by: Viewer) -> None:
    """Ask the dean for what the next year takes; one thing was given already."""
    today = institution_today()
    asked = (
        (
            pilot,
            Asking(
                Asked.MONEY,
                Decimal(18400),
                "cash for the second year, internal medicine and surgery together",
                "The pilot ends with its gate, whatever it says.",
                today + timedelta(days=32),
            ),
        ),
        (
            pilot,
            Asking(
                Asked.POST,
                Decimal("0.25"),
                "coordination, so that a second department can begin",
                "",
                today + timedelta(days=46),
            ),
        ),
        (
            pilot,
            Asking(
                Asked.HOURS,
                Decimal(360),
                "mentors’ protected hours in surgery, written into the schedules",
                "Surgeons talk after midnight or not at all.",
                today + timedelta(days=60),
            ),
        ),
        (
            year,
            Asking(
                Asked.SIGNATURE,
                None,
                "the rule of use, as in the pilot: never for evaluation, renewal or discipline",
                "",
                today + timedelta(days=14),
            ),
        ),
    )
    for number, (program, asking) in enumerate(asked):
        ask = ask_dean(program=program, asking=asking, entry_id=_entry(program, f"ask {number}"), by=by)
        if asking.what == Asked.SIGNATURE:
            note_answer(ask=ask, answer=Answer.GIVEN, by=by)


def _entry(program: Program, words: str) -> UUID:
    return uuid5(UUID(int=17), f"{program.id} {words}")
