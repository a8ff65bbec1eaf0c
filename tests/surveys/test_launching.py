"""A code for a system that redirects: it leads to one request once, within a minute, and is kept as a hash."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from rounds.core.clock import now
from rounds.core.models import Institution
from rounds.surveys.answering.services import launch_code, make_link
from rounds.surveys.models import LinkHash
from tests.surveys.scenes import an_audience, office, opened, people, plan

PROGRAM = uuid4()


@pytest.fixture
def asked(in_hospital):
    Institution.objects.filter(id=in_hospital.id).update(mail_is_live=True)
    by = office(in_hospital, PROGRAM)
    found = people(3)
    with an_audience(found, found[0]):
        yield opened(plan(by, PROGRAM), by)[1]


def follow(client, code):
    return client.get(f"/s/{code}/").status_code


def test_code_leads_once_within_a_minute(asked, client):
    code = launch_code(asked)
    assert not LinkHash.objects.filter(token_hash=code).exists()

    assert [follow(client, code), follow(client, code)] == [302, 404]
    late = launch_code(asked)
    with time_machine.travel(now() + timedelta(seconds=61)):
        assert follow(client, late) == 404
    assert LinkHash.objects.filter(once_until__isnull=False).count() == 0


def test_a_newer_code_ends_the_older_and_links_of_mails_stay(asked, client):
    link, older = make_link(asked), launch_code(asked)
    newer = launch_code(asked)

    assert [follow(client, one) for one in (older, newer, link, link)] == [404, 302, 302, 302]
