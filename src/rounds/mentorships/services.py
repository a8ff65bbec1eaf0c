"""Every change of a mentorship's state.

Rows are locked with `no_key`: PostgreSQL checks foreign keys at the end of a transaction, when the audit chain is
held already, and a full lock on a row that others point to would then deadlock with them.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core import audit, events
from rounds.core.access import Viewer
from rounds.core.clock import now, today
from rounds.core.errors import DomainError, OutOfOrder
from rounds.mentorships.enums import OPEN, TRANSITIONS, EndReason, State
from rounds.mentorships.models import MentorLoad, Mentorship
from rounds.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A pair to open. `places` is how many mentees the mentor can carry in all (taken ones included)."""

    mentee_enrollment_id: UUID
    mentor_enrollment_id: UUID
    mentee_id: UUID
    mentor_id: UUID
    places: int
    is_primary: bool = True


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
    """Open all pairs or none. Raises OutOfOrder naming whoever already has a mentor or no place left."""
    _take_places(Counter(pair.mentor_id for pair in pairs), {pair.mentor_id: pair.places for pair in pairs})
    _refuse_second_primaries(pairs, cycle_id)
    opened_on = today() if state == State.ACTIVE else None
    mentorships = [
        Mentorship(
            cycle_id=cycle_id,
            mentee_enrollment_id=pair.mentee_enrollment_id,
            mentor_enrollment_id=pair.mentor_enrollment_id,
            mentee_id=pair.mentee_id,
            mentor_id=pair.mentor_id,
            is_primary=pair.is_primary,
            state=state,
            opened_on=opened_on,
            shown_from_at=shown_from_at or now(),
        )
        for pair in pairs
    ]
    try:
        with transaction.atomic():
            Mentorship.objects.bulk_create(mentorships)
    except IntegrityError as error:
        raise OutOfOrder(
            _("One of these pairs was opened a moment ago by somebody else. Look at the cohort again.")
        ) from error
    digest = hashlib.sha256("".join(sorted(str(pair.id) for pair in mentorships)).encode()).hexdigest()
    audit.record("mentorship.opened", by=by, kind="cycle", object_id=cycle_id, program_id=program_id,
                 pairs=len(mentorships), digest=digest)  # fmt: skip
    return mentorships


@transaction.atomic
def record_existing_pair(
    *, pair: Opening, cycle_id: UUID, program_id: UUID, started_on: date, by: Viewer
) -> Mentorship:
    """Record a pair that ran before the program knew of it, as active.

    It happened, so a mentor's places stretch to hold it; a second primary mentor is still refused.
    """
    if started_on > today():
        raise DomainError(
            _("A pair that runs already can't have started on %(day)s, which is to come.")
            % {"day": started_on},
            field="started_on",
        )
    load = MentorLoad.objects.select_for_update(no_key=True).filter(mentor_id=pair.mentor_id).first()
    taken = load.active if load else 0
    stretched = Opening(**{**pair.__dict__, "places": max(pair.places, taken + 1)})
    (mentorship,) = open_pairs(
        pairs=[stretched], cycle_id=cycle_id, program_id=program_id, by=by, state=State.ACTIVE
    )
    mentorship.opened_on = mentorship.imported_start_on = started_on
    mentorship.save(update_fields=["opened_on", "imported_start_on"])
    return mentorship


@transaction.atomic
def record_ended_pair(
    *, pair: Opening, cycle_id: UUID, program_id: UUID, started_on: date, ended_on: date | None, by: Viewer
) -> Mentorship:
    """Record a pair that ran and ended before the program knew of it; it takes no place and stands in nobody's way."""
    mentorship: Mentorship = Mentorship.objects.create(
        cycle_id=cycle_id, mentee_enrollment_id=pair.mentee_enrollment_id, mentor_enrollment_id=pair.mentor_enrollment_id,
        mentee_id=pair.mentee_id, mentor_id=pair.mentor_id, state=State.ENDED, opened_on=started_on,
        imported_start_on=started_on, ended_on=ended_on,
    )  # fmt: skip
    audit.record("mentorship.recorded_ended", by=by, kind="mentorship", object_id=mentorship.id,
                 program_id=program_id)  # fmt: skip
    return mentorship


@transaction.atomic
def move_mentorship(*, mentorship_id: UUID, to: str, by: Viewer, **facts: Any) -> Mentorship:
    """Move a mentorship along the transition table; raises OutOfOrder when somebody was first."""
    mentorship: Mentorship = Mentorship.objects.select_for_update(no_key=True).get(id=mentorship_id)
    before = mentorship.state
    if to not in TRANSITIONS[before]:
        raise OutOfOrder(
            _("This pair is %(state)s now; it can't become %(to)s. Open it again to see where it stands.")
            % {"state": mentorship.get_state_display(), "to": State(to).label}
        )
    mentorship.state = to
    if to == State.ACTIVE and mentorship.opened_on is None:
        mentorship.opened_on = today()
    mentorship.save(update_fields=["state", "opened_on"])
    audit.record("mentorship.moved", by=by, kind="mentorship", object_id=mentorship.id, before=before, after=to,
                 **facts)  # fmt: skip
    return mentorship


@transaction.atomic
def end_mentorship(
    *, mentorship_id: UUID, reason: str, by: Viewer, ended_on: date | None = None
) -> Mentorship:
    """End a mentorship without anybody's fault and free the mentor's place."""
    if reason not in EndReason.values:
        raise DomainError(_("Choose why this pair ends."), field="reason")
    mentorship: Mentorship = Mentorship.objects.select_for_update(no_key=True).get(id=mentorship_id)
    if State.ENDED not in TRANSITIONS[mentorship.state]:
        raise OutOfOrder(
            _("This pair is %(state)s already; there is nothing to end.")
            % {"state": mentorship.get_state_display()}
        )
    before = mentorship.state
    mentorship.state, mentorship.end_reason = State.ENDED, reason
    mentorship.ended_on = max(filter(None, [ended_on or today(), mentorship.opened_on]))
    mentorship.save(update_fields=["state", "end_reason", "ended_on"])
    _free_places(Counter([mentorship.mentor_id]))
    audit.record("mentorship.ended", by=by, kind="mentorship", object_id=mentorship.id, before=before)
    return mentorship


@transaction.atomic
def complete_mentorship(*, mentorship_id: UUID, by: Viewer) -> Mentorship:
    """Close a mentorship whose year is over and free the mentor's place."""
    mentorship = move_mentorship(mentorship_id=mentorship_id, to=State.COMPLETED, by=by)
    mentorship.ended_on = max(filter(None, [today(), mentorship.opened_on]))
    mentorship.save(update_fields=["ended_on"])
    _free_places(Counter([mentorship.mentor_id]))
    events.emit("place.opened", institution_id=by.institution_id, mentor=mentorship.mentor_id)
    return mentorship


@transaction.atomic
def end_pairs_of(*, enrollment_id: UUID, by: Viewer) -> list[Mentorship]:
    """End what runs or is offered to somebody who takes part no more; return it."""
    open_ = Mentorship.objects.filter(
        Q(mentee_enrollment_id=enrollment_id) | Q(mentor_enrollment_id=enrollment_id), state__in=OPEN
    ).order_by("id")
    return [end_mentorship(mentorship_id=pair.id, reason=EndReason.LEFT, by=by) for pair in open_]


@transaction.atomic
def take_back_pairs(*, mentorship_ids: Sequence[UUID], by: Viewer) -> int:
    """Take back published pairs that nobody was told of yet; return how many."""
    untold = list(
        Mentorship.objects.select_for_update(no_key=True)
        .filter(id__in=mentorship_ids, state__in=OPEN, shown_from_at__gt=now())
        .order_by("id")
    )
    Mentorship.objects.filter(id__in=[pair.id for pair in untold]).update(
        state=State.ENDED, end_reason=EndReason.WITHDRAWN, ended_on=today()
    )
    _free_places(Counter(pair.mentor_id for pair in untold))
    audit.record("mentorship.taken_back", by=by, kind="mentorship", pairs=len(untold))
    return len(untold)


@transaction.atomic
def set_places(*, mentor_id: UUID, places: int, by: Viewer) -> MentorLoad:
    """Change how many mentees a mentor can carry; not below the number carried now."""
    load = _locked_loads([mentor_id])[mentor_id]
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


def _locked_loads(mentor_ids: Sequence[UUID]) -> dict[UUID, MentorLoad]:
    """Lock the mentors' load rows, always in the same order, so that two writers never wait for each other."""
    ids = sorted(set(mentor_ids))
    MentorLoad.objects.bulk_create(
        [MentorLoad(mentor_id=mentor_id) for mentor_id in ids], ignore_conflicts=True
    )
    rows = MentorLoad.objects.select_for_update(no_key=True).filter(mentor_id__in=ids).order_by("mentor_id")
    return {row.mentor_id: row for row in rows}


def _take_places(wanted: Counter[UUID], places: dict[UUID, int]) -> None:
    loads = _locked_loads(list(wanted))
    over = []
    for mentor_id, number in wanted.items():
        load = loads[mentor_id]
        load.active += number
        load.capacity = max(load.capacity, places[mentor_id])
        if load.active > load.capacity:
            over.append(mentor_id)
    if over:
        raise OutOfOrder(
            _names(_("No place left with %(names)s. Run again, or raise the number of places."), over)
        )
    MentorLoad.objects.bulk_update(loads.values(), ["active", "capacity"])


def _free_places(freed: Counter[UUID]) -> None:
    loads = _locked_loads(list(freed))
    for mentor_id, number in freed.items():
        loads[mentor_id].active -= number
    MentorLoad.objects.bulk_update(loads.values(), ["active"])


def _refuse_second_primaries(pairs: Sequence[Opening], cycle_id: UUID) -> None:
    mentees = [pair.mentee_id for pair in pairs if pair.is_primary]
    taken = list(
        Mentorship.objects.filter(
            mentee_id__in=mentees, cycle_id=cycle_id, is_primary=True, state__in=OPEN
        ).values_list("mentee_id", flat=True)
    )
    if taken:
        raise OutOfOrder(
            _names(
                _("%(names)s already has a mentor in this cycle, opened by somebody else. Run again."), taken
            )
        )


def _names(sentence: str, person_ids: Sequence[UUID]) -> str:
    people = Person.objects.filter(id__in=list(person_ids)[:3]).order_by("family_name")
    names = ", ".join(person.full_name for person in people)
    more = len(set(person_ids)) - 3
    if more > 0:
        names = ngettext("%(names)s and %(more)s other", "%(names)s and %(more)s others", more) % {
            "names": names,
            "more": more,
        }
    return sentence % {"names": names}
