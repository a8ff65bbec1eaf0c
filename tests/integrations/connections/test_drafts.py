"""A connection that is not on is called otherwise or deleted; one that is on, or that people are joined by, is not."""

from __future__ import annotations

import pytest

from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.models import AuditEvent
from rounds.integrations.connections import services
from rounds.integrations.models import Connection
from rounds.people.models import Person
from tests.integrations.connections.test_connections import alice, learn, sid  # noqa: F401  (fixtures)
from tests.worlds.year_surveys.connections import a_learner


def test_draft_gets_another_name_once(learn, sid):  # noqa: F811
    other = services.enter_connection(kind="lti", name="Canvas", by=sid)
    with pytest.raises(DomainError):
        services.rename_connection(connection=other, name="Learn", by=sid)
    services.rename_connection(connection=other, name="Moodle", by=sid)

    assert {row.name for row in Connection.objects.all()} == {"Learn", "Moodle"}


def test_draft_is_deleted_with_what_it_did_and_the_log_keeps_that(learn, sid):  # noqa: F811
    services.delete_connection(connection=learn, by=sid)

    assert not Connection.objects.exists()
    assert AuditEvent.objects.filter(action="connection.deleted", object_id=learn.id).count() == 1


def test_what_is_on_is_neither_renamed_nor_deleted(learn, sid, alice):  # noqa: F811
    services.confirm_connection(connection=learn, by=alice)
    for change in (
        lambda: services.rename_connection(connection=learn, name="Else", by=sid),
        lambda: services.delete_connection(connection=learn, by=sid),
    ):
        with pytest.raises(OutOfOrder):
            change()
        services.pause_connection(connection=learn, by=alice)

    assert Connection.objects.get().name == "Learn"


def test_nobody_who_is_joined_is_lost_with_a_draft(learn, sid, alice):  # noqa: F811
    a_learner(learn, Person.objects.get(id=alice.person_id))

    with pytest.raises(OutOfOrder, match="1 person is joined"):
        services.delete_connection(connection=learn, by=sid)
