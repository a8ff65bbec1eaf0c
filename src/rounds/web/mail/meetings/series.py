"""One message for meetings that repeat: all of them in words, and one file that puts each into a calendar by itself.

A calendar message is of one meeting; so many at once would be as many messages. What is moved or called off later has
the same UID in a calendar message of its own.
"""

from collections.abc import Iterable
from uuid import UUID

from rounds.core.clock import now
from rounds.core.mail import Attachment, Contents
from rounds.core.models import OutgoingMail
from rounds.integrations.calendars.values.messages import CalendarMeeting, series_of
from rounds.mentorships.enums import ConversationState, ProposalState
from rounds.mentorships.meetings.selectors import zones_of
from rounds.mentorships.meetings.selectors.meetings import AROUND
from rounds.mentorships.models import Conversation, ProposedTimes
from rounds.web import mail
from rounds.web.mail.meetings.saying import LEFT
from rounds.web.words.times import at_words, zone_words

SERIES = "meetings_set"


def series_with(conversation: Conversation) -> ProposedTimes | None:
    """Return the times that repeat of which a conversation is one, as it was planned with them."""
    taken = ProposedTimes.objects.filter(
        mentorship_id=conversation.mentorship_id, state=ProposalState.TAKEN
    ).exclude(repeats="")
    return next((one for one in taken if one.planned and str(conversation.id) in _ids_of(one)), None)


def key_of(made: ProposedTimes) -> str:
    """Return how the messages of a series begin; times that are taken again are another."""
    return f"{SERIES}:{made.id}:{made.conversation_id}"


def meetings_of(made: ProposedTimes) -> list[Conversation]:
    """Return the meetings of a series that are to come as they were planned; one that was moved has its own message."""
    planned = Conversation.objects.filter(
        id__in=_ids_of(made),
        state=ConversationState.PLANNED,
        starts_at__gt=now(),
        meeting__sequence=0,
    )
    return list(planned.select_related(*AROUND).order_by("starts_at"))


def told_in_series(meeting_id: UUID, people: Iterable[UUID]) -> set[UUID]:
    """Return who of some people has got a meeting in the message of a series."""
    left = OutgoingMail.objects.filter(
        kind=SERIES,
        to_person_id__in=list(people),
        state__in=LEFT,
        ids__meetings__icontains=str(meeting_id),
    )
    return {person for person in left.values_list("to_person_id", flat=True) if person is not None}


def write_series(
    outgoing: OutgoingMail, events: Iterable[CalendarMeeting], words: dict[str, object]
) -> Contents:
    """Return the message with all meetings of a series."""
    found = list(events)
    zone = zones_of([UUID(outgoing.ids["person"])])[UUID(outgoing.ids["person"])]
    text = mail.render(
        SERIES,
        {
            **words,
            "first": at_words(found[0].starts_at, zone),
            "times": [at_words(one.starts_at, zone) for one in found],
            "zone": zone_words(found[0].starts_at, zone),
            "count": len(found),
            "minutes": found[0].minutes,
            "how": found[0].place,
        },
    )
    kind = "application/octet-stream" if outgoing.meant_for else "text/calendar"
    return Contents(
        text.body, text.subject, attachments=(Attachment("meetings.ics", series_of(found), kind),)
    )


def _ids_of(made: ProposedTimes) -> set[str]:
    return {str(made.conversation_id), *made.planned}
