"""What a message says: plain text, and with it a page, a calendar part, files, more headers.

A kind of mail with a writer waits as ids alone; its text is written when it leaves. So what somebody may not read
stands in no queue, and what is no longer so is not sent.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from email.mime.base import MIMEBase
from email.mime.text import MIMEText

from django.core.mail import EmailMultiAlternatives

from rounds.core.models import OutgoingMail


@dataclass(frozen=True)
class CalendarPart:
    """A calendar message: its METHOD ("REQUEST", "CANCEL") and its text."""

    method: str
    text: str


@dataclass(frozen=True)
class Attachment:
    """A file that goes along."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class Contents:
    """Everything that a message says. Subject, name of the sender and address for answers stay as queued where empty."""

    text: str
    subject: str = ""
    html: str = ""
    calendar: CalendarPart | None = None
    attachments: tuple[Attachment, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    from_name: str = ""
    reply_to: str = ""


# step(message) -> what it says, in the scope of its institution; None when there is nothing left to say.
Writer = Callable[[OutgoingMail], Contents | None]
_writers: dict[str, Writer] = {}
# step(messages of one institution) -> while what it returns is open, each of them is written from what was read for all.
Ahead = Callable[[Sequence[OutgoingMail]], AbstractContextManager[None]]
_ahead: dict[str, Ahead] = {}


def add_writer(kind: str, writer: Writer, *, ahead: Ahead | None = None) -> None:
    """Register writer(message) of a kind of mail: its text is written when it leaves, from its `ids`.

    `ahead` reads at once what several messages need that leave one after another; a writer does without it as well.
    """
    _writers[kind] = writer
    if ahead is not None:
        _ahead[kind] = ahead


def kinds_read_ahead() -> Mapping[str, Ahead]:
    """Return what reads ahead for several messages, by kind."""
    return _ahead


def writer_of(kind: str) -> Writer | None:
    """Return what writes a kind of mail as it leaves; None for one whose text waits in the queue."""
    return _writers.get(kind)


class NotYet(Exception):
    """Raised by a writer whose message is to wait until a moment: that is no failed try."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class Letter(EmailMultiAlternatives):
    """A message whose alternatives may name a calendar's method, which Django's own cannot."""

    def _create_mime_attachment(self, content, mimetype):  # type: ignore[no-untyped-def]
        if not mimetype.startswith("text/calendar;"):
            return super()._create_mime_attachment(content, mimetype)  # type: ignore[misc]
        part = MIMEText(content, "calendar", "utf-8")
        part.set_param("method", mimetype.partition("method=")[2])
        return part


def add_contents(letter: Letter, contents: Contents) -> None:
    """Put what goes beside the text into a message that has its text already; a calendar comes as a file too."""
    if contents.html:
        letter.attach_alternative(contents.html, "text/html")
    if contents.calendar:
        method = contents.calendar.method
        letter.attach_alternative(contents.calendar.text, f"text/calendar; method={method}")
        letter.attach(_calendar_file(contents.calendar))
    for file in contents.attachments:
        letter.attach(file.name, file.content, file.media_type)


def _calendar_file(calendar: CalendarPart) -> MIMEBase:
    part = MIMEText(calendar.text, "calendar", "utf-8")
    part.set_param("method", calendar.method)
    part.add_header("Content-Disposition", "attachment", filename="meeting.ics")
    return part
