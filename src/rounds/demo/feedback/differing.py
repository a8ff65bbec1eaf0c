"""Where the invented pairs differ: one says that a conversation was not so, two ask the office for a change."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid5

from rounds.core.access import Viewer, grants_of
from rounds.demo.arranging import write_to_one_that_is_silent
from rounds.mentorships.changes.services import answer_change, ask_for_change
from rounds.mentorships.conversations.services.disputing import dispute_conversation
from rounds.mentorships.conversations.services.log import Held, log_conversation
from rounds.mentorships.enums import ChangeAnswer, State
from rounds.mentorships.models import Mentorship
from rounds.mentorships.models.pairs import NOT_ON_PANEL
from rounds.people.models import Person
from rounds.programs.models import Program

NOT_SO = "That was on Tuesday, I think, and about twenty minutes."
REASON = (
    "We have moved our hour three times, and I want to learn how budgets are made. Somebody from finance would suit me"
    " better. Nobody is at fault."
)


def let_some_need_the_office(office: Viewer, pair: Mentorship, coordinator: Person, day: date) -> None:
    """Let a pair be written to, another one differ about a talk, and two mentees ask for a change."""
    write_to_one_that_is_silent(office, coordinator)
    _let_two_differ(office, pair, day)
    _ask_for_changes(office, Program.objects.get(name="Resident Leadership Year").id, coordinator, day)


def _let_two_differ(office: Viewer, pair: Mentorship, day: date) -> None:
    """Let a mentee log a talk, and the mentor say that it was not so."""
    held = Held(
        entry_id=uuid5(pair.id, "disputed"), held_on=day - timedelta(days=4), minutes=45, mode="phone"
    )
    talk = log_conversation(mentorship_id=pair.id, held=held, by=_as(office, pair.mentee))
    dispute_conversation(
        conversation_id=talk.id, by=_as(office, pair.mentor), text=NOT_SO, entry_id=uuid5(pair.id, "not so")
    )


def _ask_for_changes(office: Viewer, program_id: UUID, coordinator: Person, day: date) -> None:
    """Let two mentees of a program ask for a change: one waits, the other one was answered."""
    rows = Mentorship.objects.filter(NOT_ON_PANEL, cycle__program_id=program_id, state=State.ACTIVE)
    pairs = rows.select_related("mentee").order_by("opened_on", "mentee__folded_family", "id")[40:42]
    asked = [
        ask_for_change(
            mentorship_id=pair.id,
            reason=reason,
            entry_id=uuid5(pair.id, "change"),
            by=_as(office, pair.mentee),
        )
        for pair, reason in zip(pairs, (REASON, ""), strict=True)
    ]
    by = replace(_as(office, coordinator), grants=grants_of(coordinator.id))
    again_on = day + timedelta(days=6)
    answer_change(change_request_id=asked[1].id, answer=ChangeAnswer.TALK, again_on=again_on, by=by)


def _as(office: Viewer, person: Person) -> Viewer:
    return Viewer(office.institution_id, person.user_id, person.id, person.full_name)
