"""What callers give, checked by name: every sentence says which argument it was, what it is and what it must be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from numbers import Integral
from types import UnionType
from typing import TypeGuard, TypeVar

from rounds.pairing.errors import InvalidInput

LONGEST_SHOWN = 40
LARGEST = 2**63 - 1  # of a number that stands in no sum
Member = TypeVar("Member")
Kinds = type | UnionType


def is_whole(value: object) -> TypeGuard[int]:
    """Say whether a value is a whole number, NumPy's too; true and false are none."""
    return isinstance(value, Integral) and not isinstance(value, bool)


def is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str)


def said(value: object) -> str:
    """Show a value in a sentence: a short one as it is, any other by its kind."""
    if isinstance(value, str):
        return f"“{value[:LONGEST_SHOWN]}{'…' if len(value) > LONGEST_SHOWN else ''}”"
    if isinstance(value, int) and value.bit_length() > 3 * LONGEST_SHOWN:
        return "a number too long to show"
    if value is None or isinstance(value, bool | int | Integral | float):
        return str(value)
    return f"a {type(value).__name__}"


def one_of(words: Collection[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def _is_plural(what: str) -> bool:
    return what.endswith("s") and not what.endswith("ss")


class Checks:
    """Collects what is wrong with the arguments of one call, so that all of it is said at once."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        self.problems: list[str] = []
        self.people: set[str] = set()

    def need(self, ok: bool, what: str, value: object, must: str) -> bool:
        """Note that `what` is `value` and must be something else, unless it is ok."""
        if not ok:
            is_, it = ("are", "they") if _is_plural(what) else ("is", "it")
            self.problems.append(f"{what} {is_} {said(value)}; {it} must be {must}.")
        return ok

    def kind(self, what: str, value: object, kinds: Kinds, must: str) -> bool:
        return self.need(isinstance(value, kinds), what, value, must)

    def whole(self, what: str, value: object, low: int | None = None, high: int | None = None) -> bool:
        must = "a whole number"
        if low is not None:
            must += f", {low:,} or more" if high is None else f" from {low:,} to {high:,}"
        ok = is_whole(value) and (low is None or value >= low) and (high is None or value <= high)
        return self.need(ok, what, value, must)

    def flag(self, what: str, value: object) -> bool:
        return self.kind(what, value, bool, "true or false")

    def text(self, what: str, value: object, *, optional: bool = False) -> bool:
        if optional and value is None:
            return True
        return self.kind(what, value, str, "a text")

    def word(self, what: str, value: object, words: Collection[str]) -> bool:
        return self.need(isinstance(value, str) and value in words, what, value, one_of(words))

    def day(self, what: str, value: object) -> bool:
        ok = value is None or (isinstance(value, date) and not isinstance(value, datetime))
        return self.need(ok, what, value, "a date, or nothing")

    def several(self, what: str, value: object, is_right: Callable[[object], bool], must: str) -> bool:
        """Look at each member of a list, tuple or set. A single text is none, though one can walk through it."""
        if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
            return self.need(False, what, value, f"a list: each {must}")
        odd = [member for member in value if not is_right(member)]
        return self.need(not odd, f"A member of {what[0].lower()}{what[1:]}", odd[0] if odd else None, must)

    def texts(self, what: str, value: object) -> bool:
        return self.several(what, value, is_text, "a text")

    def numbers(self, what: str, value: object) -> bool:
        return self.several(what, value, is_whole, "a whole number")

    def mapping(self, what: str, value: object, must: str) -> bool:
        ok = isinstance(value, Mapping) and all(isinstance(key, str) for key in value)
        return self.need(ok, what, value, must)

    def labels(self, what: str, value: object) -> bool:
        ok = isinstance(value, Mapping) and all(map(is_text, (*value, *value.values())))
        return self.need(value is None or ok, what, value, "words by code, or nothing")

    def close(self) -> None:
        """Raise InvalidInput with everything that was noted."""
        if self.problems:
            raise InvalidInput(self.problems, rule=self.rule, people=sorted(self.people))


def check(what: str, value: object, kinds: Kinds, must: str) -> None:
    """Raise InvalidInput unless one argument is of a kind."""
    checks = Checks("arguments")
    checks.kind(what, value, kinds, must)
    checks.close()


def listed(what: str, values: Iterable[Member]) -> tuple[Member, ...]:
    """Return the members of whatever can be walked through, but for a single text; anything else is refused."""
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise InvalidInput(f"{what} are {said(values)}; they must be a list.", rule="arguments")
    return tuple(values)
