"""The mail of the day: one message a person, its lines written from ids as it leaves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from rounds.core.clock import now
from rounds.core.mail import Contents
from rounds.core.mail.days import KIND, is_still_time, readers_of
from rounds.core.models import DayMail, Institution, MailChoice, OutgoingMail
from rounds.people.models import Person
from rounds.programs.models import Program
from rounds.web import mail

SALT = "rounds.web.mail.day"


@dataclass(frozen=True)
class Told:
    """One line of the day's mail: what, why it comes, who sees the answer, where it is done."""

    title: str
    why: str
    sees: str
    link: str


# words(person, day) -> lines of one source that still hold
Words = Callable[[Person, DayMail], list[Told]]
_words: list[Words] = []


def add_words(words: Words) -> None:
    """Register words(person, day), which writes the lines of one source of the day's mail."""
    _words.append(words)


def write_day(message: OutgoingMail) -> Contents | None:
    """Write the mail of a day; None when its day is over, its reader is gone, or nothing of it still holds."""
    day = DayMail.objects.filter(id=message.ids.get("day")).first()
    person = Person.objects.filter(id=message.to_person_id).first()
    reader = readers_of([person.id]).get(person.id) if person else None
    if day is None or person is None or reader is None or not is_still_time(day, now(), reader.zone):
        return None
    if MailChoice.objects.filter(person_id=person.id).exclude(stopped_at=None).exists():
        return None
    lines = [line for words in _words for line in words(person, day)]
    if not lines:
        return None
    institution = Institution.objects.get(id=cast(UUID, message.institution_id))
    program = Program.objects.filter(id=message.program_id).first()
    stop = stop_link(person.id, institution.id)
    text = mail.render(
        KIND,
        {
            "name": person.display_name,
            "lines": lines,
            "program": program.name if program else institution.name,
            "institution": institution.name,
            "stop": stop,
            "choose": mail.link(institution, "reminders:choose"),
        },
    )
    return Contents(text.body, subject=text.subject, headers={"List-Unsubscribe": f"<{stop}>"})


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
