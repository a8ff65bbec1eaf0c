"""Records that may be one person."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rounds.core.access import Viewer
from rounds.core.database.bulk_rows import among
from rounds.people.models import CareerStage, Person, RoleAssignment, TwoPeople
from rounds.people.selectors.merging import FIELDS, is_counted, keys_to_person
from rounds.people.selectors.people import current_stages, people_for


@dataclass(frozen=True)
class DuplicatePair:
    """Two records and why they may be one person. `keep` is the one with a login, else the older one."""

    keep: Person
    other: Person
    reason: str | Promise
    keep_stage: CareerStage | None
    other_stage: CareerStage | None


@dataclass(frozen=True)
class Lookalike:
    """Two records that look alike, by id, surest reason alone."""

    keep_id: UUID
    other_id: UUID
    reason: str | Promise


Row = dict[str, Any]
COLUMNS = (
    *("id", "user_id", "email", "personal_email", "employee_id"),
    *("given_name", "folded_given", "folded_family"),
)


def find_lookalikes(viewer: Viewer, *, said: bool = False) -> list[Lookalike]:
    """Return pairs that share an address, a number or a name, surest first. Work and personal e-mail are compared crosswise.

    `said`: those of whom somebody said that they are two people, instead of all others.
    """
    people = list(people_for(viewer).order_by("created_at", "id").values(*COLUMNS))
    two = set(TwoPeople.objects.values_list("first_id", "second_id"))
    found: dict[tuple[UUID, UUID], str | Promise] = {}
    for reason, keys in (
        (_("same e-mail"), _addresses),
        (_("same employee number in another form"), _employee_numbers),
        (_("same name"), _names),
    ):
        groups: dict[str, list[Row]] = defaultdict(list)
        for person in people:
            for key in keys(person):
                groups[key].append(person)
        for group in groups.values():
            for first, second in pairwise(group):
                if first["id"] != second["id"]:
                    found.setdefault(_in_order(first, second), reason)
    return [
        Lookalike(keep, other, reason)
        for (keep, other), reason in found.items()
        if (tuple(sorted((keep, other))) in two) == said
    ]


def list_duplicates(viewer: Viewer) -> list[DuplicatePair]:
    """Return the same with their records."""
    return with_records(find_lookalikes(viewer))


def with_records(pairs: Sequence[Lookalike]) -> list[DuplicatePair]:
    """Return the records of some pairs, with the stage that each is in: two queries."""
    ids = {key for pair in pairs for key in (pair.keep_id, pair.other_id)}
    people = {one.id: one for one in Person.objects.filter(id__in=among(ids))}
    stages = current_stages(ids)
    return [
        DuplicatePair(
            people[pair.keep_id],
            people[pair.other_id],
            pair.reason,
            stages.get(pair.keep_id),
            stages.get(pair.other_id),
        )
        for pair in pairs
    ]


def are_said_two(one: Person, other: Person) -> bool:
    """Tell whether somebody has said that two records are two people."""
    first, second = sorted((one.id, other.id))
    return TwoPeople.objects.filter(first_id=first, second_id=second).exists()


def _in_order(first: Row, second: Row) -> tuple[UUID, UUID]:
    is_other_way = second["user_id"] and not first["user_id"]
    return (second["id"], first["id"]) if is_other_way else (first["id"], second["id"])


def _addresses(person: Row) -> set[str]:
    return {address.casefold() for address in (person["email"], person["personal_email"]) if address}


def _employee_numbers(person: Row) -> set[str]:
    compact = "".join(sign for sign in person["employee_id"] if sign.isalnum()).lstrip("0").casefold()
    return {compact} if compact else set()


def _names(person: Row) -> set[str]:
    letters = f"{person['folded_given']}{person['folded_family']}".replace(" ", "")
    return {letters} if person["given_name"] and len(letters) > 3 else set()


@dataclass(frozen=True)
class FieldPair:
    """One field of two records, and whether the merge takes the second's value."""

    label: str
    kept: str
    other: str
    is_filled: bool


@dataclass(frozen=True)
class Comparison:
    """Two records side by side: `moves` holds what the second one has that the office counts, by kind, with counts."""

    keep: Person
    other: Person
    fields: list[FieldPair]
    moves: list[tuple[str, int]]
    both_sign_in: bool
    powers_end_for: Person | None


def compare_records(keep: Person, other: Person) -> Comparison:
    """Return what a merge of two records would do, by reading alone: a query a kind of row."""
    fields = []
    for name in ("title", "given_name", "family_name", *FIELDS[2:]):
        kept, others = _shown(getattr(keep, name)), _shown(getattr(other, name))
        if kept or others:
            label = str(Person._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            fields.append(FieldPair(label, kept, others, bool(not kept and others)))
    counts: dict[str, int] = {}
    for relation in (one for one in keys_to_person() if is_counted(one.related_model)):
        rows = relation.related_model._default_manager.filter(**{relation.field.name: other}).count()
        name = str(relation.related_model._meta.verbose_name)
        if rows:
            counts[name] = counts.get(name, 0) + rows
    weaker = (other if keep.user_id else keep) if bool(keep.user_id) != bool(other.user_id) else None
    powers = weaker and RoleAssignment.objects.filter(person=weaker, to_on=None).exists()
    return Comparison(
        keep,
        other,
        fields,
        sorted(counts.items()),
        bool(keep.user_id and other.user_id),
        weaker if powers else None,
    )


def _shown(value: object) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value or "")
