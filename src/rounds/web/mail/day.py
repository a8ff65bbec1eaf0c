"""The mail of the day: one message a person, its lines written from ids as it leaves."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from rounds.core.clock import now
from rounds.core.mail import Contents
from rounds.core.mail.choices import has_stopped
from rounds.core.mail.days import KIND, Reader, is_still_time, readers_of
from rounds.core.mail.services import one_line
from rounds.core.models import DayMail, Institution, MailChoice, OutgoingMail
from rounds.people.models import Person
from rounds.programs.models import Program
from rounds.web import mail

SALT = "rounds.web.mail.day"


@dataclass(frozen=True)
class Told:
    """One line of the day's mail: what, why it comes, who sees the answer, where it is done.

    `by` is the name and the address of somebody who lends their name to it: alone in a mail, it comes from them.
    """

    title: str
    why: str
    sees: str
    link: str
    by: tuple[str, str] | None = None


# words(institution, days) -> by day the lines of one source that still hold
Words = Callable[[Institution, Sequence[DayMail]], Mapping[UUID, list[Told]]]
_words: list[Words] = []


@dataclass(frozen=True)
class Letter:
    """What the mail of a day is written from: its day and reader, the lines that still hold."""

    day: DayMail
    person: Person
    reader: Reader
    program: Program | None
    lines: list[Told]


# What was read for the mails that leave now, by message, and when: older than this it is read again.
FRESH = timedelta(seconds=20)
Letters = Mapping[UUID, Letter | None]
_read: ContextVar[tuple[datetime, Letters] | None] = ContextVar("mails of the day read ahead", default=None)


def add_words(words: Words) -> None:
    """Register words(institution, days), which writes the lines of one source for the mails of some days."""
    _words.append(words)


@contextmanager
def read_days_ahead(messages: Sequence[OutgoingMail]) -> Iterator[None]:
    """Read at once what several mails of the day say; those that leave much later are read by themselves."""
    before = _read.get()
    token = _read.set((now(), {**(before[1] if before else {}), **_letters(messages)}))
    try:
        yield
    finally:
        _read.reset(token)


def _letters(messages: Sequence[OutgoingMail]) -> Letters:
    """Return what messages of the institution in scope say; None where a day or a reader is gone, or wants no more."""
    days = DayMail.objects.in_bulk([UUID(one.ids["day"]) for one in messages if one.ids.get("day")])
    people = Person.objects.in_bulk([one.to_person_id for one in messages])
    programs = Program.objects.in_bulk([one.program_id for one in messages])
    readers, lines = readers_of(list(people)), lines_of(list(days.values()))
    stopped = MailChoice.objects.filter(person_id__in=list(people)).exclude(stopped_at=None)
    gone = set(people) - set(readers) | set(stopped.values_list("person_id", flat=True))
    found: dict[UUID, Letter | None] = {}
    for one in messages:
        day = days.get(UUID(one.ids["day"])) if one.ids.get("day") else None
        person = people.get(one.to_person_id) if one.to_person_id else None
        found[one.id] = (
            None
            if day is None or person is None or person.id in gone
            else Letter(
                day, person, readers[person.id], programs.get(one.program_id or day.id), lines[day.id]
            )
        )
    return found


def lines_of(days: Sequence[DayMail]) -> dict[UUID, list[Told]]:
    """Return the lines of all sources that still hold, by the mail of a day."""
    found: dict[UUID, list[Told]] = {day.id: [] for day in days}
    if not days:
        return found
    institution = Institution.objects.get(id=cast(UUID, days[0].institution_id))
    for words in _words:
        for day_id, lines in words(institution, days).items():
            found[day_id] += lines
    return found


def _letter_of(message: OutgoingMail) -> Letter | None:
    read = _read.get()
    if read is not None and message.id in read[1] and now() - read[0] <= FRESH:
        letter = read[1][message.id]
        # who has stopped reminders since they were read gets none, of the same minute neither
        return None if letter is None or has_stopped(letter.person.id) else letter
    return _letters([message])[message.id]


def write_day(message: OutgoingMail) -> Contents | None:
    """Write the mail of a day; None when its day is over, its reader is gone, or nothing of it still holds."""
    letter = _letter_of(message)
    if letter is None or not letter.lines or not is_still_time(letter.day, now(), letter.reader.zone):
        return None
    institution = Institution.objects.get(id=cast(UUID, message.institution_id))
    stop = stop_link(letter.person.id, institution.id)
    text = mail.render(
        KIND,
        {
            "name": letter.person.display_name,
            "lines": letter.lines,
            "program": letter.program.name if letter.program else institution.name,
            "institution": institution.name,
            "stop": stop,
            "choose": mail.link(institution, "reminders:choose"),
        },
    )
    name, answers_to = _from(letter, institution)
    headers = {"List-Unsubscribe": f"<{stop}>"}
    return Contents(text.body, subject=text.subject, headers=headers, from_name=name, reply_to=answers_to)


def _from(letter: Letter, institution: Institution) -> tuple[str, str]:
    """Return from whom a mail comes and where its answers go, where that is a person: its one line bears their name."""
    by = letter.lines[0].by if len(letter.lines) == 1 else None
    if by is None:
        return "", ""
    known = {"name": by[0], "institution": institution.name}
    return one_line(_("%(name)s, by %(institution)s") % known), by[1]


def stop_link(person_id: UUID, institution_id: UUID) -> str:
    """Return the address of the page on which one press stops a person's reminders, without signing in."""
    token = signing.dumps([str(institution_id), str(person_id)], salt=SALT)
    return settings.BASE_URL.rstrip("/") + reverse("stop_reminders", kwargs={"token": token})


def read_stop_token(token: str) -> tuple[UUID, UUID] | None:
    """Return institution and person of a token from our mail; None for anything else."""
    try:
        institution_id, person_id = signing.loads(token, salt=SALT)
        return UUID(institution_id), UUID(person_id)
    except (signing.BadSignature, ValueError, TypeError):
        return None
