"""What belongs to a person: the fields that a merge fills, and every key of every domain that points to one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from rounds.core.access import Viewer
from rounds.people.models import Person

# Ids of rows that a settled collision leaves with the record that goes.
StaysBehind = set[UUID]
Settler = Callable[[Person, Person, Viewer], StaysBehind]
settlers: list[Settler] = []


def add_settler(settle: Settler) -> None:
    """Register what joins rows of a higher rung that two records (kept, other) can't both bring along.

    Called in the transaction of the merge, highest rung first, before anything moves; it may raise DomainError.
    """
    settlers.insert(0, settle)


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
