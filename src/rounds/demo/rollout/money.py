"""The budget of the pilot: planned, priced, checked by a second person, and what was spent so far."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.programs.models import Program
from rounds.rollout.services.budget import (
    Booked,
    book_spending,
    check_budget,
    digest_of_prices,
    write_budget,
)

PLANNED = {
    "seats": 24,
    "sessions": 7,
    "coaching": 2,
    "award_kinds": 2,
    "awards_each": 1,
    "heads": 32,
    "waves": 3,
    "reports": 1,
    "uses": 0,
}
PRICES = {
    "rate_resident": "38",
    "rate_fellow": "46",
    "rate_junior_faculty": "112",
    "rate_mid_career": "138",
    "rate_executive": "165",
    "seat": "70",
    "coordinator": "72000",
    "director": "285000",
    "session": "180",
    "coach": "150",
    "award": "120",
    "head": "42.50",
    "analyst": "85",
    "use": "0",
    "hosting": "95",
}
SPENT = (
    ("sessions", 120, "360", "Slides, lunch: modules 1 and 6"),
    ("events", 110, "1360", "Kick-off dinner, 32 people"),
    ("hosting", 30, "570", "Six months"),
)


def plan_money(program: Program, *, by: Viewer, second: Viewer) -> None:
    """Write the budget of a program, let a second person check it, and book what was spent."""
    prices = {key: Decimal(one) for key, one in PRICES.items()}
    budget = write_budget(program=program, typed=PLANNED, prices=prices, by=by)
    check_budget(program=program, digest=digest_of_prices(budget), by=second)
    for line, ago, amount, words in SPENT:
        booked = Booked(line, institution_today() - timedelta(days=ago), Decimal(amount), words)
        entry_id = uuid5(UUID(int=16), f"{program.id} {line}")
        book_spending(program=program, booked=booked, entry_id=entry_id, by=by)
