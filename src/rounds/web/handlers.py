"""What pages' side does when events happen: it writes mail."""

from uuid import UUID

from rounds.core.access import Viewer, system, viewer_for
from rounds.core.events import handles
from rounds.core.models import Event
from rounds.matching.enums import Answer, RunState
from rounds.matching.models import MatchRun, Offer
from rounds.web.mail.matching import send_offers, tell


@handles("run.published")
def send_offers_of_a_run(event: Event) -> None:
    """Ask the mentors, unless somebody has pressed Stop in the meantime."""
    run = MatchRun.objects.select_for_update().get(id=event.ids["run"])
    if run.state != RunState.PUBLISHED:
        return
    user_id = event.ids.get("user")
    by = viewer_for(event.institution_id, UUID(user_id)) if user_id else None
    send_offers(run, run.offers.select_related("mentorship__mentor"), by or system(event.institution_id))


@handles("offer.accepted")
def tell_the_mentee(event: Event) -> None:
    """The mentor said yes: now the mentee hears of the pair."""
    offer = _offer(event)
    tell("pair_found", offer, offer.mentorship.mentee, _by(event))


@handles("offer.begun")
def tell_the_mentor(event: Event) -> None:
    """Both said yes: the first meeting stands."""
    offer = _offer(event)
    tell("pair_begun", offer, offer.mentorship.mentor, _by(event))


@handles("offer.returned")
def tell_of_a_change(event: Event) -> None:
    """A mentor who had said yes hears, neutrally, that plans changed. A refusal is told to nobody but the office."""
    offer = _offer(event)
    if offer.mentor_answer == Answer.ACCEPTED:
        tell("pair_changed", offer, offer.mentorship.mentor, _by(event))


def _offer(event: Event) -> Offer:
    offer: Offer = Offer.objects.select_related(
        "mentorship__mentee", "mentorship__mentor", "run__cohort__cycle__program"
    ).get(id=event.ids["offer"])
    return offer


def _by(event: Event) -> Viewer:
    return system(event.institution_id)
