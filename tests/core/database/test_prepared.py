"""Queries written once answer as the selector would, whoever asks and whatever has changed since, by the right index."""

import pytest
from django.db.models import CharField, DateField, F, UUIDField

from rounds.core.clock import institution_today, now
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ids, Prepared
from rounds.core.database.scope import ScopeMissing, scope
from rounds.core.database.statistics import refresh_statistics
from rounds.core.models import OutgoingMail
from rounds.people.models import CareerStage, Person


def mail_to(to_address):
    return OutgoingMail.objects.filter(to_address=to_address).order_by("key").values_list("id", "queued_at")


@pytest.fixture
def prepared():
    return Prepared(mail_to, to_address=CharField())


def write(place, key, to_address="a@example.org"):
    with scope(place.id):
        return OutgoingMail.objects.create(key=key, kind="test", to_address=to_address)


def test_prepared_rows_like_the_selectors(hospital, prepared):
    write(hospital, "1")
    write(hospital, "2", "b@example.org")

    with scope(hospital.id):
        rows = [prepared(to_address=address) for address in ("a@example.org", "b@example.org", "nobody")]
        wanted = [list(mail_to(address)) for address in ("a@example.org", "b@example.org", "nobody")]

    assert rows == wanted


def test_prepared_rows_of_the_institution_in_scope_as_they_are_now(hospital, other_hospital, prepared):
    seen = []
    for place, key in ((hospital, "1"), (other_hospital, "2"), (hospital, "3")):
        write(place, key)
        with scope(place.id):
            seen.append(len(prepared(to_address="a@example.org")))

    assert seen == [1, 1, 2]
    with pytest.raises(ScopeMissing):
        prepared(to_address="a@example.org")


def test_prepared_records_are_whole_with_what_they_refer_to(in_hospital):
    person = Person.objects.create(given_name="Cleo", family_name="Marsh")
    CareerStage.objects.create(person=person, tier="resident", from_on=institution_today())
    stages = Prepared(
        lambda day: (
            CareerStage.objects.filter(from_on=day)
            .select_related("person", "site")
            .annotate(name=F("person__family_name"))
        ),
        day=DateField(),
    )

    (found,) = stages(day=institution_today())

    assert found == CareerStage.objects.get()
    assert (found.person, found.site, found.name, found.person.created_at) == (
        person,
        None,
        "Marsh",
        person.created_at,
    )


def test_prepared_value_that_the_query_does_not_ask_for_refused(hospital):
    careless = Prepared(
        lambda to_address, other: mail_to(to_address), to_address=CharField(), other=UUIDField()
    )

    with scope(hospital.id), pytest.raises(TypeError, match="does not ask for other"):
        careless(to_address="a", other=hospital.id)


def test_prepared_query_is_not_told_the_time(in_hospital):
    careless = Prepared(
        lambda to_address: mail_to(to_address).filter(queued_at__lt=now()), to_address=CharField()
    )

    with pytest.raises(RuntimeError, match="must be given the time"):
        careless(to_address="a")
    assert now()


@pytest.mark.parametrize("wanted", [[], ["1"], ["3", "1"]])
def test_prepared_any_number_of_ids(in_hospital, wanted):
    ids = {key: OutgoingMail.objects.create(key=key, kind="test", to_address="a").id for key in "123"}
    among_these = Prepared(
        lambda some: (
            OutgoingMail.objects.filter(id__in=among(some)).order_by("key").values_list("key", flat=True)
        ),
        some=Ids(),
    )

    assert among_these(some=[ids[key] for key in wanted]) == sorted(wanted)


def test_row_of_a_person_is_not_looked_for_among_all_of_the_institution(in_hospital):
    people = Person.objects.bulk_create(Person(given_name="A", family_name=str(n)) for n in range(500))
    CareerStage.objects.bulk_create(
        CareerStage(person=person, tier="resident", from_on=institution_today()) for person in people
    )

    refresh_statistics()

    plan = CareerStage.objects.filter(person=people[7]).explain()
    assert "stage_person_id" in plan, plan
