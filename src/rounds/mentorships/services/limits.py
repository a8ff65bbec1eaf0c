"""What holds for every pair that opens: a mentor has a place left, and a mentee one primary mentor in a cycle."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.database.bulk_rows import among, ready_inserts, ready_updates
from rounds.core.errors import OutOfOrder
from rounds.mentorships.enums import OPEN
from rounds.mentorships.models import MentorLoad, Mentorship
from rounds.mentorships.selectors import mentees_with_primary
from rounds.people.models import Person
from rounds.programs.enums import EnrollmentState
from rounds.programs.models import Enrollment


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A pair to open. `places` is how many mentees the mentor can carry in all (taken ones included).

    None leaves that number as it was.
    """

    mentee_enrollment_id: UUID
    mentor_enrollment_id: UUID
    mentee_id: UUID
    mentor_id: UUID
    places: int | None
    is_primary: bool = True
    purpose: str = ""


def locked_loads(mentor_ids: Iterable[UUID]) -> dict[UUID, MentorLoad]:
    """Lock the mentors' load rows, always in the same order, so that two writers never wait for each other."""
    ids = sorted(set(mentor_ids))
    ready_inserts(MentorLoad, [MentorLoad(mentor_id=mentor_id) for mentor_id in ids], or_leave=True).write()
    rows = MentorLoad.objects.select_for_update(no_key=True).filter(mentor_id__in=among(ids))
    return {row.mentor_id: row for row in rows.order_by("mentor_id")}


def lock_all_of(person_ids: Iterable[UUID]) -> None:
    """Lock the open pairs of people on either side and the places of all mentors concerned, before anything else."""
    ids = list(person_ids)
    mine = Q(mentee__in=ids) | Q(mentor__in=ids)
    pairs = dict(Mentorship.objects.filter(mine, state__in=OPEN).values_list("id", "mentor_id"))
    counted = MentorLoad.objects.filter(mentor__in=ids).values_list("mentor_id", flat=True)
    locked_loads([*pairs.values(), *counted])
    list(Mentorship.objects.select_for_update(no_key=True).filter(id__in=among(pairs)).order_by("id"))


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
    """Take a place for each pair. Raises OutOfOrder naming who has none left; `stretch` makes room instead.

    What a mentor says now counts, fewer places too; who is carried already stays.
    """
    loads = locked_loads(pair.mentor_id for pair in pairs)
    wanted = Counter(pair.mentor_id for pair in pairs)
    said: dict[UUID, int] = {}
    for pair in pairs:
        if pair.places is not None:
            said[pair.mentor_id] = max(said.get(pair.mentor_id, 0), pair.places)
    for mentor_id, load in loads.items():
        places, carried = said.get(mentor_id, load.capacity), load.active
        load.active += wanted[mentor_id]
        load.capacity = max(places, load.capacity, load.active) if stretch else max(places, carried)
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


def refuse_who_is_gone(pairs: Sequence[Opening]) -> None:
    """Lock the enrollments of pairs; raise OutOfOrder naming who has withdrawn, or was merged with another record."""
    sides = {pair.mentee_enrollment_id: pair.mentee_id for pair in pairs}
    sides |= {pair.mentor_enrollment_id: pair.mentor_id for pair in pairs}
    rows = Enrollment.objects.select_for_update(no_key=True).filter(id__in=among(sides)).order_by("id")
    gone = [
        row.person_id
        for row in rows
        if row.state == EnrollmentState.WITHDRAWN or row.person_id != sides[row.id]
    ]
    if gone:
        raise OutOfOrder(
            _names(
                _(
                    "%(names)s is not in this cohort any more: withdrawn or merged with another record. Run again."
                ),
                gone,
            )
        )


def refuse_second_primaries(pairs: Sequence[Opening], cycle_id: UUID) -> None:
    """Raise OutOfOrder naming who has a primary mentor in this cycle already."""
    _refuse(list(mentees_with_primary([pair.mentee_id for pair in pairs if pair.is_primary], cycle_id)))


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
    people = Person.objects.filter(id__in=list(person_ids)[:3]).order_by("folded_family", "folded_given")
    names = ", ".join(person.full_name for person in people)
    more = len(set(person_ids)) - 3
    if more > 0:
        names = ngettext("%(names)s and %(more)s other", "%(names)s and %(more)s others", more) % {
            "names": names,
            "more": more,
        }
    return sentence % {"names": names}
