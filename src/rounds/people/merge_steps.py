"""What a merge of two records touches: fields that it fills, every key to a person, steps of higher rungs."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from rounds.core.access import Viewer
from rounds.people.models import Person

# Ids of rows that stay with the record that goes, because the kept record has its own.
UnmovedIds = set[UUID]
MergeStep = Callable[[Person, Person, Viewer], UnmovedIds]
merge_steps: list[MergeStep] = []


def add_merge_step(step: MergeStep) -> None:
    """Register a function that merges rows of a higher rung which two records (kept, other) can't both keep.

    Called in the transaction of the merge, highest rung first, before anything moves; it may raise DomainError.
    """
    merge_steps.insert(0, step)


FIELDS = (
    "title",
    "given_name",
    "pronouns",
    "email",
    "personal_email",
    "npi",
    "orcid",
    "employee_id",
    "external_key",
    "languages",
)


def keys_to_person() -> list[Any]:
    """Return the relations to Person, hidden ways back included, without its own `merged_into`."""
    relations: Any = Person._meta.get_fields(include_hidden=True)
    return [
        relation
        for relation in relations
        if (relation.one_to_many or relation.one_to_one)
        and relation.auto_created
        and relation.field.name != "merged_into"
    ]
