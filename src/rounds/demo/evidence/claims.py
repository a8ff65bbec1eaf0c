"""Two claims of the program that has run longest: one was looked at, one waits for its information."""

from datetime import date, timedelta
from uuid import uuid4

from rounds.core.access import Viewer
from rounds.insights.services.claiming import Wanted, lock_card, record_basis, write_card
from rounds.programs.models import Program

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
