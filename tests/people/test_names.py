"""Names are found and ordered without accents and case, the same on every database; each list of people sorts so."""

import ast
import unicodedata
from pathlib import Path

import pytest

from rounds.core.errors import DomainError
from rounds.core.folding import fold, order_key, tidy
from rounds.people.models import Person
from rounds.people.selectors import list_people, search_people
from rounds.people.services import create_person, update_person
from rounds.people.services.bulk import PersonEntry, prepare_people, take_back, write_people

SOURCE = Path(__file__).parents[2] / "src/rounds"
PEOPLE = (
    *(("Ayşe", "Öztürk"), ("José", "Álvarez"), ("Zoë", "Ngũgĩ"), ("Łucja", "Søreng"), ("Ann", "O'Neil")),
    *(("Bo", "Park"), ("Ann", "de la Cruz"), ("Al", "Delacroix"), ("Cy", "García-López"), ("Ola", "Zimmer")),
)


@pytest.fixture
def people(alice):
    return [
        create_person(by=alice, given_name=unicodedata.normalize("NFD", given), family_name=family)
        for given, family in PEOPLE
    ]


def families(found, people):
    ours = {one.id for one in people}
    return [one.family_name for one in found if one.id in ours]


@pytest.mark.parametrize(
    ("words", "family"),
    [
        *(("öztürk", "Öztürk"), ("ozturk", "Öztürk"), ("OZTURK ayse", "Öztürk"), ("ays turk", "Öztürk")),
        *(("alvarez", "Álvarez"), ("José", "Álvarez"), (unicodedata.normalize("NFD", "josé"), "Álvarez")),
        *(("ngugi zoe", "Ngũgĩ"), ("soreng", "Søreng"), ("lucja", "Søreng"), ("oneil", "O'Neil")),
        *(("O’Neil", "O'Neil"), ("cruz ann", "de la Cruz"), ("lopez garcia", "García-López")),
        ("garcía-lópez", "García-López"),
    ],
)
def test_a_name_is_found_by_its_parts_without_accents_in_any_order(alice, people, words, family):
    assert families(search_people(alice, words), people) == [family]


@pytest.mark.parametrize("words", ["oztork", "alvarez ann", "%", "_", "---", "\u200b"])
def test_what_is_no_part_of_a_name_finds_nobody(alice, people, words):
    assert families(search_people(alice, words), people) == []


def test_people_stand_in_the_order_of_their_letters(alice, people):
    wanted = [
        *("Álvarez", "de la Cruz", "Delacroix", "García-López", "Ngũgĩ"),
        *("O'Neil", "Öztürk", "Park", "Søreng", "Zimmer"),
    ]

    assert families(list_people(alice), people) == wanted
    assert [one.family_name for one in sorted(people, key=lambda one: order_key(one.sort_name))] == wanted


def test_a_changed_name_is_found_by_every_way_that_changes_it(alice, people):
    update_person(person=people[0], by=alice, family_name="Çelik")
    entry = PersonEntry(person_id=people[1].id, is_new=False, fields={"family_name": "Ünal"}, from_on=None)
    way = write_people(prepare_people([entry]))

    assert families(search_people(alice, "celik"), people) == ["Çelik"]
    assert families(search_people(alice, "unal"), people) == ["Ünal"]
    take_back(way, by=alice)
    assert families(search_people(alice, "alvarez"), people) == ["Álvarez"]
    assert all(
        (one.folded_given, one.folded_family) == (fold(one.given_name), fold(one.family_name))
        for one in Person.objects.all()
    )


@pytest.mark.parametrize("name", ["\u3164", "\u200b\u2060", "\u2800\u2800", "...", "\u202e"])
@pytest.mark.parametrize("field", ["given_name", "family_name"])
def test_a_name_that_nobody_can_see_is_refused(alice, field, name):
    with pytest.raises(DomainError, match="no letter that can be seen") as refused:
        create_person(by=alice, **{"given_name": "Ann", "family_name": "Lee", field: name})

    assert refused.value.field == field


def test_a_name_loses_what_nobody_sees():
    assert tidy("\u200bAnn\u2060  Mar\u00adie\u3164") == "Ann Marie"
    assert tidy("Jose\u0301") == "José"
    assert tidy("علی\u200cرضا") == "علی\u200cرضا"


def ordered_raw(path):
    """Yield lines that order or look for people by the letters as typed."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        texts = [
            one.value
            for one in ast.walk(node)
            if isinstance(one, ast.Constant) and isinstance(one.value, str)
        ]
        if called == "order_by" and any(text.endswith(("family_name", "given_name")) for text in texts):
            yield node.lineno
        keys = [word.arg or "" for word in node.keywords]
        if any("_name__" in key and key.split("__")[-2] in ("family_name", "given_name") for key in keys):
            yield node.lineno
        for key in (word.value for word in node.keywords if word.arg == "key"):
            names = [one for one in ast.walk(key) if isinstance(one, ast.Attribute)]
            raw = [
                one for one in names if one.attr in ("sort_name", "full_name", "display_name", "family_name")
            ]
            folds = {one.id for one in ast.walk(key) if isinstance(one, ast.Name)} & {"order_key", "fold"}
            if called in ("sorted", "sort", "min", "max") and raw and not folds:
                yield node.lineno


def test_every_list_of_people_sorts_and_searches_folded():
    raw = [
        f"{path.relative_to(SOURCE)}:{line}"
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts
        for line in ordered_raw(path)
    ]

    assert raw == []
