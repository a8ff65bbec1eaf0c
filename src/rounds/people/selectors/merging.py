"""What a merge of two records touches: fields that it fills, and every key to a person."""

from typing import Any

from django.db.models import Model

from rounds.people.models import Person

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

# Kinds of rows of higher rungs that the office counts anyway. What somebody wrote moves uncounted: that it exists is private.
counted_kinds: set[type[Model]] = set()


def is_counted(kind: type[Model]) -> bool:
    """Tell whether a merge says how many rows of a kind move."""
    return kind._meta.app_label == Person._meta.app_label or kind in counted_kinds


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
