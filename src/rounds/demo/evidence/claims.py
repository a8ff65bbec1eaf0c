"""What one program claims and decides: a claim was looked at, one waits for its information; what changes is written down."""

from datetime import date, timedelta
from uuid import uuid4

from rounds.core.access import Viewer
from rounds.insights.services.claiming import Wanted, lock_card, record_basis, write_card
from rounds.insights.services.deciding import Decision, write_decision
from rounds.programs.models import Cycle, Program

YEAR = 365


def write_claims(by: Viewer, program: Program, day: date) -> None:
    """Write two cards and lock them, on an approval; look at the one whose information is whole."""
    from rounds.insights.services.looking import take_look  # loads the engine: no page needs it

    record_basis(
        approved_by="Institutional review board, 26-114",
        columns="appointment, department, rank, last day",
        until_on=day + timedelta(days=2 * YEAR),
        entry_id=uuid4(),
        by=by,
    )
    for template, claimed, since in (
        ("C5", 1.6, day - timedelta(days=10 * YEAR)),
        ("C7", 1.4, day - timedelta(days=3 * YEAR)),
    ):
        wanted = Wanted(template, claimed, None, since, day + timedelta(days=3 * YEAR), compares=True)
        card = lock_card(
            card_id=write_card(program=program, wanted=wanted, entry_id=uuid4(), by=by).id, by=by
        )
        if template == "C5":
            take_look(card_id=card.id, by=by)


def write_down_what_changes(by: Viewer, cycle: Cycle, day: date) -> None:
    """Write down what was seen and what changes, with the figures that stand."""
    decision = Decision(
        "The pairs that began have met; most mentees still wait for a mentor, and Friday clinics cost two weeks.",
        "The first talk ends with a date for the second one, with both calendars open.",
        "One conversation a month, and the rule that nobody outside the pair reads a note.",
        day + timedelta(days=180),
    )
    write_decision(cycle=cycle, decision=decision, entry_id=uuid4(), by=by)
