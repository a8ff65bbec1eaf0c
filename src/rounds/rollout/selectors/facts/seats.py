"""What is known of the seats on committees."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from rounds.rollout.enums import SitsFor
from rounds.rollout.selectors.committee import seated_on
from rounds.rollout.selectors.facts.here import Fact, Here

NEEDED = (SitsFor.CLINICIAN, SitsFor.HR, SitsFor.EDUCATION)


def sponsor(here: Here) -> dict[UUID, Fact]:
    """Return whether somebody sits for the sponsor."""
    found = dict.fromkeys(here.launches, Fact(False, _("Nobody sits on the committee for the sponsor")))
    for row in seated_on(here.launches):
        if row.sits_for == SitsFor.SPONSOR:
            found[row.program_id] = Fact(
                True, _("%(name)s sits on the committee for the sponsor") % {"name": row.name}
            )
    return found


def seats(here: Here) -> dict[UUID, Fact]:
    """Return whether the three views that a pilot lacks by itself are seated."""
    seated: dict[UUID, set[str]] = {one: set() for one in here.launches}
    for row in seated_on(here.launches):
        if row.sits_for in NEEDED:
            seated[row.program_id].add(row.sits_for)
    words = _("%(count)s of the three views sit on the committee")
    return {
        one: Fact(len(kinds) == len(NEEDED), words % {"count": len(kinds)}) for one, kinds in seated.items()
    }
