"""Outgoing mail: queued in the caller's transaction, sent by the worker, stoppable until it leaves.

Texts are written by `web.mail`; this only queues, holds back, sends and remembers. A kind with a writer
(`add_writer`) is queued with ids alone and written as it leaves; any other that could become untrue while it waits is
looked at again then (`add_look`). At most the message in
flight is sent twice when a worker is killed, and then with the same Message-ID.
"""

from rounds.core.mail.budget import Line
from rounds.core.mail.contents import Attachment, CalendarPart, Contents, NotYet, add_writer
from rounds.core.mail.days import Reader, Source, add_quiet_days, add_reader_source, add_source
from rounds.core.mail.held import add_address_source
from rounds.core.mail.looks import SaidAlready, add_look
from rounds.core.mail.selectors import people_told
from rounds.core.mail.sending import add_filling, record_bounce, send_waiting
from rounds.core.mail.services import (
    STOP_MINUTES,
    Batch,
    add_stop_step,
    new_batch,
    queue_mail,
    send_again,
    stop_batch,
    stop_waiting,
)

__all__ = [
    "STOP_MINUTES",
    "Attachment",
    "Batch",
    "CalendarPart",
    "Contents",
    "Line",
    "NotYet",
    "Reader",
    "SaidAlready",
    "Source",
    "add_address_source",
    "add_filling",
    "add_look",
    "add_quiet_days",
    "add_reader_source",
    "add_source",
    "add_stop_step",
    "add_writer",
    "new_batch",
    "people_told",
    "queue_mail",
    "record_bounce",
    "send_again",
    "send_waiting",
    "stop_batch",
    "stop_waiting",
]
