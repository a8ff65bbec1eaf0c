"""Queries that are asked in one go are answered as each alone, and what is remembered is forgotten with the page."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.db.models import BooleanField, Count, DateField, Q, UUIDField, Value
from django.test.utils import CaptureQueriesContext

from rounds.core.clock import institution_today, now
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ids, Prepared, reading_once
from rounds.core.database.scope import scope
from rounds.core.database.together import ask_ahead
from rounds.core.database.unchanged import kept_while_unchanged
from rounds.people.models import CareerStage, Person

people = Prepared(
    lambda ids: Person.objects.filter(id__in=among(ids), left_on=None).order_by("-family_name"), ids=Ids()
)
stages = Prepared(
    lambda day: (
        CareerStage.objects.filter(from_on=day, tier="fellow")
        .select_related("person", "site")
        .order_by("person")
    ),
    day=DateField(),
)
counted = Prepared(
    lambda ids: (
        Person.objects.filter(id__in=among(ids))
        .order_by("given_name")
        .annotate(fellow=Count("stages", filter=Q(stages__tier="fellow")))
        .values_list("given_name", "fellow", Value(None, output_field=UUIDField()), "created_at")
    ),
    ids=Ids(),
)
flags = Prepared(
    lambda ids: Person.objects.filter(id__in=among(ids)).values_list(
        Value(True, output_field=BooleanField()), flat=True
    ),
    ids=Ids(),
)


@pytest.fixture
def ids(in_hospital):
    made = [Person.objects.create(given_name=f"G{n}", family_name=f"F{n}", title="Dr.") for n in range(12)]
    for person in made[:5]:
        CareerStage.objects.create(person=person, tier="fellow", from_on=institution_today())
    return [person.id for person in made]


def answers(ids):
    found = people(ids=ids), stages(day=institution_today()), counted(ids=ids), flags(ids=ids[:1])
    whole = [(one.id, one.family_name, one.created_at, one.left_on) for one in found[0]]
    return whole, [(one.id, one.person.given_name, one.from_on, one.site) for one in found[1]], *found[2:]


def test_answers_that_were_asked_together_are_those_of_each_alone(ids):
    alone = answers(ids)

    with reading_once(), CaptureQueriesContext(connection) as asked:
        ask_ahead(
            people.asked(ids=ids),
            stages.asked(day=institution_today()),
            counted.asked(ids=ids),
            flags.asked(ids=ids[:1]),
        )
        together = answers(ids)

    assert together == alone
    assert len(asked) == 1
    assert [len(part) for part in together] == [12, 5, 12, 1]


def test_query_is_asked_once_while_a_page_reads_and_again_afterward(ids):
    with reading_once(), CaptureQueriesContext(connection) as asked:
        first, again = people(ids=ids), people(ids=reversed(ids))
    Person.objects.filter(id=ids[0]).update(left_on=institution_today())

    assert first == again
    assert len(asked) == 1
    assert len(people(ids=ids)) == 11


def test_nothing_is_asked_ahead_where_nobody_remembers(ids):
    with pytest.raises(RuntimeError, match="Nobody would remember"):
        ask_ahead(people.asked(ids=ids), flags.asked(ids=ids))


def test_moment_stands_while_a_page_reads(db):
    with reading_once():
        stood = now()
        assert now() is stood
    assert now() > stood


def test_what_is_kept_asks_for_itself_inside_a_page_that_has_asked_before(ids):
    names = kept_while_unchanged(lambda wanted: tuple(one.family_name for one in people(ids=wanted)))
    with reading_once():
        people(ids=ids)
        before = names(tuple(ids))
    Person.objects.filter(id=ids[0]).update(family_name="Z")

    assert (len(before), names(tuple(ids))[0]) == (12, "Z")


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_asks_nothing_while_nothing_is_written(in_hospital):
    person = Person.objects.create(given_name="A", family_name="B")
    names = kept_while_unchanged(lambda: tuple(Person.objects.values_list("family_name", flat=True)))

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert names() == ("B",)
        return [query for query in queries if "people_person" in query["sql"]]

    # PostgreSQL counts for all its databases: what other tests write beside this one is looked at once
    is_kept = any(asked() == [] for _ in range(50))
    Person.objects.filter(id=person.id).update(family_name="C")
    with CaptureQueriesContext(connection) as written:
        assert names() == ("C",)

    assert is_kept
    assert [query for query in written if "people_person" in query["sql"]] != []


@pytest.mark.django_db(transaction=True)
def test_what_another_connection_writes_is_seen(in_hospital):
    Person.objects.create(given_name="A", family_name="B")
    names = kept_while_unchanged(lambda: tuple(Person.objects.values_list("family_name", flat=True)))
    names()

    def write():
        with scope(in_hospital.id):
            Person.objects.update(family_name="C")
        connection.close()

    with ThreadPoolExecutor(1) as other:
        other.submit(write).result()

    assert names() == ("C",)


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_there(in_hospital):
    Person.objects.create(given_name="A", family_name="B")
    names = kept_while_unchanged(lambda: tuple(Person.objects.values_list("family_name", flat=True)))
    names()
    with transaction.atomic():
        Person.objects.update(family_name="C")
        within = names()
        transaction.set_rollback(True)

    assert (within, names()) == (("C",), ("B",))


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_opened_anew_begins_to_count_anew(in_hospital):
    Person.objects.create(given_name="A", family_name="B")
    names = kept_while_unchanged(lambda: tuple(Person.objects.values_list("family_name", flat=True)))
    connection.close()
    names()
    connection.close()
    Person.objects.update(family_name="C")
    connection.close()

    assert names() == ("C",)
