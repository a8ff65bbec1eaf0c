"""Names to invent people from. Given and family names are drawn apart, so that nobody is meant."""

from random import Random

from rounds.demo.family_names import FAMILY
from rounds.demo.given_names import GIVEN


def invent_names(random: Random, count: int, *, taken: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return so many pairs of given and family name, none twice, none of those taken."""
    found: list[tuple[str, str]] = []
    while len(found) < count:
        name = (random.choice(GIVEN), random.choice(FAMILY))
        if name not in taken:
            taken.add(name)
            found.append(name)
    return found
