"""Calendar messages of a group's planned sessions, to its mentor and to each who is in it when the message leaves."""

from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.mail import Batch, queue_mail
from rounds.core.models import OutgoingMail
from rounds.mentorships.models import GroupMeeting
from rounds.people.models import Person
from rounds.web.mail.meetings import saying
from rounds.web.mail.meetings.pairs import HELD
from rounds.web.mail.meetings.saying import said_of
from rounds.web.mail.meetings.sessions import SEVERAL, ids_of, is_held, left_with

SET, OFF = "group_meeting_set", "group_meeting_off"
LEFT = (OutgoingMail.State.SENT, OutgoingMail.State.SENDING)


def send_group_meeting(meeting_id: UUID, person_id: UUID | None, by: Viewer) -> None:
    """Queue what tells calendars of a planned session as it is now: of all its people, or of one who came or went."""
    meeting = found_meeting(meeting_id)
    if meeting is None:
        return
    inside = {one.id: one for one in people_of(meeting)} if stands(meeting) else {}
    told = _who_has_it(meeting)
    ids = {person_id} if person_id else inside.keys() | told
    for person in Person.objects.filter(id__in=ids):
        if person.id not in inside:
            if person.id in told:
                _queue(OFF, meeting, person, by)
        elif not is_held(meeting, person.id):
            several = [] if person.id in told else _untold(meeting, person)
            if len(several) > 1:
                _queue_several(several, person, by)
            else:
                _queue(SET, meeting, person, by)


def _who_has_it(meeting: GroupMeeting) -> set[UUID]:
    """Return in whose calendars the session stands: whose last message put it there."""
    has: dict[UUID, tuple[int, bool]] = {}
    for kind in (SET, OFF):
        left = OutgoingMail.objects.filter(
            kind=kind, key__startswith=f"{kind}:{meeting.id}:", state__in=LEFT, to_person_id__isnull=False
        )
        for person_id, ids in left.values_list("to_person_id", "ids"):
            said = int(ids["sequence"]), kind == SET
            has[person_id] = max(said, has.get(person_id, said))
    for person_id, told, _rehearsed in left_with(meeting):
        has[person_id] = max((told.sequence, True), has.get(person_id, (told.sequence, True)))
    return {person_id for person_id, (_sequence, is_set) in has.items() if is_set}


def _untold(meeting: GroupMeeting, person: Person) -> list[GroupMeeting]:
    """Return the sessions to come of a group of which somebody has not heard, nor is about to hear, by time."""
    to_come = GroupMeeting.objects.filter(
        group_id=meeting.group_id, starts_at__gt=now(), called_off_at=None, session=None
    ).select_related("group__cycle__program")
    about = OutgoingMail.objects.filter(kind=SET, to_person_id=person.id)
    return [
        one
        for one in to_come.order_by("starts_at")
        if not is_held(one, person.id)
        and person.id not in _who_has_it(one)
        and not about.filter(key=_key_of(SET, one, person)).exists()
    ]


def _key_of(kind: str, meeting: GroupMeeting, person: Person) -> str:
    return f"{kind}:{meeting.id}:{person.id}:{meeting.sequence}"


def _queue_several(meetings: list[GroupMeeting], person: Person, by: Viewer) -> None:
    first, group = meetings[0], meetings[0].group
    program = group.cycle.program
    queue_mail(
        key=f"{SEVERAL}:{group.id}:{person.id}:{first.id}:{first.sequence}",
        kind=SEVERAL,
        to_address=person.email,
        subject=_("Sessions of your group"),
        body=_("The text is written when it leaves."),
        by=by,
        to_person_id=person.id,
        program_id=program.id,
        batch=Batch(first.id, now() + HELD),
        from_name=program.name,
        reply_to=program.reply_to,
        ids={"group": group.id, "person": person.id, "meetings": ids_of(meetings)},
    )


def _queue(kind: str, meeting: GroupMeeting, person: Person, by: Viewer) -> None:
    program = meeting.group.cycle.program
    queue_mail(
        key=_key_of(kind, meeting, person),
        kind=kind,
        to_address=person.email,
        subject=_("A session of your group"),
        body=_("The text is written when it leaves."),
        by=by,
        to_person_id=person.id,
        program_id=program.id,
        batch=Batch(meeting.id, now() + HELD),
        from_name=program.name,
        reply_to=program.reply_to,
        ids={
            "group_meeting": meeting.id,
            "person": person.id,
            "sequence": meeting.sequence,
            "said": said_of(meeting.starts_at, meeting.minutes, meeting.mode) if kind == SET else saying.OFF,
        },
    )


def found_meeting(meeting_id: UUID) -> GroupMeeting | None:
    rows = GroupMeeting.objects.select_related("group__mentor", "group__cycle__program")
    found: GroupMeeting | None = rows.filter(id=meeting_id).first()
    return found


def stands(meeting: GroupMeeting) -> bool:
    return meeting.called_off_at is None and meeting.group.is_running


def people_of(meeting: GroupMeeting) -> list[Person]:
    """Return the mentor and who is in the group now."""
    members = meeting.group.members.filter(left_at=None).select_related("person")
    return [meeting.group.mentor, *(one.person for one in members.order_by("person__folded_family"))]
