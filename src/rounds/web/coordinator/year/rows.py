"""The rows of the list of pairs, in plain words: the same row is drawn once."""

from dataclasses import dataclass
from datetime import date

from rounds.core.access import Request
from rounds.mentorships.models import Mentorship
from rounds.web.addresses import address


@dataclass(frozen=True)
class PairRow:
    """One pair of the list."""

    href: str
    mentee: str
    mentor: str
    # of a mentor on the panel: what for
    purpose: str
    program: str
    cycle: str
    opened_on: date | None
    state: str
    # what it is late with, in words
    late: str


def pair_row(request: Request, pair: Mentorship, late: str) -> PairRow:
    """Return a pair of the list as it is read."""
    return PairRow(
        href=address(request, "year:pair", mentorship_id=pair.id),
        mentee=pair.mentee.full_name,
        mentor=pair.mentor.display_name,
        purpose=pair.purpose,
        program=pair.cycle.program.name,
        cycle=pair.cycle.name,
        opened_on=pair.opened_on,
        state=pair.state,
        late=late,
    )
