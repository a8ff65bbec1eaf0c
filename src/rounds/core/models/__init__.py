"""The tables that every other domain builds on."""

from rounds.core.models.audit import AuditEvent, AuditHead, Opening
from rounds.core.models.drafts import Draft
from rounds.core.models.events import Event
from rounds.core.models.jobs import JobProgress, RecurringRun, WorkerBeat
from rounds.core.models.mail import DayMail, MailChoice, OutgoingMail
from rounds.core.models.records import RESERVED_SLUGS, Institution, InstitutionRecord, Record, SealedRecord
from rounds.core.models.users import KnownDevice, User

__all__ = [
    "RESERVED_SLUGS",
    "AuditEvent",
    "AuditHead",
    "DayMail",
    "Draft",
    "Event",
    "Institution",
    "InstitutionRecord",
    "JobProgress",
    "KnownDevice",
    "MailChoice",
    "Opening",
    "OutgoingMail",
    "Record",
    "RecurringRun",
    "SealedRecord",
    "User",
    "WorkerBeat",
]
