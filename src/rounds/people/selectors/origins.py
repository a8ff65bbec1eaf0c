"""Who brought whom, at any remove."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from rounds.core.database.bulk_rows import among
from rounds.people.models import Origin


def lineages(people: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Return for each person everybody who has a hand in who they are, at any remove, themselves included.

    Whoever has left has no hand in anything any more.
    """
    wanted = set(people)
    behind: dict[UUID, set[UUID]] = defaultdict(set)
    wave = set(wanted)
    while wave:
        rows = set(
            Origin.objects.filter(person_id__in=among(wave), by__left_on=None).values_list(
                "person_id", "by_id"
            )
        )
        for person_id, by_id in rows:
            behind[person_id].add(by_id)
        wave = {by_id for _person, by_id in rows} - behind.keys()
        for one in wave:
            behind[one] = set()
    return {one: _reach(one, behind) for one in wanted}


def _reach(start: UUID, behind: dict[UUID, set[UUID]]) -> set[UUID]:
    found, waiting = {start}, [start]
    while waiting:
        for one in behind.get(waiting.pop(), set()) - found:
            found.add(one)
            waiting.append(one)
    return found
