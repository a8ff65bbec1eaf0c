"""Queries written once answer as the selector would, whoever asks and whatever has changed since."""

import pytest
from django.db.models import CharField, UUIDField

from rounds.core.database.scope import ScopeMissing, scope
from rounds.core.models import Institution, OutgoingMail
from rounds.core.prepared import Prepared, columns_of


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
        rows = [prepared.rows(to_address=address) for address in ("a@example.org", "b@example.org", "nobody")]
        wanted = [list(mail_to(address)) for address in ("a@example.org", "b@example.org", "nobody")]

    assert rows == wanted


def test_prepared_rows_of_the_institution_in_scope_as_they_are_now(hospital, other_hospital, prepared):
    seen = []
    for place, key in ((hospital, "1"), (other_hospital, "2"), (hospital, "3")):
        write(place, key)
        with scope(place.id):
            seen.append(len(prepared.rows(to_address="a@example.org")))

    assert seen == [1, 1, 2]
    with pytest.raises(ScopeMissing):
        prepared.rows(to_address="a@example.org")


def test_prepared_records_are_whole(hospital):
    places = Prepared(
        lambda slug: Institution.objects.filter(slug=slug).values_list(*columns_of(Institution)),
        slug=CharField(),
    )

    found = places.records(Institution, slug="st-brigid")

    assert [(one.pk, one.name, one.created_at) for one in found] == [
        (hospital.pk, hospital.name, hospital.created_at)
    ]


def test_prepared_value_that_the_query_does_not_ask_for_refused(hospital):
    careless = Prepared(
        lambda to_address, other: mail_to(to_address), to_address=CharField(), other=UUIDField()
    )

    with scope(hospital.id), pytest.raises(TypeError, match="does not ask for other"):
        careless.rows(to_address="a", other=hospital.id)
