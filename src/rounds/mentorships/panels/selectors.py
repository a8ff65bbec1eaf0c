"""Reads of panels. Each mentor of one sees what the own pair has, as in every pair, and nothing of the others'."""

from uuid import UUID

from rounds.mentorships.enums import OPEN
from rounds.mentorships.models import Mentorship
from rounds.mentorships.models.pairs import NOT_ON_PANEL

# A mentee has one primary mentor, and up to so many others on a panel.
MOST_OTHERS = 3


def panel_of(pair: Mentorship) -> list[Mentorship]:
    """Return who sits on the panel of a pair's mentee in its cycle, by name; not the primary mentor."""
    rows = Mentorship.objects.exclude(NOT_ON_PANEL).filter(
        cycle_id=pair.cycle_id, mentee_id=pair.mentee_id, state__in=OPEN
    )
    return list(rows.select_related("mentor").order_by("mentor__folded_family", "mentor__folded_given", "id"))


def panel_pairs(cycle_id: UUID) -> set[tuple[UUID, UUID]]:
    """Return (mentee, mentor) of a cycle's panels: these two meet already, so a match leaves them alone."""
    rows = Mentorship.objects.exclude(NOT_ON_PANEL).filter(cycle_id=cycle_id, state__in=OPEN)
    return set(rows.order_by().values_list("mentee_id", "mentor_id"))
