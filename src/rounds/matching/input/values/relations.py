"""What recorded facts about two people mean together, and what of it whom is told."""

from collections import defaultdict
from collections.abc import Iterable

from rounds.pairing import GRADES, PERSONAL, Relation
from rounds.pairing.problem.relations import CONFLICTS

Pair = tuple[str, str]  # mentee, mentor


def kinds_by_pair(relations: Iterable[Relation]) -> dict[Pair, set[str]]:
    """Group relations by pair."""
    found: dict[Pair, set[str]] = defaultdict(set)
    for one in relations:
        found[one.mentee, one.mentor].add(one.kind)
    return found


def standing_conflicts(relations: Iterable[Relation]) -> dict[Pair, list[str]]:
    """Return, by pair, what rules it out unless an exception lifts it."""
    found: dict[Pair, list[str]] = defaultdict(list)
    for pair, found_kinds in kinds_by_pair(relations).items():
        kinds = found_kinds - CONFLICTS if "exception" in found_kinds else found_kinds
        never = sorted(kind for kind in kinds if GRADES[kind] == "never")
        if never:
            found[pair] = never
    return dict(found)


def open_conflicts(kinds: set[str]) -> list[str]:
    """Return the recorded lines between two people for which no exception is declared."""
    return [] if "exception" in kinds else sorted(kinds & CONFLICTS)


def merged(relations: Iterable[Relation]) -> list[Relation]:
    """Make all personal rules one, so that nobody can tell an exclusion from a line of authority."""
    found = []
    for (mentee, mentor), kinds in kinds_by_pair(relations).items():
        lifted = CONFLICTS if "exception" in kinds else frozenset()
        personal = {kind for kind in kinds - lifted if kind in PERSONAL and GRADES[kind] == "never"}
        rest = {kind for kind in kinds if kind not in PERSONAL}
        found += [Relation(mentee, mentor, kind) for kind in rest | ({"exclusion"} if personal else set())]
    return sorted(found)


def as_told(rules: Iterable[str], *, is_coordinator: bool) -> list[str]:
    """Return rules once each; to everybody but the coordinator all personal ones are the same."""
    keys = [rule if is_coordinator or rule not in PERSONAL else "personal" for rule in rules]
    return list(dict.fromkeys(keys))
