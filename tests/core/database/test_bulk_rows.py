from datetime import date

import pytest
from django.db import IntegrityError, transaction

from rounds.core.database.bulk_rows import among, delete_rows, ready_inserts, ready_updates
from rounds.core.database.scope import scope
from rounds.core.models import Institution
from rounds.people.models import CareerStage, Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hospital():
    institution = Institution.objects.create(slug="bulk", name="Bulk Health")
    with scope(institution.id):
        yield institution


def people(count: int) -> list[Person]:
    return [Person(family_name=f"Marsh {number}", languages=["en"]) for number in range(count)]


def test_rows_are_written_as_the_model_would_write_them(django_assert_num_queries):
    rows = people(3)
    ready = ready_inserts(Person, rows)

    ready.write()

    assert {(one.family_name, tuple(one.languages), one.left_on) for one in Person.objects.all()} == {
        (f"Marsh {number}", ("en",), None) for number in range(3)
    }


def test_updates_touch_only_their_fields():
    rows = people(2)
    ready_inserts(Person, rows).write()
    day = date(2027, 1, 1)

    for ready in ready_updates(
        Person, {rows[0].id: {"left_on": day}, rows[1].id: {"title": "Dr.", "languages": ["es"]}}
    ):
        ready.write()

    found = {one.id: one for one in Person.objects.all()}
    assert (found[rows[0].id].left_on, found[rows[0].id].title) == (day, "")
    assert (found[rows[1].id].left_on, found[rows[1].id].languages) == (None, ["es"])


@pytest.mark.parametrize("count", [0, 3, 1_100])
def test_any_number_of_ids_is_one_statement(count, django_assert_num_queries):
    rows = people(count + 1)
    ready_inserts(Person, rows).write()
    wanted = {one.id for one in rows[1:]}

    with django_assert_num_queries(1):
        found = set(Person.objects.filter(id__in=among(wanted)).values_list("id", flat=True))

    assert found == wanted


@pytest.mark.parametrize("count", [3, 600])
def test_rows_that_others_refer_to_are_not_deleted(count):
    rows = people(count)
    ready_inserts(Person, rows).write()
    CareerStage.objects.create(person=rows[0], tier="resident", from_on=date(2027, 1, 1))

    held = delete_rows(Person, [one.id for one in rows])

    assert held == {rows[0].id}
    assert Person.objects.get().id == rows[0].id


def test_doubled_value_is_refused_by_the_database():
    Person.objects.create(family_name="Marsh", email="bob@x.example")
    ready = ready_inserts(Person, [Person(family_name="Other", email="BOB@x.example")])

    with pytest.raises(IntegrityError), transaction.atomic():
        ready.write()
