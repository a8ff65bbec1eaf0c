"""What of waiting messages about pairs is still so as they leave: what is not goes to nobody.

Each kind that speaks of a pair has a look here, or is written as it leaves (`meetings`, `day`): a test holds that. A
message that was queued before it had ids says what it said.
"""

from collections.abc import Callable

from rounds.core.access import system, viewer_for
from rounds.core.mail import add_look
from rounds.core.models import OutgoingMail
from rounds.matching.enums import BEFORE_PEOPLE
from rounds.matching.models import MatchRun, Offer
from rounds.mentorships.agreements.selectors import pens_of, signed_terms_of
from rounds.mentorships.dues.selectors.nudges import TROUBLE
from rounds.mentorships.dues.selectors.telling import open_dues
from rounds.mentorships.enums import GlassDecision, State
from rounds.mentorships.models import BreakGlass, Conversation, Mentorship
from rounds.people.models import Person
from rounds.people.selectors.leaves import has_left
from rounds.programs.selectors.chase import REMINDER
from rounds.web import mail
from rounds.web.mail.intake import still_asked
from rounds.web.mail.invitations import INVITATION, letter_alone
from rounds.web.mail.matching import offer_context

Holds = Callable[[Mentorship, OutgoingMail], bool]


def _always(_pair: Mentorship, _message: OutgoingMail) -> bool:
    """Tell that what happened stays so; only who has left gets nothing."""
    return True


def _is_over(pair: Mentorship, _message: OutgoingMail) -> bool:
    return pair.is_over


def _runs(pair: Mentorship, _message: OutgoingMail) -> bool:
    return pair.is_running


def _is_asked(pair: Mentorship, _message: OutgoingMail) -> bool:
    """Tell whether the mentee has still to answer."""
    return pair.state == State.ACCEPTED


def _has_first_time(pair: Mentorship, _message: OutgoingMail) -> bool:
    proposed = Offer.objects.filter(mentorship=pair, meeting_at__isnull=False)
    return not pair.is_over and proposed.exists()


def _waits_for_signature(pair: Mentorship, message: OutgoingMail) -> bool:
    return not pair.is_over and pens_of([pair.id]).get(pair.id) == message.to_person_id


def _is_agreed(pair: Mentorship, _message: OutgoingMail) -> bool:
    return not pair.is_over and pair.id in signed_terms_of([pair.id])


def _was_held(_pair: Mentorship, message: OutgoingMail) -> bool:
    found = Conversation.objects.filter(id=message.ids["conversation"]).first()
    return found is not None and found.counts


def _is_in_trouble(pair: Mentorship, message: OutgoingMail) -> bool:
    rule = TROUBLE[message.ids["trouble"]]
    (found,) = open_dues([pair])
    return pair.is_running and any(one.rule == rule for one in found.dues)


# By kind: what must be so of the pair for the message to leave.
OF_A_PAIR: dict[str, Holds] = {
    "pair_found": _is_asked,
    "pair_meeting": _has_first_time,
    "pair_begun": _runs,
    "pair_changed": _is_over,
    "pair_returned": _is_over,
    "pair_ended": _is_over,
    "pair_left": _is_over,
    "pair_goes_on": _runs,
    "pair_new_mentor": _runs,
    "pair_panel": _runs,
    "conversation_recorded": _was_held,
    "conversation_removed": _always,
    "agreement_proposed": _waits_for_signature,
    "agreement_signed": _is_agreed,
    "nudge": _is_in_trouble,
}


def _of_a_pair(message: OutgoingMail) -> str | None:
    if "pair" not in message.ids:
        return message.body
    pairs = Mentorship.objects.select_related("cycle__program", "mentee", "mentor")
    pair = pairs.filter(id=message.ids["pair"]).first()
    reader = Person.objects.filter(id=message.to_person_id).first()
    if pair is None or (reader is not None and has_left(reader)):
        return None  # the address may be somebody else's by now
    return message.body if OF_A_PAIR[message.kind](pair, message) else None


def _offers_now(message: OutgoingMail) -> str | None:
    """Return an offer with the number of pairs that still wait for the mentor; None when none does."""
    if "offers" not in message.ids:
        return message.body
    ids = message.ids["offers"].split()
    open_ = Offer.objects.filter(id__in=ids, mentorship__state=State.OFFERED)
    offers = list(open_.select_related("mentorship__mentor", "run__cohort__cycle__program"))
    if not offers or len(offers) == len(ids):
        return message.body if offers else None
    institution, first = message.institution, offers[0]
    by = viewer_for(institution.id, message.by_user_id) if message.by_user_id else None
    context = offer_context(
        first.mentorship.mentor, len(offers), first.run, institution, by or system(institution.id)
    )
    return mail.render(message.kind, context).body


def _can_say_no(message: OutgoingMail) -> str | None:
    run = MatchRun.objects.filter(id=message.ids.get("run")).first()
    return message.body if "run" not in message.ids or (run and run.state in BEFORE_PEOPLE) else None


def _glass_is_open(message: OutgoingMail) -> str | None:
    glass = BreakGlass.objects.filter(id=message.ids.get("glass")).first()
    is_so = "glass" not in message.ids or (glass and glass.decision == GlassDecision.OPEN)
    return message.body if is_so else None


def add_looks() -> None:
    """Register what looks again at each kind that speaks of pairs."""
    for kind in OF_A_PAIR:
        add_look(kind, _of_a_pair)
    add_look(REMINDER, still_asked)
    add_look(INVITATION, letter_alone)
    add_look("pair_offer", _offers_now)
    add_look("trainees_pairs", _can_say_no)
    add_look("break_glass_asked", _glass_is_open)
