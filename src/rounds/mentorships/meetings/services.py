"""Proposing times, taking one, withdrawing them; naming an assistant."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core import audit, events
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.mentorships.conversations.services.log import locked_running
from rounds.mentorships.conversations.services.planning import (
    Plan,
    check_is_near,
    plan_conversation,
    take_back_plan,
)
from rounds.mentorships.conversations.values.series import MOST_MEETINGS, Repeats, occurrences
from rounds.mentorships.enums import ConversationState, ProposalState
from rounds.mentorships.meetings.selectors import occurrences_of
from rounds.mentorships.models import Conversation, Delegation, Mentorship, ProposedTimes
from rounds.people.models import Person

MOST_TIMES = 3


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Times that somebody proposes; `entry_id` is made with the form."""

    times: Sequence[datetime]
    minutes: int
    mode: str = ""
    entry_id: UUID
    # Each of the times comes again until a day, at the same time by the clocks of the zone.
    repeats: Repeats = Repeats.ONCE
    until: date | None = None
    zone: str = ""


@transaction.atomic
def propose_times(*, mentorship_id: UUID, proposal: Proposal, by: Viewer) -> ProposedTimes:
    """Propose up to three times to the other one; what was open before is replaced. A form sent twice is one row."""
    pair = locked_running(mentorship_id)
    entered: ProposedTimes | None = ProposedTimes.objects.filter(
        mentorship=pair, entry_id=proposal.entry_id
    ).first()
    if entered is not None:
        return entered
    times = sorted({one.astimezone(UTC) for one in proposal.times})
    if not times:
        raise DomainError(_("Choose at least one time."), field="times")
    if len(times) > MOST_TIMES:
        raise DomainError(_("Choose up to three times; fewer are quicker to answer."), field="times")
    if times[0] <= now():
        raise DomainError(_("One of these times has passed. Choose times to come."), field="times")
    check_is_near(times[-1], "times")
    if proposal.repeats:
        _check_series(pair, times, proposal)
    open_ = ProposedTimes.objects.filter(mentorship=pair, state=ProposalState.OPEN)
    replaced = list(open_)
    open_.update(state=ProposalState.REPLACED, settled_at=now())
    made: ProposedTimes = ProposedTimes.objects.create(
        mentorship=pair,
        proposed_by_id=by.own_id,
        times=[one.isoformat() for one in times],
        minutes=proposal.minutes,
        mode=proposal.mode,
        entry_id=proposal.entry_id,
        repeats=proposal.repeats,
        until=proposal.until if proposal.repeats else None,
        zone=proposal.zone,
    )
    ProposedTimes.objects.filter(id__in=[one.id for one in replaced]).update(replaced_by=made)
    audit.record("times.proposed", by=by, kind="proposed_times", object_id=made.id, times=len(times))
    events.emit("times.proposed", institution_id=by.institution_id, proposal=made.id)
    return made


@transaction.atomic
def take_time(*, proposal_id: UUID, moment: datetime, by: Viewer) -> Conversation:
    """Take one of the times that the other proposed: it is planned. Pressed twice, it is planned once."""
    made = _locked(proposal_id)
    if made.state == ProposalState.TAKEN and made.conversation and made.conversation.starts_at == moment:
        return made.conversation
    _check_open(made)
    if made.proposed_by_id == by.own_id:
        raise OutOfOrder(_("These times are your own proposal; the other one of you takes one."))
    if moment not in made.moments:
        raise DomainError(_("This time was not proposed. Choose one of those on the page."), field="times")
    plan = Plan(starts_at=moment, minutes=made.minutes, mode=made.mode, entry_id=made.id)
    made.conversation = _planned_again(made, plan, by)
    made.planned = _plan_the_rest(made, plan, by)
    _settle(made, ProposalState.TAKEN, "times.taken", by)
    return made.conversation


def _check_series(pair: Mentorship, times: Sequence[datetime], proposal: Proposal) -> None:
    """Refuse a series that is none, too long, or goes beyond the time of the pair."""
    if proposal.until is None:
        raise DomainError(_("Say until which day it repeats."), field="until")
    ends_on = pair.planned_end_on or pair.cycle.ends_on
    if proposal.until > ends_on:
        raise DomainError(
            _("The time of the two of you ends on %(day)s. Let it repeat until then at most.")
            % {"day": date_format(ends_on, "j M Y")},
            field="until",
        )
    counts = [len(occurrences(one, proposal.zone, proposal.repeats, proposal.until)) for one in times]
    if min(counts) < 2:
        raise DomainError(
            _("Until that day it would not come again. Choose a later day, or let it be once."), field="until"
        )
    if max(counts) > MOST_MEETINGS:
        raise DomainError(
            _("More than %(most)s meetings at once are too many. Choose an earlier day.")
            % {"most": MOST_MEETINGS},
            field="until",
        )


def _plan_the_rest(made: ProposedTimes, first: Plan, by: Viewer) -> list[str]:
    """Plan the other times of a series, each a meeting of its own that can be moved or called off alone."""
    found = []
    for one in occurrences_of(made, first.starts_at)[1:]:
        planned = plan_conversation(
            mentorship_id=made.mentorship_id,
            plan=replace(first, starts_at=one.moment, entry_id=uuid4()),
            by=by,
        )
        found.append(str(planned.id))
    return found


def _still_planned(made: ProposedTimes) -> list[Conversation]:
    """Return what else of a series is to come as it was planned."""
    return list(
        Conversation.objects.filter(
            id__in=made.planned, state=ConversationState.PLANNED, starts_at__gt=now()
        ).order_by("starts_at")
    )


def _planned_again(made: ProposedTimes, plan: Plan, by: Viewer) -> Conversation:
    """Plan the time; a proposal that was given back and is taken again gets a conversation of its own."""
    is_first = not Conversation.objects.filter(mentorship=made.mentorship, entry_id=made.id).exists()
    if not is_first:
        plan = replace(plan, entry_id=uuid4())
    return plan_conversation(mentorship_id=made.mentorship_id, plan=plan, by=by)


@transaction.atomic
def give_time_back(*, proposal_id: UUID, by: Viewer) -> ProposedTimes:
    """Take back that one has taken a time: nothing is planned, and the times wait for an answer again."""
    made = _locked(proposal_id)
    if made.state != ProposalState.TAKEN or made.conversation is None:
        raise OutOfOrder(_("None of these times is taken now. Open the pair to see what is planned."))
    if made.proposed_by_id == by.own_id:
        raise OutOfOrder(_("The other one of you has taken this time. Move or call off the meeting instead."))
    if ProposedTimes.objects.filter(mentorship=made.mentorship, state=ProposalState.OPEN).exists():
        raise OutOfOrder(_("Other times were proposed meanwhile. Call off the meeting instead."))
    take_back_plan(conversation_id=made.conversation.id, by=by)
    for one in _still_planned(made):
        take_back_plan(conversation_id=one.id, by=by)
    made.conversation, made.planned = None, []
    _settle(made, ProposalState.OPEN, "times.given_back", by)
    return made


@transaction.atomic
def withdraw_times(*, proposal_id: UUID, by: Viewer, is_undo: bool = False) -> ProposedTimes | None:
    """Withdraw what one has proposed, and return what waits for an answer again in its place, if anything does.

    The other's times, which these replaced, wait again; one's own do so only when proposing these `is_undo`ne.
    """
    made = _locked(proposal_id)
    _check_open(made)
    if made.proposed_by_id != by.own_id:
        raise OutOfOrder(_("Only whoever proposed these times can withdraw them. You can propose others."))
    _settle(made, ProposalState.WITHDRAWN, "times.withdrawn", by)
    before: ProposedTimes | None = ProposedTimes.objects.filter(
        replaced_by=made, state=ProposalState.REPLACED
    ).first()
    if before is None or before.moments[-1] <= now():
        return None
    if before.proposed_by_id == by.own_id and not is_undo:
        return None
    before.replaced_by = None
    before.save(update_fields=["replaced_by"])
    _settle(before, ProposalState.OPEN, "times.wait_again", by)
    events.emit("times.proposed", institution_id=by.institution_id, proposal=before.id)
    return before


def _locked(proposal_id: UUID) -> ProposedTimes:
    made: ProposedTimes = ProposedTimes.objects.get(id=proposal_id)
    locked_running(made.mentorship_id)
    made.refresh_from_db()
    return made


def _check_open(made: ProposedTimes) -> None:
    if made.state != ProposalState.OPEN:
        raise OutOfOrder(_("These times no longer wait for an answer. Open the pair to see what is planned."))


def _settle(made: ProposedTimes, state: str, action: str, by: Viewer) -> None:
    made.state, made.settled_at = state, now() if state != ProposalState.OPEN else None
    made.save(update_fields=["state", "settled_at", "conversation", "planned"])
    audit.record(action, by=by, kind="proposed_times", object_id=made.id)


@transaction.atomic
def name_assistant(*, email: str, by: Viewer) -> Delegation:
    """Name by work address who sees and moves the times of one's meetings, and nothing else. Named twice, it is once.

    Whether anybody here has the address changes neither the answer nor the list: to know of it is no right of a member.
    """
    address = email.strip().lower()
    here = Person.objects.filter(left_on=None, merged_into=None)
    person = here.filter(email__iexact=address).first() if address else None
    if person is not None and person.id == by.own_id:
        raise DomainError(
            _("You cannot be your own assistant. Write somebody else's address."), field="email"
        )
    known: Delegation | None = Delegation.objects.filter(
        person_id=by.own_id, address=address, ended_at=None
    ).first()
    if known is not None and (known.assistant_id is not None or person is None):
        return known
    if person and Delegation.objects.filter(person_id=by.own_id, assistant=person, ended_at=None).exists():
        person = None  # named by another address already, which the answer does not say
    if known is None:
        known = Delegation.objects.create(person_id=by.own_id, assistant=person, address=address)
    else:
        known.assistant = person
        known.save(update_fields=["assistant"])
    audit.record(
        "assistant.named", by=by, kind="delegation", object_id=known.id, about_person_id=person and person.id
    )
    events.emit("assistant.named", institution_id=by.institution_id, delegation=known.id)
    return known


@transaction.atomic
def end_assistant(*, delegation: Delegation, by: Viewer) -> None:
    """End it that somebody sees and moves one's times."""
    ended = Delegation.objects.filter(id=delegation.id, ended_at=None).update(ended_at=now())
    if ended:
        audit.record(
            "assistant.ended",
            by=by,
            kind="delegation",
            object_id=delegation.id,
            about_person_id=delegation.assistant_id,
        )
