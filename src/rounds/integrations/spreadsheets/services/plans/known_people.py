"""Whom the rows of a file may mean: people on record by e-mail, numbers and name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import CharField, F, Value
from django.db.models.functions import Lower, Replace

from rounds.people.models import CareerStage, Person
from rounds.people.selectors import current_stages
from rounds.sheets import Record
from rounds.sheets.cells.names import split_name
from rounds.sheets.checking.identity import key_of, names_agree
from rounds.sheets.text import fold

# A target of a file and the column of a person that it names; the last two are also numbers in the file of pairs.
KEYS: Final = (("email", "email"), ("employee_id", "employee_id"), ("npi", "npi"))
TITLE: Final = re.compile(r"^(dr|prof|professor|mr|mrs|ms)\b\.?\s*", re.IGNORECASE)
# Up to so many rows, only the people whom they may mean are read.
FEW: Final = 1_000


class Known:
    """The people whom rows may mean, by every key, with their current stages: a few queries for any file."""

    def __init__(self, records: Sequence[Record], *, with_names: bool) -> None:
        self.people: dict[UUID, Person] = {}
        self.by_key: dict[str, dict[str, UUID]] = {column: {} for _key, column in KEYS}
        self.by_name: dict[str, set[UUID]] = {}
        self.by_family: dict[str, set[UUID]] = {}
        self.written: dict[UUID, str] = {}  # how somebody is surely named in a cell
        people = Person.objects.filter(merged_into=None).only(
            "id", "given_name", "family_name", *(column for _key, column in KEYS), "orcid", "languages"
        )
        if with_names or len(records) > FEW:
            self._add(people.iterator(chunk_size=2_000))
        else:
            for key, column in KEYS:
                # as `key_of` compares them
                same = people.annotate(
                    sought=Replace(Lower(F(column)), Value(" "), Value(""), output_field=CharField())
                )
                values = [key_of(key, record.values[key]) for record in records if key in record.values]
                for start in range(0, len(values), 500):
                    self._add(same.filter(sought__in=values[start : start + 500]))
        wanted = self._matched(records)
        self.stages: dict[UUID, CareerStage] = {}
        for start in range(0, len(wanted), 500):
            self.stages |= current_stages(wanted[start : start + 500])

    def _add(self, people: Iterable[Person]) -> None:
        for person in people:
            self.people[person.id] = person
            for key, column in KEYS:
                if value := getattr(person, column):
                    self.by_key[column][key_of(key, value)] = person.id
            self.by_name.setdefault(fold(person.full_name), set()).add(person.id)
            self.by_family.setdefault(fold(person.family_name), set()).add(person.id)
            self.written[person.id] = person.email or person.full_name

    def _matched(self, records: Sequence[Record]) -> list[UUID]:
        return list({person_id for record in records for person_id in self.matches(record.values).values()})

    def matches(self, values: Mapping[str, Any]) -> dict[str, UUID]:
        """Return who each key of a row belongs to."""
        found = {}
        for key, column in KEYS:
            person_id = self.by_key[column].get(key_of(key, values[key])) if key in values else None
            if person_id:
                found[key] = person_id
        return found

    def is_surely(self, person_id: UUID, keys: Iterable[str], name: tuple[str, str]) -> bool:
        """Tell whether a row with this name surely means the person to whom its keys belong.

        Two keys, or an e-mail address under a name that shares a word, are enough. A number changes hands: first and
        last name must agree with it.
        """
        held = set(keys)
        person = self.people.get(person_id)
        if person is None or len(held) > 1:
            return True
        theirs = (person.given_name, person.family_name)
        if "email" in held and fold_words(" ".join(name)) & fold_words(" ".join(theirs)):
            return True
        return names_agree(name, theirs)

    def namesakes(self, name: tuple[str, str]) -> set[UUID]:
        """Return the people on record who are called so; names are read only where rows refer to people."""
        return self.by_name.get(fold(" ".join(name)), set())

    def add_new(self, person_id: UUID, values: Mapping[str, Any]) -> None:
        """Let other rows refer to a person whom this file creates."""
        for key, column in KEYS:
            if key in values:
                self.by_key[column][key_of(key, values[key])] = person_id
        name = f"{values.get('first_name', '')} {values.get('last_name', '')}"
        self.by_name.setdefault(fold(name), set()).add(person_id)
        self.by_family.setdefault(fold(str(values.get("last_name", ""))), set()).add(person_id)
        self.written[person_id] = str(values.get("email") or name)

    def find(self, text: str) -> set[UUID]:
        """Return who is meant by an e-mail, a number, "Last, First" or "First Last", titles and degrees apart."""
        for key, column in KEYS:
            if person_id := self.by_key[column].get(key_of(key, text)):
                return {person_id}
        last, comma, first = text.partition(",")
        found = self.by_name.get(fold(f"{first} {last}" if comma else text), set())
        split = None if found else split_name(text).name
        return self.by_name.get(fold(" ".join(split)), set()) if split else found

    def question(self, text: str) -> tuple[str, str | None]:
        """Return why a cell that names no one person is asked, and whom a family name alone may mean."""
        family = self.by_family.get(fold(TITLE.sub("", text)), set())
        if self.find(text) or len(family) > 1:
            return "person_unclear", None
        return ("family_only", self.written[next(iter(family))]) if family else ("person_unknown", None)


def fold_words(name: str) -> set[str]:
    """Return the words of a name, for comparing."""
    return set(fold(name).split())
