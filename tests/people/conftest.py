import pytest

from rounds.core.access import Grant, Viewer


@pytest.fixture
def alice(in_hospital):
    """Alice, who coordinates."""
    return Viewer(in_hospital.id, name="Alice", grants=frozenset({Grant("coordinator")}))


@pytest.fixture
def make_person(alice):
    """Make a person with a stage in one line."""
    from datetime import date

    from rounds.people import services

    def make(given_name, family_name="Marsh", *, tier="", from_on=date(2025, 7, 1), pgy=None, **fields):
        person = services.create_person(by=alice, given_name=given_name, family_name=family_name, **fields)
        if tier:
            services.record_stage(person=person, by=alice, from_on=from_on, tier=tier, pgy=pgy)
        return person

    return make
