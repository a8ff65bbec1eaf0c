"""What the framework says for somebody: the indicators of their tier and of the next one, focus ones first."""

from collections.abc import Collection, Iterable
from uuid import UUID

from rounds.framework.models import FrameworkVersion, Indicator
from rounds.framework.selectors import current_version
from rounds.framework.values.first_version import TIERS
from rounds.people.selectors import current_stages


def tiers_of(person_id: UUID) -> tuple[str, str]:
    """Return the tier of a person and the next one; empty where nobody has said it, and above the last."""
    stage = current_stages([person_id]).get(person_id)
    tier = stage.tier if stage else ""
    if tier not in TIERS:
        return "", ""
    place = TIERS.index(tier) + 1
    return tier, TIERS[place] if place < len(TIERS) else ""


def indicators_of(person_id: UUID, *, also: Collection[str] = ()) -> list[Indicator]:
    """Return the indicators of the next tier of a person, then of the present one; focus ones first in each.

    `also` are keys that were chosen before.
    """
    version = current_version()
    if version is None:
        return []
    tier, aspired = tiers_of(person_id)
    found = list(_of(version, (aspired, tier)))
    missing = set(also) - {one.key for one in found}
    return found + list(Indicator.objects.filter(version=version, key__in=missing)) if missing else found


def _of(version: FrameworkVersion, tiers: Iterable[str]) -> Iterable[Indicator]:
    order = {tier: place for place, tier in enumerate(one for one in tiers if one)}
    rows = Indicator.objects.filter(version=version, tier__in=order)
    return sorted(rows, key=lambda one: (order[one.tier], not one.is_focus, one.position))


def indicators_named(keys: Collection[str], version_id: UUID | None) -> list[Indicator]:
    """Return indicators by their keys, in the words of the version in which they were chosen."""
    if not keys or version_id is None:
        return []
    return list(Indicator.objects.filter(version_id=version_id, key__in=list(keys)))
