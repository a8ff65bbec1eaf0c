"""Whom a change of a pair concerns: offers that come back, waiting lists in which a place is wanted."""

from uuid import UUID

from rounds.core import events
from rounds.core.access import system
from rounds.core.events import handles
from rounds.core.models import Event
from rounds.matching.models import Offer
from rounds.matching.publishing.selectors.waiting import runs_waiting_for


@handles("mentorship.mentor_left")
def return_offer_of_who_left(event: Event) -> None:
    """Say which offer comes back because its mentor has left; pairs brought along by an import have none."""
    offer = Offer.objects.filter(mentorship=event.ids["mentorship"]).first()
    if offer is not None:
        events.emit("offer.mentor_left", institution_id=event.institution_id, offer=offer.id)


@handles("place.opened")
def say_where_the_place_is_wanted(event: Event) -> None:
    """Say in which published runs somebody waits who could have the mentor."""
    mentor_id, by = UUID(event.ids["mentor"]), system(event.institution_id)
    for run in runs_waiting_for(mentor_id, by):
        events.emit("place.wanted", institution_id=event.institution_id, run=run.id, mentor=mentor_id)
