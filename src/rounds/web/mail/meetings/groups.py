"""Calendar messages of a group's planned sessions, to its mentor and to each who is in it when the message leaves."""

from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.mail import Batch, CalendarPart, Contents, add_writer, queue_mail
from rounds.core.mail.contents import Attachment
from rounds.core.models import Institution, OutgoingMail
from rounds.integrations.calendars.values.messages import Address, CalendarMeeting, cancel_of, request_of
from rounds.mentorships.meetings.selectors import zones_of
from rounds.mentorships.models import GroupMeeting
from rounds.people.models import Person
from rounds.people.selectors.leaves import has_left
from rounds.web import mail
from rounds.web.mail.meetings import saying
from rounds.web.mail.meetings.pairs import HELD, unless_left
from rounds.web.mail.meetings.saying import is_known, said_of
from rounds.web.words.times import at_words, zone_words

SET, OFF = "group_meeting_set", "group_meeting_off"
LEFT = (OutgoingMail.State.SENT, OutgoingMail.State.SENDING)


def send_group_meeting(meeting_id: UUID, person_id: UUID | None, by: Viewer) -> None:
    """Queue what tells calendars of a planned session as it is now: of all its people, or of one who came or went."""
    meeting = _found(meeting_id)
    if meeting is None:
        return
    inside = {one.id: one for one in _people_of(meeting)} if _stands(meeting) else {}
    told = _who_has_it(meeting)
    ids = {person_id} if person_id else inside.keys() | told
    for person in Person.objects.filter(id__in=ids):
        kind = SET if person.id in inside else OFF
        if kind == SET or person.id in told:
            _queue(kind, meeting, person, by)


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
    return {person_id for person_id, (_sequence, is_set) in has.items() if is_set}


def _queue(kind: str, meeting: GroupMeeting, person: Person, by: Viewer) -> None:
    program = meeting.group.cycle.program
    queue_mail(
        key=f"{kind}:{meeting.id}:{person.id}:{meeting.sequence}",
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


def _found(meeting_id: UUID) -> GroupMeeting | None:
    rows = GroupMeeting.objects.select_related("group__mentor", "group__cycle__program")
    found: GroupMeeting | None = rows.filter(id=meeting_id).first()
    return found


def _stands(meeting: GroupMeeting) -> bool:
    return meeting.called_off_at is None and meeting.group.is_running


def _people_of(meeting: GroupMeeting) -> list[Person]:
    """Return the mentor and who is in the group now."""
    members = meeting.group.members.filter(left_at=None).select_related("person")
    return [meeting.group.mentor, *(one.person for one in members.order_by("person__folded_family"))]


# written as they leave


def write_set(outgoing: OutgoingMail) -> Contents | None:
    """Write the entry of a session that stands, to who is in the group still."""
    return _written(outgoing, is_set=True)


def write_off(outgoing: OutgoingMail) -> Contents | None:
    """Write that the entry is to be taken out, to whom the session no longer concerns."""
    return _written(outgoing, is_set=False)


def _written(outgoing: OutgoingMail, *, is_set: bool) -> Contents | None:
    meeting = _found(UUID(outgoing.ids["group_meeting"]))
    if meeting is None or _is_outdated(outgoing):
        return None
    if is_known(outgoing, (SET, OFF), outgoing.ids["group_meeting"]):
        return None
    people = _people_of(meeting) if _stands(meeting) else []
    person = Person.objects.get(id=outgoing.ids["person"])
    if (person in people) != is_set:
        return None
    zone = zones_of([person.id])[person.id]
    event = group_calendar_meeting(meeting, person, outgoing.institution, zone, guests=people)
    text = mail.render(
        outgoing.kind,
        {
            "name": person.display_name,
            "group": meeting.group.name,
            "mentor": meeting.group.mentor.display_name,
            "is_mentor": person.id == meeting.group.mentor_id,
            "program": meeting.group.cycle.program.name,
            "institution": outgoing.institution.name,
            "at": at_words(event.starts_at, zone),
            "zone": zone_words(event.starts_at, zone),
            "minutes": event.minutes,
            "how": event.place,
            "link": event.url,
        },
    )
    written = request_of(event) if is_set else cancel_of(event)
    if (
        outgoing.meant_for
    ):  # in rehearsal it goes to who sends it, whose own calendar has nothing to do with it
        file = Attachment("meeting.ics", written.encode(), "application/octet-stream")
        return Contents(text.body, text.subject, attachments=(file,))
    return Contents(
        text.body, text.subject, calendar=CalendarPart("REQUEST" if is_set else "CANCEL", written)
    )


def _is_outdated(outgoing: OutgoingMail) -> bool:
    """Tell whether a later message about the same session waits for the same person."""
    begins = [f"{kind}:{outgoing.ids['group_meeting']}:{outgoing.ids['person']}:" for kind in (SET, OFF)]
    keys = [
        key
        for begin in begins
        for key in OutgoingMail.objects.filter(key__startswith=begin).values_list("key", flat=True)
    ]
    return any(int(key.rpartition(":")[2]) > int(outgoing.ids["sequence"]) for key in keys)


def group_calendar_meeting(
    meeting: GroupMeeting,
    person: Person,
    institution: Institution,
    zone: str,
    guests: list[Person] | None = None,
) -> CalendarMeeting:
    """Return a planned session as a calendar shows it: neutral, without the name that somebody gave the group."""
    link = mail.link(institution, "groups:meeting", group_meeting_id=meeting.id)
    moment = meeting.starts_at
    if person.id == meeting.group.mentor_id:
        how = _(
            "Move it or call it off at that address. Moving this entry in your own calendar reaches nobody."
        )
    else:
        how = _("The mentor moves it there. Moving this entry in your own calendar reaches nobody.")
    return CalendarMeeting(
        uid=str(meeting.id),
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        starts_at=moment,
        minutes=meeting.minutes,
        title=_title(meeting, person),
        lines=[link, how, f"{at_words(moment, zone)}, {zone_words(moment, zone)}"],
        url=link,
        place=meeting.get_mode_display(),
        organizer=Address(meeting.organizer, meeting.group.cycle.program.name) if meeting.organizer else None,
        guests=[
            Address(one.email, one.display_name)
            for one in guests or [person]
            if one.email and not has_left(one)
        ],
    )


def _title(meeting: GroupMeeting, person: Person) -> str:
    if person.id == meeting.group.mentor_id:
        return _("Session of your group")
    return _("Group session with %(name)s") % {"name": meeting.group.mentor.display_name}


def add_group_writers() -> None:
    """Register what writes each kind as it leaves."""
    add_writer(SET, unless_left(write_set))
    add_writer(OFF, unless_left(write_off))
