"""One message for several sessions of a group that somebody hears of at once: a series, or what a new member finds planned.

Which sessions it holds stands in its ids as `session:sequence:what is said of it`. A session that changes before it leaves has a message of
its own, and is left out here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from rounds.core.models import OutgoingMail
from rounds.mentorships.models import GroupMeeting
from rounds.web.mail.meetings.saying import LEFT, said_of

SEVERAL = "group_meetings_set"


@dataclass(frozen=True)
class Told:
    """What a message says of one session: the count of its changes then, and its time in short."""

    sequence: int
    said: str


def several_to(person_id: UUID, group_id: UUID) -> QuerySet[OutgoingMail]:
    """Return the messages with several sessions of a group to somebody, whether they have left or not."""
    return OutgoingMail.objects.filter(kind=SEVERAL, key__startswith=f"{SEVERAL}:{group_id}:{person_id}:")


def held_in(outgoing: OutgoingMail) -> dict[UUID, Told]:
    """Return the sessions of a message, and what it says of each."""
    words = (word.split(":", 2) for word in outgoing.ids["meetings"].split())
    return {UUID(meeting): Told(int(sequence), said) for meeting, sequence, said in words}


def ids_of(meetings: Iterable[GroupMeeting]) -> str:
    """Return what `held_in` reads."""
    return " ".join(
        f"{one.id}:{one.sequence}:{said_of(one.starts_at, one.minutes, one.mode)}" for one in meetings
    )


def is_held(meeting: GroupMeeting, person_id: UUID) -> bool:
    """Tell whether a message with several tells somebody of a session as it is now, or has told."""
    sequences = (_told(one, meeting.id).sequence for one in several_to(person_id, meeting.group_id))
    return meeting.sequence in sequences


def latest_held(meeting: GroupMeeting, person_id: UUID) -> int:
    """Return the highest count of changes of a session in messages with several to somebody; -1 where it is in none."""
    found = several_to(person_id, meeting.group_id)
    return max((_told(one, meeting.id).sequence for one in found), default=-1)


def left_with(meeting: GroupMeeting) -> Iterator[tuple[UUID, Told, str]]:
    """Yield (person, what was said, whom it was meant for in rehearsal) of the messages with several that left with a session."""
    left = OutgoingMail.objects.filter(
        kind=SEVERAL,
        key__startswith=f"{SEVERAL}:{meeting.group_id}:",
        state__in=LEFT,
        to_person_id__isnull=False,
    )
    for one in left:
        if one.to_person_id and meeting.id in (held := held_in(one)):
            yield one.to_person_id, held[meeting.id], one.meant_for


def keep_what_is_told(outgoing: OutgoingMail, meetings: Iterable[GroupMeeting]) -> None:
    """Keep with a message that leaves what it holds in the end: the rest came into nobody's calendar by it."""
    outgoing.ids["meetings"] = ids_of(meetings)
    outgoing.save(update_fields=["ids"])


def _told(outgoing: OutgoingMail, meeting_id: UUID) -> Told:
    return held_in(outgoing).get(meeting_id, Told(-1, ""))
