"""What pages' side does when events happen: it writes mail. Who is told, and whether still, the domains decide."""

from uuid import UUID

from rounds.core.access import Viewer, system, viewer_for
from rounds.core.clock import institution_today
from rounds.core.events import handles
from rounds.core.models import Event
from rounds.matching.enums import BEFORE_PEOPLE, Answer
from rounds.matching.models import MatchRun, Offer
from rounds.matching.publishing.services.offers import lock_offer, lock_offers_of_run
from rounds.mentorships.models import AgreementVersion, Conversation, Delegation, Mentorship, ProposedTimes
from rounds.mentorships.panels.services import lock_panel_pair
from rounds.mentorships.services.office import lock_ended_pair
from rounds.web.mail.assistants import tell_assistant
from rounds.web.mail.matching import ask_directors, send_offer, send_offers, tell, tell_office
from rounds.web.mail.meetings.groups import send_group_meeting
from rounds.web.mail.meetings.pairs import send_meeting
from rounds.web.mail.meetings.proposed import tell_of_times
from rounds.web.mail.pairs import tell_both, tell_one


@handles("run.published")
def send_offers_of_a_run(event: Event) -> None:
    """Ask the mentors of a run."""
    send_offers(lock_offers_of_run(UUID(event.ids["run"])), _asked_by(event))


@handles("run.sent")
def ask_the_directors(event: Event) -> None:
    """Ask the program directors (PDs) to look at their trainees' pairs."""
    run = MatchRun.objects.select_related("cohort__cycle__program").get(id=event.ids["run"])
    if run.state in BEFORE_PEOPLE:  # sent back or published meanwhile: nobody is asked
        ask_directors(run, _asked_by(event))


@handles("offer.accepted")
def tell_the_mentee(event: Event) -> None:
    """Tell the mentee of the pair, now that the mentor has said yes."""
    offer = _offer(event)
    tell("pair_found", offer, offer.mentorship.mentee, _by(event))


@handles("offer.meeting_proposed")
def tell_of_a_meeting(event: Event) -> None:
    """Tell the other one of the pair that a first meeting is proposed."""
    offer = _offer(event)
    pair = offer.mentorship
    other = pair.mentee if pair.mentor_id == UUID(event.ids["by"]) else pair.mentor
    if offer.meeting_at is not None:
        tell("pair_meeting", offer, other, _by(event), again=f":{other.id}:{event.at.isoformat()}")


@handles("offer.begun")
def tell_the_mentor(event: Event) -> None:
    """Tell the mentor that both said yes."""
    offer = _offer(event)
    tell("pair_begun", offer, offer.mentorship.mentor, _by(event))


@handles("offer.made")
def send_one_offer(event: Event) -> None:
    """Ask one mentor more."""
    offer = lock_offer(UUID(event.ids["offer"]))
    if offer is not None:
        send_offer(offer, _asked_by(event))


@handles("offer.returned")
def tell_of_a_change(event: Event) -> None:
    """Tell the office. A mentor who had said yes hears, neutrally, that plans changed; a mentee hears nothing."""
    offer = _offer(event)
    tell_office("pair_returned", offer.run, _by(event), key=str(offer.id), pair_id=offer.mentorship_id)
    if offer.mentor_answer == Answer.ACCEPTED:
        tell("pair_changed", offer, offer.mentorship.mentor, _by(event))


@handles("offer.mentor_left")
def tell_that_a_mentor_left(event: Event) -> None:
    """Tell the office that a mentee is left without a mentor."""
    offer = _offer(event)
    tell_office("pair_returned", offer.run, _by(event), key=str(offer.id), pair_id=offer.mentorship_id)


@handles("place.wanted")
def tell_of_an_open_place(event: Event) -> None:
    """Tell the office, once a day, that a place has opened for somebody who waits."""
    run = MatchRun.objects.select_related("cohort__cycle__program").get(id=event.ids["run"])
    tell_office("place_opened", run, _by(event), key=f"{run.cohort_id}:{institution_today()}")


_AROUND = ("mentorship__mentee", "mentorship__mentor", "run__cohort__cycle__program", "run__weights")


def _offer(event: Event) -> Offer:
    offer: Offer = Offer.objects.select_related(*_AROUND).get(id=event.ids["offer"])
    return offer


def _by(event: Event) -> Viewer:
    return system(event.institution_id)


@handles("pair.ended_by_office")
def tell_that_it_ended(event: Event) -> None:
    """Tell both that the office has ended their pair."""
    if lock_ended_pair(UUID(event.ids["mentorship"])):
        tell_both("pair_ended", _pair(event), _asked_by(event), moment=event.at)


@handles("pair.ended_by_leaving")
def tell_that_one_has_left(event: Event) -> None:
    """Tell both that their pair has ended because one of them no longer takes part."""
    if lock_ended_pair(UUID(event.ids["mentorship"])):
        tell_both("pair_left", _pair(event), _by(event), moment=event.at)


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
    # one change, one Stop: none of the three is told without the others
    tell_both("pair_new_mentor", new, by, moment=event.at, batch_id=old.id)


@handles("panel.joined")
def tell_of_the_panel(event: Event) -> None:
    """Tell a mentee and a mentor on the panel of each other, unless it was taken back."""
    if lock_panel_pair(UUID(event.ids["mentorship"])):
        tell_both("pair_panel", _pair(event), _asked_by(event), moment=event.at)


@handles("conversation.recorded_for_pair")
def tell_of_a_recorded_conversation(event: Event) -> None:
    """Tell both that the office entered a conversation for them, and that each can say it was not so."""
    held = Conversation.objects.select_related(
        "mentorship__mentee", "mentorship__mentor", "mentorship__cycle__program"
    ).get(id=event.ids["conversation"])
    if held.counts:
        by, day = _asked_by(event), held.held_on
        ids = {"conversation": held.id}
        tell_both(
            "conversation_recorded",
            held.mentorship,
            by,
            moment=event.at,
            day=day,
            batch_id=held.id,
            ids=ids,
        )


@handles("conversation.entry_removed")
def tell_of_a_removed_conversation(event: Event) -> None:
    """Tell both that a conversation which the office had entered is removed."""
    removed = Conversation.objects.select_related(
        "mentorship__mentee", "mentorship__mentor", "mentorship__cycle__program"
    ).get(id=event.ids["conversation"])
    by, day = _asked_by(event), removed.held_on
    tell_both("conversation_removed", removed.mentorship, by, moment=event.at, day=day, batch_id=removed.id)


@handles("agreement.proposed")
def tell_of_a_proposal(event: Event) -> None:
    """Tell the other one that an agreement waits, unless it was taken back; the message does not hold the text."""
    if not AgreementVersion.objects.filter(id=event.ids["version"]).exists():
        return
    pair, by = _pair_of_version(event), _by(event)
    proposer = UUID(event.ids["person"])
    person, other = (pair.mentor, pair.mentee) if pair.mentee_id == proposer else (pair.mentee, pair.mentor)
    tell_one("agreement_proposed", pair, person, other, by, moment=event.at, is_held=False)


@handles("agreement.signed")
def tell_that_both_have_signed(event: Event) -> None:
    """Tell both that their agreement is in force; the message does not hold the text."""
    tell_both("agreement_signed", _pair_of_version(event), _by(event), moment=event.at, is_held=False)


@handles("meeting.changed")
def tell_calendars(event: Event) -> None:
    """Tell both calendars of a meeting that was set, moved or called off."""
    send_meeting(UUID(event.ids["meeting"]), _asked_by(event))


@handles("group_meeting.changed")
def tell_calendars_of_a_group(event: Event) -> None:
    """Tell the calendars of a group of a session that was planned, moved or called off, or of who came or went."""
    person = UUID(event.ids["person"]) if event.ids.get("person") else None
    send_group_meeting(UUID(event.ids["meeting"]), person, _asked_by(event))


@handles("assistant.named")
def tell_the_assistant(event: Event) -> None:
    """Tell somebody that they were named as an assistant, if they still are."""
    named = Delegation.objects.filter(id=event.ids["delegation"], ended_at=None)
    for one in named.select_related("person", "assistant"):
        tell_assistant(one, _by(event))


@handles("times.proposed")
def tell_of_proposed_times(event: Event) -> None:
    """Tell the other one that times are proposed."""
    made = ProposedTimes.objects.select_related(*(f"mentorship__{one}" for one in _OF_A_PAIR))
    proposal = made.get(id=event.ids["proposal"])
    tell_of_times(proposal, proposal.mentorship, _by(event))


def _pair_of_version(event: Event) -> Mentorship:
    version = AgreementVersion.objects.get(id=event.ids["version"])
    pair: Mentorship = Mentorship.objects.select_related(*_OF_A_PAIR).get(id=version.mentorship_id)
    return pair


_OF_A_PAIR = ("mentee", "mentor", "cycle__program")


def _pair(event: Event) -> Mentorship:
    pair: Mentorship = Mentorship.objects.select_related(*_OF_A_PAIR).get(id=event.ids["mentorship"])
    return pair


def _asked_by(event: Event) -> Viewer:
    user_id = event.ids.get("user")
    return (viewer_for(event.institution_id, UUID(user_id)) if user_id else None) or _by(event)
