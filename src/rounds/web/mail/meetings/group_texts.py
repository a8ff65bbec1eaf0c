"""What calendar messages of a group's planned sessions say, written as they leave, from what holds then."""

from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.clock import now
from rounds.core.mail import CalendarPart, Contents, add_writer
from rounds.core.mail.contents import Attachment
from rounds.core.models import Institution, OutgoingMail
from rounds.integrations.calendars.values.messages import (
    Address,
    CalendarMeeting,
    cancel_of,
    request_of,
    series_of,
)
from rounds.mentorships.meetings.selectors import zones_of
from rounds.mentorships.models import GroupMeeting
from rounds.people.models import Person
from rounds.people.selectors.leaves import has_left
from rounds.web import mail
from rounds.web.mail.meetings.groups import OFF, SET, found_meeting, people_of, stands
from rounds.web.mail.meetings.pairs import unless_left
from rounds.web.mail.meetings.saying import is_known
from rounds.web.mail.meetings.sessions import SEVERAL, held_in, keep_what_is_told, latest_held, left_with
from rounds.web.words.times import at_words, zone_words


def write_set(outgoing: OutgoingMail) -> Contents | None:
    """Write the entry of a session that stands, to who is in the group still."""
    return _written(outgoing, is_set=True)


def write_off(outgoing: OutgoingMail) -> Contents | None:
    """Write that the entry is to be taken out, to whom the session no longer concerns."""
    return _written(outgoing, is_set=False)


def _written(outgoing: OutgoingMail, *, is_set: bool) -> Contents | None:
    meeting = found_meeting(UUID(outgoing.ids["group_meeting"]))
    if meeting is None or _is_outdated(outgoing, meeting):
        return None
    with_others = [
        {"sequence": told.sequence, "said": told.said}
        for person_id, told, meant_for in left_with(meeting)
        if person_id == outgoing.to_person_id and meant_for == outgoing.meant_for
    ]
    if is_known(outgoing, (SET, OFF), outgoing.ids["group_meeting"], with_others):
        return None
    people = people_of(meeting) if stands(meeting) else []
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


def write_several(outgoing: OutgoingMail) -> Contents | None:
    """Write the entries of several sessions that stand, to who is in the group still."""
    person = Person.objects.get(id=outgoing.ids["person"])
    meetings = [one for one in _still_told(outgoing, person) if stands(one) and person in people_of(one)]
    if not meetings:
        return None
    keep_what_is_told(outgoing, meetings)
    group, zone = meetings[0].group, zones_of([person.id])[person.id]
    people = people_of(meetings[0])
    events = [group_calendar_meeting(one, person, outgoing.institution, zone, people) for one in meetings]
    text = mail.render(
        SEVERAL,
        {
            "name": person.display_name,
            "group": group.name,
            "mentor": group.mentor.display_name,
            "is_mentor": person.id == group.mentor_id,
            "program": group.cycle.program.name,
            "institution": outgoing.institution.name,
            "count": len(events),
            "first": at_words(events[0].starts_at, zone),
            "times": [at_words(one.starts_at, zone) for one in events],
            "zone": zone_words(events[0].starts_at, zone),
            "link": mail.link(outgoing.institution, "groups:group", group_id=group.id),
        },
    )
    kind = "application/octet-stream" if outgoing.meant_for else "text/calendar"
    return Contents(
        text.body, text.subject, attachments=(Attachment("sessions.ics", series_of(events), kind),)
    )


def _still_told(outgoing: OutgoingMail, person: Person) -> list[GroupMeeting]:
    """Return the sessions of a message with several that are to come, but for those with a later message, by time."""
    held = held_in(outgoing)
    rows = GroupMeeting.objects.select_related("group__mentor", "group__cycle__program")
    to_come = rows.filter(id__in=held, starts_at__gt=now()).order_by("starts_at")
    return [one for one in to_come if not _is_later(one, person.id, held[one.id].sequence)]


def _is_outdated(outgoing: OutgoingMail, meeting: GroupMeeting) -> bool:
    return _is_later(meeting, UUID(outgoing.ids["person"]), int(outgoing.ids["sequence"]))


def _is_later(meeting: GroupMeeting, person_id: UUID, sequence: int) -> bool:
    """Tell whether a message to somebody speaks of a later state of a session than the given one."""
    begins = [f"{kind}:{meeting.id}:{person_id}:" for kind in (SET, OFF)]
    keys = [
        key
        for begin in begins
        for key in OutgoingMail.objects.filter(key__startswith=begin).values_list("key", flat=True)
    ]
    said = [int(key.rpartition(":")[2]) for key in keys]
    return max([*said, latest_held(meeting, person_id)]) > sequence


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
    add_writer(SEVERAL, unless_left(write_several))
