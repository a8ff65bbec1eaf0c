"""Categories merged until each holds enough people; people gathered in blocks."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

OTHER = "other"


def merged_categories(categories: Mapping[str, str], floor: int) -> dict[str, str]:
    """Return each person's category: those under the floor become one, and that joins the smallest if it is still under it."""
    sizes = Counter(categories.values())
    small = {name for name, size in sizes.items() if size < floor}
    merged = {person: OTHER if name in small else name for person, name in categories.items()}
    sizes = Counter(merged.values())
    if small and sizes[OTHER] < floor and len(sizes) > 1:
        smallest = min((name for name in sizes if name != OTHER), key=lambda name: (sizes[name], name))
        merged = {person: OTHER if name == smallest else name for person, name in merged.items()}
    return merged


def whole_blocks(arrivals: Sequence[Iterable[str]], size: int) -> list[frozenset[str]]:
    """Return blocks of so many new people, in the order in which they came, wave after wave.

    Who comes again is in the block of the first time. People of one wave stand in the order of their ids, which tells nothing.
    """
    seen: list[str] = []
    for people in arrivals:
        seen += sorted(set(people) - set(seen))
    return [frozenset(seen[start : start + size]) for start in range(0, len(seen) - size + 1, size)]


def blocks_within(blocks: Sequence[frozenset[str]], kept: Collection[str]) -> list[frozenset[str]]:
    """Return the blocks of which everybody is still in the window: the oldest drops whole."""
    return [block for block in blocks if block <= set(kept)]
