"""What pages' side does when events happen: it writes mail."""

from uuid import UUID

from rounds.core.access import Viewer, system, viewer_for
from rounds.core.events import handles
from rounds.core.models import Event
from rounds.matching.enums import Answer, RunState
from rounds.matching.models import MatchRun, Offer
from rounds.mentorships.enums import State
from rounds.mentorships.models import Mentorship
from rounds.mentorships.services.states import end_pairs_of
from rounds.web.mail.matching import send_offer, send_offers, tell, tell_of_a_place, tell_office
from rounds.web.mail.pairs import tell_both, tell_one


@handles("run.published")
def send_offers_of_a_run(event: Event) -> None:
    """Ask the mentors, unless somebody has pressed Stop in the meantime."""
    run = MatchRun.objects.select_for_update().get(id=event.ids["run"])
    if run.state != RunState.PUBLISHED:
        return
    user_id = event.ids.get("user")
    by = viewer_for(event.institution_id, UUID(user_id)) if user_id else None
    # single offers made since have their own message and moment
    offers = run.offers.filter(mentorship__shown_from_at__lte=run.mail_leaves_at)
    send_offers(run, offers.select_related("mentorship__mentor"), by or system(event.institution_id))


@handles("offer.accepted")
def tell_the_mentee(event: Event) -> None:
    """Tell the mentee of the pair, now that the mentor has said yes."""
    offer = _offer(event)
    tell("pair_found", offer, offer.mentorship.mentee, _by(event))


@handles("offer.begun")
def tell_the_mentor(event: Event) -> None:
    """Tell the mentor that both said yes and the first meeting is agreed."""
    offer = _offer(event)
    tell("pair_begun", offer, offer.mentorship.mentor, _by(event))


@handles("offer.made")
def send_one_offer(event: Event) -> None:
    """Ask one mentor more, unless somebody has pressed Stop in the meantime."""
    offer = Offer.objects.select_related(*_AROUND).filter(id=event.ids["offer"]).first()
    if offer is not None:
        user_id = event.ids.get("user")
        by = viewer_for(event.institution_id, UUID(user_id)) if user_id else None
        send_offer(offer, by or _by(event))


@handles("offer.returned")
def tell_of_a_change(event: Event) -> None:
    """Tell the office. A mentor who had said yes hears, neutrally, that plans changed; a mentee hears nothing."""
    offer = _offer(event)
    tell_office("pair_returned", offer.run, _by(event), key=str(offer.id))
    if offer.mentor_answer == Answer.ACCEPTED:
        tell("pair_changed", offer, offer.mentorship.mentor, _by(event))


@handles("programs.enrollment.withdrawn")
def end_pairs_of_who_leaves(event: Event) -> None:
    """End the pairs of who has left a program; the office hears when a mentee is left without a mentor."""
    enrollment_id = UUID(event.ids["enrollment"])
    for pair in end_pairs_of(enrollment_id=enrollment_id, by=_by(event)):
        offer = Offer.objects.filter(mentorship=pair).select_related(*_AROUND).first()
        if offer is not None and pair.mentor_enrollment_id == enrollment_id:
            tell_office("pair_returned", offer.run, _by(event), key=str(offer.id))
        elif pair.mentee_enrollment_id == enrollment_id:
            tell_of_a_place(pair.mentor_id, _by(event))


@handles("place.opened")
def tell_of_an_open_place(event: Event) -> None:
    """Tell the office that a place has opened, once a day, if somebody waits."""
    tell_of_a_place(UUID(event.ids["mentor"]), _by(event))


_AROUND = ("mentorship__mentee", "mentorship__mentor", "run__cohort__cycle__program", "run__weights")


def _offer(event: Event) -> Offer:
    offer: Offer = Offer.objects.select_related(*_AROUND).get(id=event.ids["offer"])
    return offer


def _by(event: Event) -> Viewer:
    return system(event.institution_id)


@handles("pair.ended_by_office")
def tell_that_it_ended(event: Event) -> None:
    """Tell both that the office has ended their pair, unless that was taken back in the meantime."""
    pair = _pair(event)
    if pair.state == State.ENDED:
        tell_both("pair_ended", pair, _asked_by(event), moment=event.at)


@handles("pair.goes_on")
def tell_that_it_goes_on(event: Event) -> None:
    """Tell both that an end was taken back, if they had been told of it."""
    tell_both("pair_goes_on", _pair(event), _by(event), moment=event.at, is_held=False)


@handles("pair.handed_over")
def tell_of_another_mentor(event: Event) -> None:
    """Tell the former mentor, the new one and the mentee that another mentor took over."""
    old, by = _pair(event), _asked_by(event)
    new = Mentorship.objects.select_related(*_OF_A_PAIR).get(id=event.ids["new"])
    tell_one("pair_ended", old, old.mentor, old.mentee, by, moment=event.at)
    tell_both("pair_new_mentor", new, by, moment=event.at)


_OF_A_PAIR = ("mentee", "mentor", "cycle__program")


def _pair(event: Event) -> Mentorship:
    pair: Mentorship = Mentorship.objects.select_related(*_OF_A_PAIR).get(id=event.ids["mentorship"])
    return pair


def _asked_by(event: Event) -> Viewer:
    user_id = event.ids.get("user")
    return (viewer_for(event.institution_id, UUID(user_id)) if user_id else None) or _by(event)
