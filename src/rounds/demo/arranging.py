"""When the invented pairs meet next: meetings in the coming weeks, one that was moved, times that wait for an answer."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from rounds.core.access import Viewer
from rounds.core.enums import Role
from rounds.mentorships.conversations.services.bulk import PlannedMeeting, record_planned_meetings
from rounds.mentorships.conversations.services.planning import Plan, move_conversation, plan_conversation
from rounds.mentorships.enums import Mode
from rounds.mentorships.meetings.selectors import open_times_of
from rounds.mentorships.meetings.services import Proposal, name_assistant, propose_times
from rounds.mentorships.models import Mentorship
from rounds.people.models import Person

# Of so many pairs in a row one has a meeting planned; looking for free hours takes time.
ONE_OF = 3


def let_them_arrange(random: Random, office: Viewer, pairs: Sequence[Mentorship]) -> int:
    """Let every third pair have a meeting planned at a time that both have free; return how many."""
    some = [pair for pair in pairs[::ONE_OF] if pair.is_running]
    free = open_times_of(some)
    planned = []
    for pair in some:
        moments = free[pair.id].moments
        if moments:
            starts_at = random.choice(moments)
            planned.append(
                PlannedMeeting(
                    mentorship_id=pair.id,
                    starts_at=starts_at,
                    minutes=free[pair.id].minutes,
                    mode=random.choice(Mode.values),
                    planned_by_id=pair.mentee_id,
                )
            )
    return record_planned_meetings(meetings=planned, by=office)


def arrange_for_named(office: Viewer, pairs: Sequence[Mentorship], named: dict[Role, Person]) -> None:
    """Let the mentor whose sign-in is shown have times to answer, another pair a moved meeting, and both mentors an assistant."""
    mentor, helper = named[Role.MENTOR], named[Role.DELEGATE]
    running = [pair for pair in pairs if pair.is_running]
    free = open_times_of(running)
    days = {pair.id: _one_a_day(free[pair.id].moments or ()) for pair in running}
    known = [pair for pair in running if len(days[pair.id]) >= 3]
    waiting = next((pair for pair in known if pair.mentor_id == mentor.id), None)
    moved = next((pair for pair in known if pair.mentor_id != mentor.id), None)
    if waiting:
        _propose(office, waiting, days[waiting.id][:3])
        name_assistant(email=helper.email, by=_as(office, waiting.mentor))
    if moved:
        _plan_and_move(office, moved, days[moved.id])
        name_assistant(email=helper.email, by=_as(office, moved.mentor))


def _one_a_day(moments: Sequence[datetime]) -> list[datetime]:
    found: list[datetime] = []
    for moment in moments:
        if not found or moment - found[-1] >= timedelta(hours=20):
            found.append(moment)
    return found


def _propose(office: Viewer, pair: Mentorship, moments: Sequence[datetime]) -> None:
    wanted = Proposal(times=moments, minutes=30, mode=Mode.VIDEO, entry_id=_entry(pair, "times"))
    propose_times(mentorship_id=pair.id, proposal=wanted, by=_as(office, pair.mentee))


def _plan_and_move(office: Viewer, pair: Mentorship, moments: Sequence[datetime]) -> None:
    plan = Plan(starts_at=moments[0], minutes=30, mode=Mode.IN_PERSON, entry_id=_entry(pair, "plan"))
    planned = plan_conversation(mentorship_id=pair.id, plan=plan, by=_as(office, pair.mentee))
    move_conversation(conversation_id=planned.id, starts_at=moments[2], by=_as(office, pair.mentor))


def _as(office: Viewer, person: Person) -> Viewer:
    return Viewer(office.institution_id, person.user_id, person.id, person.full_name)


def _entry(pair: Mentorship, what: str) -> UUID:
    return uuid5(pair.id, what)
