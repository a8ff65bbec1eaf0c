"""Who did what, when: appended, chained by institution, anchored outside the database."""

from rounds.core.audit.recording import INSTALLATION, digest_of, record, record_each

__all__ = ["INSTALLATION", "digest_of", "record", "record_each"]
