from datetime import timedelta
from uuid import uuid4

import pytest

from rounds.core.access import Viewer
from rounds.core.database.scope import scope
from rounds.core.drafts import DraftChanged, discard_draft, load_draft, save_draft
from rounds.core.models import Draft
from rounds.core.tasks import expire

KEY = "intake:1"


@pytest.fixture
def cleo(in_hospital):
    return Viewer(in_hospital.id, uuid4(), uuid4(), "Cleo")


def test_draft_is_resumed_and_sealed(cleo):
    save_draft(by=cleo, form_key=KEY, value={"goals": "Lead a unit"})

    assert load_draft(cleo, KEY).value == {"goals": "Lead a unit"}
    assert "Lead" not in Draft.objects.get().sealed


def test_draft_saved_in_two_tabs_overwrites_nothing(cleo):
    first = save_draft(by=cleo, form_key=KEY, value="one")
    save_draft(by=cleo, form_key=KEY, value="two", version=first.version)

    with pytest.raises(DraftChanged) as conflict:
        save_draft(by=cleo, form_key=KEY, value="three", version=first.version)

    assert conflict.value.theirs.value == "two"
    assert load_draft(cleo, KEY).value == "two"
    assert (
        save_draft(by=cleo, form_key=KEY, value="three", version=conflict.value.theirs.version).version == 3
    )


def test_second_new_draft_does_not_overwrite_the_first(cleo):
    save_draft(by=cleo, form_key=KEY, value="one")

    with pytest.raises(DraftChanged):
        save_draft(by=cleo, form_key=KEY, value="two")


def test_draft_is_seen_by_its_owner_alone(cleo, in_hospital, other_hospital):
    save_draft(by=cleo, form_key=KEY, value="mine")

    assert load_draft(Viewer(in_hospital.id, uuid4()), KEY) is None
    with scope(other_hospital.id):
        assert load_draft(Viewer(other_hospital.id, cleo.user_id), KEY) is None


def test_draft_is_discarded(cleo):
    save_draft(by=cleo, form_key=KEY, value="mine")

    discard_draft(by=cleo, form_key=KEY)

    assert load_draft(cleo, KEY) is None


def test_draft_is_forgotten_after_thirty_days(cleo, clock):
    save_draft(by=cleo, form_key="old", value=1)
    clock.shift(timedelta(days=29))
    save_draft(by=cleo, form_key="new", value=2)
    clock.shift(timedelta(days=2))

    expire()

    assert list(Draft.objects.values_list("form_key", flat=True)) == ["new"]
