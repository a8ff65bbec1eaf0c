import pytest

from rounds.core.database.scope import ScopeMissing, scope
from rounds.core.models import OutgoingMail


def test_query_without_scope_raises(db):
    with pytest.raises(ScopeMissing):
        OutgoingMail.objects.count()


def test_query_sees_only_its_institution(hospital, other_hospital):
    for place in (hospital, other_hospital):
        with scope(place.id):
            OutgoingMail.objects.create(key=place.slug, kind="test", to_address="a@example.org")

    with scope(hospital.id):
        seen = list(OutgoingMail.objects.values_list("key", flat=True))

    assert seen == ["st-brigid"]
