"""Days away: within bounds, corrected and removed like any entry, by their owner and by the office."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from rounds.core.clock import institution_today
from rounds.core.errors import DomainError
from rounds.people.models import Leave, RoleAssignment
from rounds.people.services.leaving import change_leave, enter_leave
from tests.browser.conftest import sign_in_client
from tests.matching.scenes import make_scene

TODAY = institution_today


@pytest.fixture
def scene(in_hospital):
    made = make_scene(in_hospital)
    alice = made.people["Alice"]
    RoleAssignment.objects.create(person=alice, role="coordinator", from_on=TODAY() - timedelta(days=9))
    return made


def enter(scene, first, back=None):
    from_on = TODAY() + timedelta(days=first)
    to_on = None if back is None else TODAY() + timedelta(days=back)
    return enter_leave(person=scene.people["Cleo"], from_on=from_on, to_on=to_on, by=scene.alice)


@pytest.mark.parametrize(
    ("first", "back", "field", "words"),
    [
        (-36525, None, "from_on", "Look at the year"),
        (36525, None, "from_on", "Look at the year"),
        (1, 36525, "to_on", "two years at most"),
        (5, 5, "to_on", "comes after"),
    ],
)
def test_days_out_of_bounds_are_refused_at_their_field(scene, first, back, field, words):
    with pytest.raises(DomainError, match=words) as refused:
        enter(scene, first, back)

    assert refused.value.field == field
    assert not Leave.objects.exists()


def test_leave_is_corrected_within_its_own_days_and_not_into_another(scene):
    leave, other = enter(scene, -3, 4), enter(scene, 10, 12)

    change_leave(leave=leave, from_on=TODAY() - timedelta(days=2), to_on=TODAY(), by=scene.alice)
    with pytest.raises(DomainError, match="overlap"):
        change_leave(leave=leave, from_on=TODAY(), to_on=other.to_on, by=scene.alice)

    leave.refresh_from_db()
    assert (leave.from_on, leave.to_on) == (TODAY() - timedelta(days=2), TODAY())


@pytest.mark.parametrize(
    ("who", "page", "end"),
    [("Cleo", "record:away", "record:end_away"), ("Alice", "people:away", "people:end_away")],
)
def test_each_entry_can_be_corrected_and_removed_on_its_page(scene, who, page, end):
    leave, client = enter(scene, -200, -100), Client()
    sign_in_client(client, scene.people[who].user)
    place = {"institution": scene.institution.slug}
    named = place | ({"person_id": scene.people["Cleo"].id} if who == "Alice" else {})
    url = reverse(page, kwargs=named)
    day = TODAY() - timedelta(days=190)

    shown = client.get(url).content.decode()
    client.post(f"{url}?leave={leave.id}", {"from_on": day.isoformat(), "to_on": TODAY().isoformat()})
    leave.refresh_from_db()
    client.post(reverse(end, kwargs=place | {"leave_id": leave.id}), {"go": "remove"})

    assert f"?leave={leave.id}" in shown
    assert "Remove" in shown
    assert (leave.from_on, leave.to_on) == (day, TODAY())
    assert not Leave.objects.exists()
