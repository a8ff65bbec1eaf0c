from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import ClassVar
from uuid import uuid4

import pytest
from django.core import mail as outbox

from rounds.core.access import Viewer, system
from rounds.core.errors import DomainError
from rounds.core.mail import (
    Attachment,
    CalendarPart,
    Contents,
    add_writer,
    new_batch,
    queue_mail,
    send_waiting,
    stop_batch,
)
from rounds.core.mail.contents import _writers
from rounds.core.models import AuditEvent, Institution, OutgoingMail, User
from rounds.web.demo.mailbox import arrived_text


@pytest.fixture
def alice(in_hospital):
    in_hospital.mail_is_live = True
    in_hospital.reply_to = "office@st-brigid.example"
    in_hospital.save()
    user = User.objects.create_user("alice@st-brigid.example")
    return Viewer(in_hospital.id, user.id, uuid4(), "Alice Varga")


def queue(by, **changes):
    message = {
        "key": "welcome:1",
        "kind": "welcome",
        "to_address": "bob@st-brigid.example",
        "subject": "Welcome",
        "body": "Good morning.",
        **changes,
    }
    return queue_mail(by=by, **message)


def test_same_key_is_queued_and_sent_once(alice):
    first, second = queue(alice), queue(alice, body="Another text")

    send_waiting()
    send_waiting()

    assert first.id == second.id
    [sent] = outbox.outbox
    assert (sent.to, sent.reply_to) == (["bob@st-brigid.example"], ["office@st-brigid.example"])
    assert sent.from_email == '"St. Brigid Health" <rounds@localhost>'
    assert sent.extra_headers["Message-ID"] == f"<{first.id}@localhost>"
    assert OutgoingMail.objects.get().state == "sent"


def test_batch_waits_and_can_be_stopped_until_it_leaves(alice, clock):
    batch = new_batch()
    for number in range(3):
        queue(alice, key=f"check-in:{number}", batch=batch)

    send_waiting()
    assert outbox.outbox == []
    assert stop_batch(batch.id, by=alice) == 3
    clock.shift(timedelta(minutes=16))
    send_waiting()

    assert outbox.outbox == []
    assert AuditEvent.objects.get().facts == {"messages": 3}


def test_batch_that_has_left_can_no_longer_be_stopped(alice, clock):
    batch = new_batch()
    queue(alice, batch=batch)
    clock.shift(timedelta(minutes=16))
    send_waiting()

    assert stop_batch(batch.id, by=alice) == 0
    assert len(outbox.outbox) == 1


def test_rehearsal_sends_everything_to_the_one_who_sends(alice, in_hospital):
    in_hospital.mail_is_live = False
    in_hospital.save()

    queue(alice)
    send_waiting()

    [sent] = outbox.outbox
    assert sent.to == ["alice@st-brigid.example"]
    assert OutgoingMail.objects.get().meant_for == "bob@st-brigid.example"


def test_rehearsal_lets_ones_own_code_through(alice, in_hospital):
    in_hospital.mail_is_live = False
    in_hospital.save()

    queue(system(in_hospital.id), even_in_rehearsal=True)
    send_waiting()

    assert outbox.outbox[0].to == ["bob@st-brigid.example"]


def test_rehearsal_of_the_system_goes_to_the_reply_address_or_nowhere(alice, in_hospital):
    in_hospital.mail_is_live = False
    in_hospital.save()
    queue(system(in_hospital.id), key="first")
    in_hospital.reply_to = ""
    in_hospital.save()
    queue(system(in_hospital.id), key="second")

    send_waiting()

    assert [sent.to for sent in outbox.outbox] == [["office@st-brigid.example"]]
    stopped = OutgoingMail.objects.get(key="second")
    assert (stopped.state, stopped.meant_for) == ("stopped", "bob@st-brigid.example")
    assert stopped.problem


BREAKS = ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\0"]
INJECTIONS = [
    f"{word}{brk}Bcc: victim@example.org" for brk in BREAKS for word in ("Hello", "", "=?utf-8?q?x?=")
]


@pytest.mark.parametrize("hostile", INJECTIONS)
def test_line_end_in_a_name_or_subject_makes_no_header(alice, hostile):
    queue(alice, subject=hostile, from_name=hostile)

    send_waiting()

    [sent] = outbox.outbox
    names = {name.lower() for name in sent.message()}
    assert "bcc" not in names
    assert names <= {
        *("content-type", "mime-version", "content-transfer-encoding", "subject", "from", "to"),
        *("reply-to", "date", "message-id", "auto-submitted"),
    }


@pytest.mark.parametrize(
    "hostile", ["a@example.org\nBcc: b@example.org", "nobody", "a@example.org,b@example.org"]
)
def test_address_that_is_none_is_refused_by_name_and_takes_no_answers(alice, hostile):
    with pytest.raises(DomainError, match="is not an e-mail address"):
        queue(alice, to_address=hostile)

    assert queue(alice, reply_to=hostile).reply_to in ("", Institution.objects.get().reply_to)


class Backend:
    """A mail server that answers with the given errors, then accepts."""

    errors: ClassVar[list] = []
    accepted: ClassVar[list] = []
    opened = 0

    def __init__(self, *args, **kwargs):
        self.is_open = False

    def open(self):
        if not self.is_open:
            self.is_open = True
            Backend.opened += 1

    def close(self):
        self.is_open = False

    def send_messages(self, messages):
        if Backend.errors:
            raise Backend.errors.pop(0)
        Backend.accepted += [message.message()["Message-ID"] for message in messages]
        return len(messages)


@pytest.fixture
def mail_server(settings):
    settings.EMAIL_BACKEND = "tests.core.test_mail.Backend"
    Backend.errors, Backend.accepted, Backend.opened = [], [], 0
    return Backend


def test_refused_address_is_listed_as_bounced(alice, mail_server):
    mail_server.errors = [SMTPRecipientsRefused({"bob@st-brigid.example": (550, b"No such user")})]
    queue(alice)

    send_waiting()

    row = OutgoingMail.objects.get()
    assert (row.state, row.problem) == ("bounced", "550 No such user")


def test_server_that_is_away_is_tried_again_with_the_same_id(alice, mail_server, clock):
    mail_server.errors = [SMTPServerDisconnected("gone"), ConnectionRefusedError()]
    row = queue(alice)

    for _minute in range(4):
        send_waiting()
        clock.shift(timedelta(minutes=1))

    assert mail_server.accepted == [f"<{row.id}@localhost>"]
    assert OutgoingMail.objects.get().attempts == 2


def test_batch_keeps_its_connection_until_the_server_hangs_up(alice, mail_server):
    for number in range(6):
        queue(alice, key=f"welcome:{number}")
    send_waiting(limit=4)
    kept = mail_server.opened
    mail_server.errors = [SMTPServerDisconnected("gone")]

    send_waiting()

    assert len(mail_server.accepted) == 5
    assert (kept, mail_server.opened) == (1, 3)


def test_message_in_flight_of_a_killed_worker_is_sent_after_a_minute(alice, mail_server, clock):
    row = queue(alice)
    OutgoingMail.objects.update(state="sending", claimed_at=row.queued_at)

    send_waiting()
    assert mail_server.accepted == []
    clock.shift(timedelta(seconds=61))
    send_waiting()

    assert mail_server.accepted == [f"<{row.id}@localhost>"]


def test_secret_body_is_forgotten_once_sent(alice):
    queue(alice, body="Your code is 314159", is_secret=True)

    send_waiting()

    assert "314159" in outbox.outbox[0].body
    assert OutgoingMail.objects.get().body == ""


def test_secret_message_in_rehearsal_goes_to_its_reader_or_nobody(alice, in_hospital):
    in_hospital.mail_is_live = False
    in_hospital.save()

    mail = queue(alice, key="code", is_secret=True)

    assert (mail.state, mail.to_address, mail.body) == ("stopped", mail.meant_for, "")


CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Meeting with Dr. Okafor\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def written_late():
    """Register a writer of the kind "late" that says what the test gives it."""
    said = {}
    add_writer("late", lambda mail: said.get(mail.ids["thing"]))
    yield said
    del _writers["late"]


def test_text_written_late_waits_as_ids_and_is_kept_nowhere(alice, written_late):
    row = queue(alice, kind="late", body="Written when it leaves.", ids={"thing": 7})
    written_late["7"] = Contents(
        "Word: heron", subject="A word\r\nBcc: x@example.org", html="<p>Word: heron</p>"
    )

    send_waiting()

    [sent] = outbox.outbox
    kept = OutgoingMail.objects.get()
    assert (row.ids, kept.state, kept.body) == ({"thing": "7"}, "sent", "Written when it leaves.")
    assert [part.get_content_type() for part in sent.message().walk()] == [
        *("multipart/alternative", "text/plain", "text/html")
    ]
    assert "heron" not in str(OutgoingMail.objects.values())
    assert "Bcc" not in sent.message()


def test_message_with_nothing_left_to_say_is_stopped(alice, written_late):
    queue(alice, kind="late", ids={"thing": 8})

    send_waiting()

    kept = OutgoingMail.objects.get()
    assert (outbox.outbox, kept.state) == ([], "stopped")
    assert kept.problem


def test_calendar_message_names_its_method_beside_the_text_and_as_a_file(alice, written_late):
    written_late["9"] = Contents(
        "See you.",
        calendar=CalendarPart("REQUEST", CALENDAR),
        attachments=(Attachment("plan für zwei.pdf", b"%PDF-1.7", "application/pdf"),),
        headers={"List-Unsubscribe": "<https://rounds.example/stop>"},
    )
    row = queue(alice, kind="late", ids={"thing": 9})

    send_waiting()

    message = message_from_bytes(outbox.outbox[0].message().as_bytes(), policy=default)
    parts = {part.get_content_type(): part for part in message.walk()}
    calendars = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert message["Message-ID"] == f"<{row.id}@localhost>"
    assert message["List-Unsubscribe"] == "<https://rounds.example/stop>"
    assert list(parts) == [
        *("multipart/mixed", "multipart/alternative", "text/plain", "text/calendar", "application/pdf")
    ]
    assert [part.get_param("method") for part in calendars] == ["REQUEST", "REQUEST"]
    assert [part.get_filename() for part in calendars] == [None, "meeting.ics"]
    assert all(part.get_payload(decode=True).decode() == CALENDAR for part in calendars)
    assert parts["application/pdf"].get_filename() == "plan für zwei.pdf"


def test_mailbox_of_the_demo_holds_what_left_and_the_log_does_not(alice, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.DATA_DIR = "rounds.web.demo.mailbox.Mailbox", tmp_path
    queue(alice, body="Your way in is here.", is_secret=True)

    send_waiting()

    row = OutgoingMail.objects.get()
    assert (row.state, row.body) == ("sent", "")
    assert arrived_text(row.id).startswith("Your way in is here.")
