"""Opening pairs, and recording those that ran before the program knew of them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rounds.core import audit, events
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.database.bulk_rows import ReadyRows, ready_inserts
from rounds.core.errors import DomainError, OutOfOrder
from rounds.mentorships.enums import State
from rounds.mentorships.models import MentorLoad, Mentorship
from rounds.mentorships.services import limits
from rounds.mentorships.services.limits import Opening
from rounds.programs.models import Phase
from rounds.programs.selectors.phases import open_phase_of

OPENED_ALREADY = gettext_lazy(
    "One of these pairs was opened a moment ago by somebody else. Look at the cohort again."
)


@transaction.atomic
def open_pairs(
    *,
    pairs: Sequence[Opening],
    cycle_id: UUID,
    program_id: UUID,
    by: Viewer,
    state: str = State.OFFERED,
    shown_from_at: datetime | None = None,
) -> list[Mentorship]:
    """Open all pairs or none. Raises OutOfOrder naming who already has a mentor or no place left."""
    limits.take_places(pairs)
    limits.refuse_who_is_gone(pairs)
    limits.refuse_second_primaries(pairs, cycle_id)
    opened_on = institution_today() if state == State.ACTIVE else None
    phase = open_phase_of(cycle_id)
    mentorships = [
        Mentorship(
            cycle_id=cycle_id,
            mentee_enrollment_id=pair.mentee_enrollment_id,
            mentor_enrollment_id=pair.mentor_enrollment_id,
            mentee_id=pair.mentee_id,
            mentor_id=pair.mentor_id,
            is_primary=pair.is_primary,
            purpose=pair.purpose,
            state=state,
            opened_on=opened_on,
            phase=phase.number if phase else None,
            planned_end_on=end_in(phase, opened_on),
            shown_from_at=shown_from_at or now(),
        )
        for pair in pairs
    ]
    try:
        with transaction.atomic():
            Mentorship.objects.bulk_create(mentorships)
    except IntegrityError as error:
        raise OutOfOrder(str(OPENED_ALREADY)) from error
    audit.record(
        "mentorship.opened",
        by=by,
        kind="cycle",
        object_id=cycle_id,
        program_id=program_id,
        pairs=len(mentorships),
        digest=_digest(mentorships),
    )
    return mentorships


def end_in(phase: Phase | None, opened_on: date | None) -> date | None:
    """Return the day until which a pair of a phase runs: the phase's end, or its own time where each pair has one."""
    if phase is None:
        return None
    spec = phase.cycle.program.phase(phase.number)
    if spec is None or spec.days is None:
        return phase.ends_on
    return opened_on + timedelta(days=spec.days) if opened_on else None


def _digest(mentorships: Sequence[Mentorship]) -> str:
    return hashlib.sha256("".join(sorted(str(pair.id) for pair in mentorships)).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class EarlierPair:
    """A pair that began before the program knew of it. One that is over takes no place and blocks nobody."""

    pair: Opening
    started_on: date
    is_over: bool = False
    ended_on: date | None = None
    # What is asked of a pair counts from its start: it is no import whose earlier talks nobody could log.
    is_known: bool = False


@dataclass(frozen=True, kw_only=True)
class ReadyPairs:
    """Earlier pairs worked out ahead; `record_existing_pairs` writes them."""

    cycle_id: UUID
    program_id: UUID
    openings: Sequence[Opening]  # of those that run
    running: Sequence[Mentorship]
    ended: Sequence[Mentorship]
    rows_running: ReadyRows
    rows_ended: ReadyRows


def prepare_existing_pairs(*, pairs: Sequence[EarlierPair], cycle_id: UUID, program_id: UUID) -> ReadyPairs:
    """Work out the rows, and refuse what needs no look at other pairs; writes nothing."""
    running = [one for one in pairs if not one.is_over]
    for one in running:
        if one.started_on > institution_today():
            raise DomainError(
                _("A pair that runs already can't have started on %(day)s, which is to come.")
                % {"day": one.started_on},
                field="started_on",
            )
    openings = [one.pair for one in running]
    limits.refuse_primaries_among(openings)
    phase = open_phase_of(cycle_id)
    active = [
        _earlier(
            one,
            cycle_id,
            state=State.ACTIVE,
            phase=phase.number if phase else None,
            planned_end_on=end_in(phase, one.started_on),
        )
        for one in running
    ]
    ended = [
        _earlier(one, cycle_id, state=State.ENDED, ended_on=one.ended_on) for one in pairs if one.is_over
    ]
    return ReadyPairs(
        cycle_id=cycle_id,
        program_id=program_id,
        openings=openings,
        running=active,
        ended=ended,
        rows_running=ready_inserts(Mentorship, active),
        rows_ended=ready_inserts(Mentorship, ended),
    )


def _earlier(one: EarlierPair, cycle_id: UUID, **fields: Any) -> Mentorship:
    pair = one.pair
    if not one.is_known:
        fields["imported_start_on"] = one.started_on
    return Mentorship(
        cycle_id=cycle_id,
        mentee_enrollment_id=pair.mentee_enrollment_id,
        mentor_enrollment_id=pair.mentor_enrollment_id,
        mentee_id=pair.mentee_id,
        mentor_id=pair.mentor_id,
        is_primary=pair.is_primary,
        purpose=pair.purpose,
        opened_on=one.started_on,
        **fields,
    )


@transaction.atomic
def record_existing_pairs(*, ready: ReadyPairs, by: Viewer) -> None:
    """Record all pairs or none: those that run as active, those that are over as history.

    They happened, so a mentor's places stretch to hold them. Raises OutOfOrder naming who already has a
    primary mentor.
    """
    if ready.openings:
        limits.take_places(ready.openings, stretch=True)
        limits.refuse_second_primaries(ready.openings, ready.cycle_id)
    try:
        with transaction.atomic():
            ready.rows_running.write()
    except IntegrityError as error:
        raise OutOfOrder(str(OPENED_ALREADY)) from error
    ready.rows_ended.write()
    opened = [
        {
            "kind": "cycle",
            "object_id": ready.cycle_id,
            "program_id": ready.program_id,
            "pairs": 1,
            "digest": _digest([pair]),
        }
        for pair in ready.running
    ]
    over = [
        {"kind": "mentorship", "object_id": pair.id, "program_id": ready.program_id} for pair in ready.ended
    ]
    audit.record_each("mentorship.opened", by=by, events=opened)
    audit.record_each("mentorship.recorded_ended", by=by, events=over)


@transaction.atomic
def record_existing_pair(
    *, pair: Opening, cycle_id: UUID, program_id: UUID, started_on: date, by: Viewer
) -> Mentorship:
    """Record one pair that ran before the program knew of it, as active."""
    earlier = EarlierPair(pair=pair, started_on=started_on)
    ready = prepare_existing_pairs(pairs=[earlier], cycle_id=cycle_id, program_id=program_id)
    record_existing_pairs(ready=ready, by=by)
    return ready.running[0]


@transaction.atomic
def set_places(*, mentor_id: UUID, places: int, by: Viewer) -> MentorLoad:
    """Change how many mentees a mentor can carry; not below the number carried now."""
    load = limits.locked_loads([mentor_id])[mentor_id]
    if places < load.active:
        raise OutOfOrder(
            ngettext(
                "This mentor has %(taken)s mentee now, so %(places)s places are too few. End a pair first.",
                "This mentor has %(taken)s mentees now, so %(places)s places are too few. End a pair first.",
                load.active,
            )
            % {"taken": load.active, "places": places}
        )
    if places > load.capacity:
        events.emit("place.opened", institution_id=by.institution_id, mentor=mentor_id)
    load.capacity = places
    load.save(update_fields=["capacity"])
    audit.record("mentorship.places_set", by=by, kind="person", object_id=mentor_id, places=places)
    return load
