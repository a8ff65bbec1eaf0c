"""Who did what, when: appended, chained by institution, anchored outside the database."""

from rounds.core.audit.openings import Opened, OpenedBy, note_openings, openings_of
from rounds.core.audit.recording import INSTALLATION, digest_of, record, record_each

__all__ = [
    "INSTALLATION",
    "Opened",
    "OpenedBy",
    "digest_of",
    "note_openings",
    "openings_of",
    "record",
    "record_each",
]
