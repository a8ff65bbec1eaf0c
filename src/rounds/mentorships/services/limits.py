"""What holds for every pair that opens: a mentor has a place left, and a mentee one primary mentor in a cycle."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.database.bulk_rows import among, ready_inserts, ready_updates
from rounds.core.errors import OutOfOrder
from rounds.mentorships.enums import OPEN
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


def locked_loads(mentor_ids: Iterable[UUID]) -> dict[UUID, MentorLoad]:
    """Lock the mentors' load rows, always in the same order, so that two writers never wait for each other."""
    ids = sorted(set(mentor_ids))
    ready_inserts(MentorLoad, [MentorLoad(mentor_id=mentor_id) for mentor_id in ids], or_leave=True).write()
    rows = MentorLoad.objects.select_for_update(no_key=True).filter(mentor_id__in=among(ids))
    return {row.mentor_id: row for row in rows.order_by("mentor_id")}


def locked_pairs(mentorship_ids: Iterable[UUID]) -> list[Mentorship]:
    """Lock mentorships by id, after the loads of their mentors (the order of `core.database`); gone ones are left out."""
    ids = list(mentorship_ids)
    rows = Mentorship.objects.filter(id__in=among(ids))
    locked_loads(rows.order_by().values_list("mentor_id", flat=True))
    return list(rows.select_for_update(no_key=True).order_by("id"))


def locked_pair(mentorship_id: UUID) -> Mentorship:
    """Lock one pair in the same order."""
    pairs = locked_pairs([mentorship_id])
    if not pairs:
        raise Mentorship.DoesNotExist
    return pairs[0]


def take_places(pairs: Sequence[Opening], *, stretch: bool = False) -> None:
    """Take a place for each pair. Raises OutOfOrder naming who has none left; `stretch` makes room instead."""
    loads = locked_loads(pair.mentor_id for pair in pairs)
    for pair in pairs:
        load = loads[pair.mentor_id]
        load.active += 1
        load.capacity = max(load.capacity, pair.places, load.active if stretch else 0)
    over = [mentor_id for mentor_id, load in loads.items() if load.active > load.capacity]
    if over:
        raise OutOfOrder(
            _names(_("No place left with %(names)s. Run again, or raise the number of places."), over)
        )
    _write(loads.values(), "active", "capacity")


def free_places(freed: Counter[UUID]) -> None:
    """Give back so many places of each mentor."""
    loads = locked_loads(freed)
    for mentor_id, number in freed.items():
        loads[mentor_id].active -= number
    _write(loads.values(), "active")


def refuse_second_primaries(pairs: Sequence[Opening], cycle_id: UUID) -> None:
    """Raise OutOfOrder naming who has a primary mentor in this cycle already."""
    mentees = [pair.mentee_id for pair in pairs if pair.is_primary]
    running = Mentorship.objects.filter(cycle_id=cycle_id, is_primary=True, state__in=OPEN)
    _refuse(list(running.filter(mentee_id__in=among(mentees)).values_list("mentee_id", flat=True)))


def refuse_primaries_among(pairs: Sequence[Opening]) -> None:
    """Raise OutOfOrder naming who would have two primary mentors by these pairs alone."""
    times = Counter(pair.mentee_id for pair in pairs if pair.is_primary)
    _refuse([mentee_id for mentee_id, number in times.items() if number > 1])


def _refuse(mentees: Sequence[UUID]) -> None:
    if mentees:
        raise OutOfOrder(
            _names(
                _("%(names)s already has a mentor in this cycle, opened by somebody else. Run again."),
                mentees,
            )
        )


def _write(loads: Iterable[MentorLoad], *names: str) -> None:
    changes = {load.id: {name: getattr(load, name) for name in names} for load in loads}
    for rows in ready_updates(MentorLoad, changes):
        rows.write()


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
