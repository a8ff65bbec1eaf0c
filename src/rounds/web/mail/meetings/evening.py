"""The question on the evening after a meeting was planned: one message a person and day, about all that is over.

What ends later than its day's message, or waited for a worker, is asked about on the next day. It is outside the day's
mail and caps.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.mail import Contents, add_writer, queue_mail
from rounds.core.models import OutgoingMail
from rounds.mentorships.enums import ConversationState
from rounds.mentorships.meetings.selectors import zones_of
from rounds.mentorships.models import Conversation, GroupMeeting
from rounds.people.models import Person
from rounds.programs.models import Program
from rounds.web import mail
from rounds.web.mail.meetings.pairs import unless_left
from rounds.web.words.times import named_moment

EVENING = "meeting_evening"
# Nothing is asked about for longer than four days.
REMEMBERED = timedelta(days=6)
TALKS, SESSIONS = "conversations", "group_meetings"


@dataclass
class Over:
    """What somebody had planned and is over: with a pair, and as the mentor of a group."""

    person: Person
    talks: list[Conversation] = field(default_factory=list)
    sessions: list[GroupMeeting] = field(default_factory=list)

    def without(self, asked: Collection[tuple[UUID, UUID]]) -> "Over":
        """Return the same without what was asked about before."""
        me = self.person.id
        return Over(
            self.person,
            [one for one in self.talks if (me, one.id) not in asked],
            [one for one in self.sessions if (me, one.id) not in asked],
        )

    def program(self) -> Program | None:
        """Return the program in whose name it is asked, None when there is nothing to ask about."""
        cycles = [one.mentorship.cycle for one in self.talks] + [one.group.cycle for one in self.sessions]
        return cycles[0].program if cycles else None


def asked_before() -> set[tuple[UUID, UUID]]:
    """Return (person, what was planned) of what was asked about on the last days."""
    rows = OutgoingMail.objects.filter(kind=EVENING, queued_at__gte=now() - REMEMBERED)
    return {
        (UUID(ids["person"]), one)
        for ids in rows.values_list("ids", flat=True)
        for name in (TALKS, SESSIONS)
        for one in _ids(ids, name)
    }


def _ids(ids: dict[str, str], name: str) -> list[UUID]:
    """Return what a message is about; one that was queued by an older version names a single conversation."""
    single = ids.get("conversation", "") if name == TALKS else ""
    return [UUID(one) for one in f"{ids.get(name, '')} {single}".split()]


def ask_how_it_went(over: Over, day: date, by: Viewer) -> None:
    """Queue the question for a day of the person's own, once; what comes after it waits for the next day."""
    program = over.program()
    if program is None:
        return
    person = over.person
    queue_mail(
        key=f"{EVENING}:{person.id}:{day.isoformat()}",
        kind=EVENING,
        to_address=person.email,
        subject=_("A meeting of your mentorship"),
        body=_("The text is written when it leaves."),
        by=by,
        to_person_id=person.id,
        program_id=program.id,
        from_name=program.name,
        reply_to=program.reply_to,
        ids={
            "person": person.id,
            TALKS: " ".join(str(one.id) for one in over.talks),
            SESSIONS: " ".join(str(one.id) for one in over.sessions),
        },
    )


def _write(outgoing: OutgoingMail) -> Contents | None:
    over = _still_open(outgoing)
    program = over.program()
    if program is None:
        return None
    lines = _lines(over, outgoing)
    text = mail.render(
        EVENING,
        {
            "name": over.person.display_name,
            "title": _title(over),
            "lines": lines,
            "count": len(lines),
            "program": program.name,
            "institution": outgoing.institution.name,
        },
    )
    return Contents(text.body, text.subject)


def _still_open(outgoing: OutgoingMail) -> Over:
    """Return of what nobody has said yet what became of it."""
    person = Person.objects.get(id=outgoing.ids["person"])
    talks = Conversation.objects.filter(
        id__in=_ids(outgoing.ids, TALKS), state=ConversationState.PLANNED, starts_at__isnull=False
    ).select_related("mentorship__mentee", "mentorship__mentor", "mentorship__cycle__program")
    sessions = GroupMeeting.objects.filter(
        id__in=_ids(outgoing.ids, SESSIONS), called_off_at=None, session=None, group__ended_at=None
    ).select_related("group__mentor", "group__cycle__program")
    return Over(
        person,
        [one for one in talks.order_by("starts_at") if one.mentorship.is_running],
        list(sessions.order_by("starts_at")),
    )


def _title(over: Over) -> str:
    count = len(over.talks) + len(over.sessions)
    if count > 1:
        words = ngettext("How did it go? %(count)s meeting", "How did it go? %(count)s meetings", count)
        return words % {"count": count}
    if over.sessions:
        return _("How did it go with your group?")
    return _("How did it go with %(name)s?") % {"name": _other(over.talks[0], over.person).display_name}


def _lines(over: Over, outgoing: OutgoingMail) -> list[tuple[str, str]]:
    """Return (what was planned, where to say what became of it), by time."""
    zone, institution = zones_of([over.person.id])[over.person.id], outgoing.institution
    found = []
    for talk in over.talks:
        if talk.starts_at is None:
            continue
        what = _("With %(name)s, %(at)s") % {
            "name": _other(talk, over.person).display_name,
            "at": named_moment(talk.starts_at, zone),
        }
        link = mail.link(institution, "pairs:outcome", conversation_id=talk.id)
        found.append((talk.starts_at, what, link))
    for one in over.sessions:
        what = _("Your group %(name)s, %(at)s") % {
            "name": one.group.name,
            "at": named_moment(one.starts_at, zone),
        }
        link = mail.link(institution, "groups:meeting", group_meeting_id=one.id)
        found.append((one.starts_at, what, link))
    return [(what, link) for _at, what, link in sorted(found)]


def _other(talk: Conversation, person: Person) -> Person:
    pair = talk.mentorship
    return pair.mentee if pair.mentor_id == person.id else pair.mentor


def add_evening_writer() -> None:
    """Register what writes the question as it leaves."""
    add_writer(EVENING, unless_left(_write))
