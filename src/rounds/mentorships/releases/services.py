"""Releasing, and saying what a residency requires. What is released stays released."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.audit import Opened
from rounds.core.clock import now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.mentorships.enums import Milestone, NewsKind, ReleaseKind
from rounds.mentorships.models import MilestoneRequirement, Release
from rounds.mentorships.news.services import add_news
from rounds.mentorships.releases.selectors import (
    OPENED,
    Differs,
    done_days,
    lent_words_in,
    own_residencies,
    packet_in,
    packet_of,
    requirements_of,
)
from rounds.mentorships.releases.values import Packet
from rounds.people.models import Person, TrainingProgram

# The same packet to the same residency within this time is one press in two tabs.
TWICE_WITHIN = timedelta(minutes=1)
# What whoever wrote words in a release hears of, and what it counts as when a director opens it.
NEWS = {"report": NewsKind.RELEASED, "goal": NewsKind.GOAL, "debrief": NewsKind.DEBRIEF}
OPENINGS = {"report": "answer", "goal": "evidence", "debrief": "debrief"}


@transaction.atomic
def release_pieces(
    *, keys: Collection[str], program: TrainingProgram, digest: str, entry_id: UUID, by: Viewer
) -> Release:
    """Freeze some pieces and give them to the directors of a residency; a form sent twice is one release.

    `digest` is that of the packet that was shown; when a piece reads otherwise by now, OutOfOrder and nothing is released.
    """
    known = _known(entry_id, by)
    if known is not None:
        return known
    _check_trains(program, by)
    packet = packet_of(by, keys, program)
    if packet.digest() != digest:
        raise OutOfOrder(
            _("A piece was changed since this page was made. Look at the packet again, then release it.")
        )
    twin = _just_released(packet, program, by)
    if twin is not None:
        return twin
    return _given(packet, Release(kind=ReleaseKind.PIECES, pieces=sorted(keys)), program, entry_id, by)


@transaction.atomic
def release_done(*, program: TrainingProgram, done_on: date, entry_id: UUID, by: Viewer) -> Release:
    """Tell the directors that a required milestone is done, and on which day: that, and nothing else."""
    known = _known(entry_id, by)
    if known is not None:
        return known
    _check_trains(program, by)
    if program.id not in requirements_of([program.id]):
        raise OutOfOrder(_("This residency does not require the milestone now. Load the page again."))
    if done_on not in done_days(by):
        raise DomainError(_("Choose a day on which your mentor answered a report."), field="done_on")
    resident = Person.objects.get(id=by.own_id)
    packet = Packet(resident.full_name, program.name, ())
    row = Release(kind=ReleaseKind.DONE, milestone=Milestone.LEADERSHIP, done_on=done_on)
    return _given(packet, row, program, entry_id, by)


def _known(entry_id: UUID, by: Viewer) -> Release | None:
    Person.objects.select_for_update(no_key=True).get(id=by.own_id)
    found: Release | None = Release.objects.filter(person_id=by.own_id, entry_id=entry_id).first()
    return found


def _just_released(packet: Packet, program: TrainingProgram, by: Viewer) -> Release | None:
    """Return the same packet that was released a moment ago, as from another tab."""
    rows = Release.objects.filter(person_id=by.own_id, training_program=program, digest=packet.digest())
    found: Release | None = rows.filter(released_at__gte=now() - TWICE_WITHIN).first()
    return found


def _check_trains(program: TrainingProgram, by: Viewer) -> None:
    if program.id not in {one.id for one in own_residencies(by)}:
        raise DomainError(_("You are not in this residency now. Choose one of yours."), field="program")


def _given(packet: Packet, row: Release, program: TrainingProgram, entry_id: UUID, by: Viewer) -> Release:
    row.person_id, row.training_program, row.entry_id = by.own_id, program, entry_id
    row.digest = packet.digest()
    row.seal_value(packet.to_json())
    row.save(force_insert=True)
    audit.record(
        "release.made",
        by=by,
        kind="release",
        object_id=row.id,
        about_person_id=by.own_id,
        digest=row.digest,
        pieces=len(row.pieces),
    )
    for lent in lent_words_in(row):
        add_news(pair=lent.pair, person_id=lent.person_id, kind=NEWS[lent.kind], thing_id=lent.about_id)
    return row


def shown_packet(*, release: Release, by: Viewer) -> Packet:
    """Return the packet to show; when the stored one is another, that is recorded and Differs raised."""
    try:
        return packet_in(release)
    except Differs:
        audit.record("release.differs", by=by, kind="release", object_id=release.id)
        raise


def note_opened(*, release: Release, by: Viewer) -> None:
    """Record that a director has opened a release, so that its resident sees who did, and whoever wrote words in it."""
    audit.record(OPENED, by=by, kind="release", object_id=release.id, about_person_id=release.person_id)
    things = [Opened(one.person_id, OPENINGS[one.kind], one.thing_id) for one in lent_words_in(release)]
    audit.note_openings(by=by, things=things)


@transaction.atomic
def require_milestone(*, program: TrainingProgram, is_required: bool, by: Viewer) -> None:
    """Say whether a residency asks its residents for the local milestone."""
    TrainingProgram.objects.select_for_update(no_key=True).get(id=program.id)
    known = requirements_of([program.id]).get(program.id)
    if is_required == (known is not None):
        return
    if known is None:
        MilestoneRequirement.objects.create(training_program=program, set_by_id=by.own_id)
    else:
        MilestoneRequirement.objects.filter(id=known.id).update(ended_at=now())
    audit.record(
        "milestone.required" if is_required else "milestone.not_required",
        by=by,
        kind="training_program",
        object_id=program.id,
    )
