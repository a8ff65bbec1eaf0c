"""Describe what a column can become: data that the caller passes to the mapper and the checker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """Say how a value is read, and what Python value comes out."""

    TEXT = "text"  # str
    FULL_NAME = "full_name"  # split into first_name and last_name, suffixes such as MD apart
    GIVEN = "given"  # str, a first name without the titles before it
    FAMILY = "family"  # str, a last name without the degrees behind it
    PERSON = "person"  # str, one other person: a name, an e-mail or an id
    PEOPLE = "people"  # tuple of str, in order
    EMAIL = "email"  # str, lower case
    ID = "id"  # str, zeros in front kept
    NPI = "npi"  # str of 10 digits, check digit verified
    ORCID = "orcid"  # str, 0000-0000-0000-0000
    PGY = "pgy"  # int, 1 to 8
    INTEGER = "integer"  # int
    NUMBER = "number"  # float
    YES_NO = "yes_no"  # bool
    CHOICE = "choice"  # str, a key of `choices`
    CHOICES = "choices"  # tuple of str, keys of `choices`; free ones too where the target is open
    LIST = "list"  # tuple of str, free
    DAY_PARTS = "day_parts"  # tuple of str: mon_am, tue_pm, wed_eve ..., or varies
    DATE = "date"  # datetime.date


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed value; a `hint` is only proposed, a synonym counts."""

    key: str
    label: str
    synonyms: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """Describe one field that a column can fill."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    synonyms: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    open: bool = False  # CHOICES: keep words that no choice knows
    required: bool = False
    many: bool = False  # several columns may fill it, in their order
    minimum: int | None = None
    maximum: int | None = None
    longest: int = 2_000  # characters of a text
    years_back: int = 80  # how long ago and how far ahead a date may lie
    years_ahead: int = 20

    @property
    def labels(self) -> dict[str, str]:
        return {choice.key: choice.label for choice in self.choices}


@dataclass(frozen=True, slots=True)
class Catalog:
    """The targets of one kind of file.

    One of each group in `one_of` must be filled in a row; rows that agree in all of a group of `same` are one thing.
    What can't be read of a `decisive` target keeps the row out: without it the row means something else.
    """

    key: str
    targets: tuple[Target, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    same: tuple[tuple[str, ...], ...] = ()
    decisive: tuple[str, ...] = ()
    index: dict[str, Target] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", {target.key: target for target in self.targets})

    def __hash__(self) -> int:
        """Return what is the same for equal catalogs, without walking through all their targets."""
        return hash((self.key, len(self.targets)))

    def choose(self, keys: Iterable[str]) -> Catalog:
        """Return the catalog with these targets alone."""
        wanted = set(keys)
        return Catalog(
            self.key,
            tuple(target for target in self.targets if target.key in wanted),
            self.one_of,
            self.same,
            self.decisive,
        )
