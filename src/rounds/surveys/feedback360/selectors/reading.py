"""When a report may be read, and by whom: nothing before the debrief, and then by two people alone."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import NotFound
from rounds.surveys.feedback360.selectors.rounds import release_of
from rounds.surveys.feedback360.values.limits import READS_BEFORE
from rounds.surveys.models import Release360, Round360


@dataclass(frozen=True)
class Report:
    """A report as its reader sees it."""

    round: Round360
    said: dict[str, Any]
    is_subject: bool
    # for its person too; before, who debriefs reads it alone
    is_open: bool


def report_for(viewer: Viewer, around_id: UUID) -> Report:
    """Return a report to its person once it is opened, and to who debriefs from a day before; NotFound to everybody else."""
    mine = Round360.objects.select_related("subject", "debriefer", "release", "raters", "campaign")
    found = mine.filter(id=around_id).first()
    release = release_of(found) if found else None
    if found is None or release is None or not may_read(viewer.own_id, found, release, at=now()):
        raise NotFound
    said = release.opened()
    if sha256(release.sealed.encode()).digest() != bytes(release.digest):
        raise NotFound
    return Report(
        found, said, viewer.own_id == found.subject_id, may_read(found.subject_id, found, release, at=now())
    )


def may_read(person_id: UUID, found: Round360, release: Release360, *, at: datetime) -> bool:
    """Tell whether somebody may read a report at a moment."""
    if release.opened_at is not None and release.opened_at <= at:
        return person_id in (found.subject_id, found.debriefer_id)
    is_near = release.booked_at is not None and at >= release.booked_at - READS_BEFORE
    return person_id == found.debriefer_id and is_near
