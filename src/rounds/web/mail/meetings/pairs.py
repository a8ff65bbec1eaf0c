"""Mail of meetings of a pair: calendar messages, and the one of a series.

Each waits as ids alone and is written as it leaves, from what holds then. All of it is outside the day's mail and caps.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.mail import (
    Attachment,
    Batch,
    CalendarPart,
    Contents,
    add_writer,
    people_told,
    queue_mail,
)
from rounds.core.models import Institution, OutgoingMail
from rounds.integrations.calendars.values.messages import (
    CANCEL,
    REQUEST,
    Address,
    CalendarMeeting,
    cancel_of,
    request_of,
)
from rounds.mentorships.enums import ConversationState, ProposalState
from rounds.mentorships.meetings.selectors import current_of, zones_of
from rounds.mentorships.models import Conversation, Mentorship, ProposedTimes
from rounds.people.models import Person
from rounds.people.selectors.leaves import has_left
from rounds.web import mail
from rounds.web.mail.meetings import saying
from rounds.web.mail.meetings.saying import is_known, said_of
from rounds.web.mail.meetings.series import (
    SERIES,
    key_of,
    meetings_of,
    series_with,
    told_in_series,
    write_series,
)
from rounds.web.words.times import at_words, zone_words

# So long a calendar message waits, so that what was pressed by mistake reaches nobody.
HELD = timedelta(minutes=2)
Writer = Callable[[OutgoingMail], Contents | None]
SET, OFF = "meeting_set", "meeting_off"


def send_meeting(meeting_id: UUID, by: Viewer) -> None:
    """Queue what tells both calendars of a meeting as it is now; what waits from before finds itself out of date."""
    conversation = current_of(meeting_id)
    if conversation is None or conversation.meeting is None:
        return
    pair, sequence = conversation.mentorship, conversation.meeting.sequence
    is_set = _is_to_come(conversation)
    if is_set and sequence == 0 and (made := series_with(conversation)):
        _send_series(made, pair, by)
        return
    told = people_told(kind=SET, key_begins=f"{SET}:{meeting_id}:")
    told |= told_in_series(meeting_id, (pair.mentee_id, pair.mentor_id))
    said = said_of(conversation.starts_at, conversation.minutes, conversation.mode) if is_set else saying.OFF
    for person in (pair.mentee, pair.mentor):
        if not is_set and person.id not in told:
            continue
        kind = SET if is_set else OFF
        queue_to(
            kind,
            f"{kind}:{meeting_id}:{sequence}:{person.id}",
            pair,
            person,
            by,
            ids={"meeting": meeting_id, "sequence": sequence, "said": said},
            batch=Batch(meeting_id, now() + HELD),
        )


def _send_series(made: ProposedTimes, pair: Mentorship, by: Viewer) -> None:
    """Queue one message a person for all meetings of a series; each meeting asks for it, and it is queued once."""
    meetings = " ".join(str(one.meeting_id) for one in meetings_of(made))
    for person in (pair.mentee, pair.mentor):
        queue_to(
            SERIES,
            f"{key_of(made)}:{person.id}",
            pair,
            person,
            by,
            ids={"proposal": made.id, "first": made.conversation_id, "meetings": meetings},
            batch=Batch(made.id, now() + HELD),
        )


def _is_to_come(conversation: Conversation) -> bool:
    """Tell whether a meeting stands in calendars: planned, and the pair runs."""
    is_planned = conversation.state == ConversationState.PLANNED and conversation.starts_at is not None
    return is_planned and conversation.mentorship.is_running


def queue_to(
    kind: str,
    key: str,
    pair: Mentorship,
    person: Person,
    by: Viewer,
    *,
    ids: Mapping[str, object],
    batch: Batch | None = None,
) -> OutgoingMail:
    program = pair.cycle.program
    return queue_mail(
        key=key,
        kind=kind,
        to_address=person.email,
        subject=_("A meeting of your mentorship"),
        body=_("The text is written when it leaves."),
        by=by,
        to_person_id=person.id,
        program_id=program.id,
        batch=batch,
        from_name=program.name,
        reply_to=program.reply_to,
        ids={**ids, "person": person.id},
    )


# written as they leave


def _write_set(outgoing: OutgoingMail) -> Contents | None:
    conversation = _as_told(outgoing)
    if conversation is None or not _is_to_come(conversation):
        return None
    return _with_calendar(outgoing, conversation, REQUEST)


def _write_off(outgoing: OutgoingMail) -> Contents | None:
    conversation = _as_told(outgoing)
    if conversation is None or _is_to_come(conversation):
        return None
    return _with_calendar(outgoing, conversation, CANCEL)


def _write_series(outgoing: OutgoingMail) -> Contents | None:
    """Return the message of a series; None where it was given back, or nothing of it is to come as it was planned."""
    made: ProposedTimes | None = ProposedTimes.objects.filter(
        id=outgoing.ids["proposal"], state=ProposalState.TAKEN, conversation_id=outgoing.ids["first"]
    ).first()
    meetings = [one for one in meetings_of(made) if _is_to_come(one)] if made else []
    if not meetings:
        return None
    pair, institution = meetings[0].mentorship, institution_of(outgoing)
    person, other = two_of(outgoing, pair)
    zone = zones_of([person.id])[person.id]
    words = words_of(person, other, pair, institution)
    words["link"] = mail.link(institution, "pairs:pair", mentorship_id=pair.id)
    events = [calendar_meeting(one, person, institution, zone) for one in meetings]
    return write_series(outgoing, events, words)


def _as_told(outgoing: OutgoingMail) -> Conversation | None:
    """Return the meeting of a message; None when it has changed since, or where its reader knows what it says."""
    conversation = current_of(UUID(outgoing.ids["meeting"]))
    if conversation is None or conversation.meeting is None:
        return None
    if str(conversation.meeting.sequence) != outgoing.ids["sequence"]:
        return None
    return None if is_known(outgoing, (SET, OFF), outgoing.ids["meeting"]) else conversation


def _with_calendar(outgoing: OutgoingMail, conversation: Conversation, method: str) -> Contents:
    pair, institution = conversation.mentorship, institution_of(outgoing)
    person, other = two_of(outgoing, pair)
    zone = zones_of([person.id])[person.id]
    event = calendar_meeting(conversation, person, institution, zone)
    text = mail.render(
        outgoing.kind,
        {
            **words_of(person, other, pair, institution),
            "at": at_words(event.starts_at, zone),
            "zone": zone_words(event.starts_at, zone),
            "minutes": event.minutes,
            "how": event.place,
            "link": event.url,
        },
    )
    written = request_of(event) if method == REQUEST else cancel_of(event)
    if outgoing.meant_for:
        # in rehearsal it goes to who sends it, whose own calendar has nothing to do with it
        file = Attachment("meeting.ics", written.encode(), "application/octet-stream")
        return Contents(text.body, text.subject, attachments=(file,))
    return Contents(text.body, text.subject, calendar=CalendarPart(method, written))


def calendar_meeting(
    conversation: Conversation, person: Person, institution: Institution, zone: str
) -> CalendarMeeting:
    """Return a meeting as the calendar of one of the two shows it; `zone` is theirs, and said in words."""
    pair, meeting = conversation.mentorship, conversation.meeting
    moment = conversation.starts_at or conversation.logged_at
    other = pair.mentor if person.id == pair.mentee_id else pair.mentee
    link = mail.link(institution, "pairs:meeting", meeting_id=meeting.id) if meeting else ""
    lines = [
        link,
        _("Move it or call it off at that address. Moving this entry in your own calendar reaches nobody."),
        f"{at_words(moment, zone)}, {zone_words(moment, zone)}",
    ]
    return CalendarMeeting(
        uid=str(meeting.id if meeting else conversation.id),
        sequence=meeting.sequence if meeting else 0,
        changed_at=meeting.changed_at if meeting else conversation.logged_at,
        starts_at=moment,
        minutes=conversation.minutes or 30,
        title=_("Meeting with %(name)s") % {"name": other.display_name},
        lines=[line for line in lines if line],
        url=link,
        place=conversation.get_mode_display(),
        organizer=Address(meeting.organizer, pair.cycle.program.name)
        if meeting and meeting.organizer
        else None,
        guests=[
            Address(one.email, one.display_name)
            for one in (pair.mentee, pair.mentor)
            if one.email and not has_left(one)
        ],
    )


def institution_of(outgoing: OutgoingMail) -> Institution:
    return outgoing.institution


def two_of(outgoing: OutgoingMail, pair: Mentorship) -> tuple[Person, Person]:
    """Return whom a message is for, and the other one of the pair."""
    is_mentor = str(pair.mentor_id) == outgoing.ids["person"]
    return (pair.mentor, pair.mentee) if is_mentor else (pair.mentee, pair.mentor)


def words_of(person: Person, other: Person, pair: Mentorship, institution: Institution) -> dict[str, Any]:
    return {
        "name": person.display_name,
        "other": other.display_name,
        "program": pair.cycle.program.name,
        "institution": institution.name,
    }


def unless_left(write: Writer) -> Writer:
    """Return a writer that writes nothing to who has left: the address may be somebody else's by now."""

    def written(outgoing: OutgoingMail) -> Contents | None:
        person = Person.objects.filter(id=outgoing.ids["person"]).first()
        return None if person is None or has_left(person) else write(outgoing)

    return written


def add_writers() -> None:
    """Register what writes each kind as it leaves."""
    for kind, write in (
        (SET, _write_set),
        (OFF, _write_off),
        (SERIES, _write_series),
    ):
        add_writer(kind, unless_left(write))
