"""Opening the next phase, and taking that back while nothing has happened in it."""

from rounds.mentorships.phases.services.opening import PhaseOpened, open_next_phase
from rounds.mentorships.phases.services.undoing import take_back_opening

__all__ = ["PhaseOpened", "open_next_phase", "take_back_opening"]
