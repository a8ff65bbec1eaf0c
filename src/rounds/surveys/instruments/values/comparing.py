"""What differs between two versions, question by question, and whether a trend may go on. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from rounds.surveys.instruments.values.content import Content, ItemContent


class Change(StrEnum):
    """One way in which a question can differ."""

    ADDED = "added"
    REMOVED = "removed"
    WORDING = "wording"
    SCALE = "scale"
    KIND = "kind"
    LEAVE_OUT = "leave_out"
    PAGE = "page"
    ORDER = "order"
    MEANING = "meaning"


@dataclass(frozen=True)
class Line:
    """A question of the older version beside that of the newer one."""

    before: ItemContent | None
    after: ItemContent | None
    changes: tuple[Change, ...]
    # figures of both may stand in one line: the same is meant, and it is answered on the same scale
    goes_on: bool


def compare(older: Content, newer: Content) -> list[Line]:
    """Return every question of either, in the order of the newer one; what was removed stands last."""
    partners = _partners(older, newer)
    moved = _moved(older, newer, partners)
    lines = [_line(older, newer, partners.get(item.key), item, moved) for item in newer.items]
    kept = {one.key for one in partners.values()}
    gone = [
        Line(item, None, (Change.REMOVED,), goes_on=False) for item in older.items if item.key not in kept
    ]
    return lines + gone


def may_go_on(older: Content, before: ItemContent, newer: Content, after: ItemContent) -> bool:
    """Tell whether figures of two questions may stand in one line."""
    is_same = bool(before.bank_key) and before.bank_key == after.bank_key and before.kind == after.kind
    return (
        is_same
        and before.is_reverse == after.is_reverse
        and older.points_of(before) == newer.points_of(after)
    )


def _partners(older: Content, newer: Content) -> dict[str, ItemContent]:
    """Return the older question of each newer one: by its key, else by a meaning that only they have."""
    found = {item.key: older.items_by_key[item.key] for item in newer.items if item.key in older.items_by_key}
    taken = {one.key for one in found.values()}
    free = [one for one in older.items if one.key not in taken and one.bank_key]
    meant = Counter(one.bank_key for one in free)
    by_meaning = {one.bank_key: one for one in free if meant[one.bank_key] == 1}
    for item in newer.items:
        if item.key not in found and item.bank_key in by_meaning:
            found[item.key] = by_meaning.pop(item.bank_key)
    return found


def _moved(older: Content, newer: Content, partners: dict[str, ItemContent]) -> set[str]:
    """Return the questions that stand at another place among those which both versions ask: as few as explain it."""
    kept = {one.key for one in partners.values()}
    before = [item.key for item in older.items if item.key in kept]
    after = [partners[item.key].key for item in newer.items if item.key in partners]
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    still = {key for block in blocks for key in before[block.a : block.a + block.size]}
    return kept - still


def _line(
    older: Content, newer: Content, before: ItemContent | None, after: ItemContent, moved: set[str]
) -> Line:
    if before is None:
        return Line(None, after, (Change.ADDED,), goes_on=False)
    changes = tuple(_changes(older, newer, before, after, moved))
    return Line(before, after, changes, goes_on=may_go_on(older, before, newer, after))


def _changes(
    older: Content, newer: Content, before: ItemContent, after: ItemContent, moved: set[str]
) -> Iterator[Change]:
    if before.text != after.text:
        yield Change.WORDING
    if before.kind != after.kind or (before.low, before.high) != (after.low, after.high):
        yield Change.KIND
    if older.points_of(before) != newer.points_of(after) or before.is_reverse != after.is_reverse:
        yield Change.SCALE
    if (before.missing, before.missing_label) != (after.missing, after.missing_label):
        yield Change.LEAVE_OUT
    if before.bank_key != after.bank_key or before.domain_key != after.domain_key:
        yield Change.MEANING
    if before.part_key != after.part_key:
        yield Change.PAGE
    if before.key in moved:
        yield Change.ORDER
