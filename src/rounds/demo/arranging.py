"""When the invented pairs meet next: meetings in the coming weeks, one that was moved, times that wait for an answer.

And whom one mentee meets beside: a mentor on the panel, the group of another; and a pair that the office has written to.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.database.scope import current_zone
from rounds.core.enums import Role
from rounds.core.mail import Batch, queue_mail
from rounds.matching.publishing.selectors.groups import mentees_for_group
from rounds.matching.publishing.selectors.hand_over import candidates_for
from rounds.mentorships.conversations.services.bulk import PlannedMeeting, record_planned_meetings
from rounds.mentorships.conversations.services.planning import Plan, move_conversation, plan_conversation
from rounds.mentorships.conversations.values.series import Repeats
from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.selectors import office_pairs
from rounds.mentorships.dues.selectors.nudges import NUDGE
from rounds.mentorships.enums import GroupAudience, Mode
from rounds.mentorships.groups.selectors import OfficeGroup
from rounds.mentorships.groups.services.groups import add_member, open_group
from rounds.mentorships.groups.services.planning import Series, plan_group_meeting
from rounds.mentorships.groups.services.sessions import Session, log_session
from rounds.mentorships.meetings.selectors import open_times_of
from rounds.mentorships.meetings.services import Proposal, name_assistant, propose_times
from rounds.mentorships.models import MentorGroup, Mentorship
from rounds.mentorships.services.limits import Opening
from rounds.mentorships.services.pairs import EarlierPair, prepare_existing_pairs, record_existing_pairs
from rounds.people.models import Person
from rounds.programs.models import Enrollment, Program

# Of so many pairs in a row one has a meeting planned; looking for free hours takes time.
ONE_OF = 3
# What the office writes to a pair that fell silent.
WORDS = (
    "Dear {name},\n\nnothing is logged between you and {other} for longer than you agreed. If you talked, one press logs"
    " it. If not: is something in the way? Answer this message, and we help.\n\n{sender}"
)


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


def gather_around(office: Viewer, first: Mentorship, pairs: Sequence[Mentorship], day: date) -> None:
    """Put a mentor on the panel of a pair's mentee, and let its mentor hold a group."""
    make_panel(office, first, day)
    make_group(office, pairs, first.mentor, day)


def make_panel(office: Viewer, pair: Mentorship, day: date) -> None:
    """Put a mentor with a free place beside the one of a pair, for some weeks already."""
    candidates = candidates_for(pair)
    if not candidates:
        return
    mentor = candidates[0]
    opening = Opening(
        mentee_enrollment_id=pair.mentee_enrollment_id,
        mentor_enrollment_id=mentor.enrollment_id,
        mentee_id=pair.mentee_id,
        mentor_id=mentor.person_id,
        places=mentor.places,
        is_primary=False,
        purpose="research methods",
    )
    earlier = EarlierPair(pair=opening, started_on=day - timedelta(days=20), is_known=True)
    ready = prepare_existing_pairs(pairs=[earlier], cycle_id=pair.cycle_id, program_id=pair.cycle.program_id)
    record_existing_pairs(ready=ready, by=office)


def make_group(office: Viewer, pairs: Sequence[Mentorship], mentor: Person, day: date) -> None:
    """Let a mentor hold a group of a few mentees of the cohort, with two sessions and a note for all."""
    pair = next(pair for pair in pairs if pair.mentor_id == mentor.id and pair.is_running)
    held_by = Enrollment.objects.select_related("cohort").get(id=pair.mentor_enrollment_id)
    group = open_group(mentor=held_by, name="Tuesday journal club", size=6, by=office)
    MentorGroup.objects.filter(id=group.id).update(opened_at=now() - timedelta(days=35))
    found = OfficeGroup(group, [], 0, 0, 0)
    chosen = [enrollment for enrollment, _name in mentees_for_group(found)][:3]
    ids = list(dict.fromkeys([pair.mentee_enrollment_id, *chosen]))
    for mentee in Enrollment.objects.filter(id__in=ids).order_by("person__folded_family"):
        add_member(group_id=group.id, mentee=mentee, by=office)
    group.members.update(joined_at=now() - timedelta(days=35))
    people = list(group.members.values_list("person_id", flat=True).order_by("person__folded_family"))
    tuesday = day + timedelta(days=(1 - day.weekday()) % 7 or 7)
    for number, (weeks, note) in enumerate(
        ((4, ""), (2, "For next time: bring one page on your unit's budget."))
    ):
        session = Session(
            entry_id=_entry(pair, f"session {number}"),
            held_on=tuesday - timedelta(weeks=weeks),
            minutes=60,
            present=frozenset(people[number:]),
            note=note,
            audience=GroupAudience.GROUP,
        )
        log_session(group_id=group.id, session=session, by=_as(office, mentor))
    starts_at = datetime.combine(tuesday, time(17), ZoneInfo(current_zone()))
    plan = Plan(starts_at=starts_at, minutes=60, mode=Mode.IN_PERSON, entry_id=_entry(pair, "next session"))
    series = Series(
        repeats=Repeats.FORTNIGHTLY,
        until=min(tuesday + timedelta(weeks=8), group.cycle.ends_on),
        zone=current_zone(),
    )
    plan_group_meeting(group_id=group.id, plan=plan, series=series, by=_as(office, mentor))


def write_to_one_that_is_silent(office: Viewer, person: Person) -> None:
    """Let somebody of the office write to the pair that is silent for the longest time."""
    by = _as(office, person)
    silent = office_pairs(by, Program.objects.all()).trouble[Rule.SILENCE]
    if not silent:
        return
    pair = Mentorship.objects.select_related("mentee", "mentor", "cycle__program").get(id=silent[0].pair.id)
    batch, program = Batch(uuid4(), now()), pair.cycle.program
    for reader, other in ((pair.mentee, pair.mentor), (pair.mentor, pair.mentee)):
        values = {"name": reader.display_name, "other": other.display_name, "sender": by.name}
        queue_mail(
            key=f"{NUDGE}:silent:{pair.id}:{reader.id}:{institution_today()}:0",
            kind=NUDGE,
            to_address=reader.email,
            subject=f"You and {other.display_name}",
            body=WORDS.format(**values),
            by=by,
            to_person_id=reader.id,
            program_id=program.id,
            batch=batch,
            from_name=program.name,
            ids={"pair": pair.id, "trouble": "silent"},
        )


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
