"""The demo's own pages: who is signed in by a press, and where they do not exist."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from rounds.demo import load_demo
from tests.standing import standing

standing_demo = standing(load_demo)


@pytest.fixture
def demo_people(db, standing_demo):
    return standing_demo


def test_demo_signs_in_as_an_invented_person(client, demo_people, settings):
    settings.DEMO = True

    answer = client.post(reverse("demo_sign_in"), {"email": "coordinator@st-brigid.example"}, follow=True)

    assert answer.wsgi_request.user.email == "coordinator@st-brigid.example"


@pytest.mark.parametrize("email", ["dan@elsewhere.example", "", "nobody@st-brigid.example"])
def test_demo_signs_in_as_nobody_else(client, demo_people, settings, email):
    from rounds.core.models import User

    settings.DEMO = True
    User.objects.create_user("dan@elsewhere.example")

    answer = client.post(reverse("demo_sign_in"), {"email": email})

    assert answer.status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["demo", "demo_mail", "demo_sign_in"])
def test_demo_pages_are_not_there_in_production(client, demo_people, settings, name):
    settings.PRODUCTION, settings.DEMO = True, False

    assert client.get(reverse(name)).status_code == 404
    assert client.post(reverse(name), {"email": "coordinator@st-brigid.example"}).status_code == 404


def test_demo_sign_in_is_not_there_in_development(client, demo_people, settings):
    settings.DEMO = False

    assert client.post(reverse("demo_sign_in"), {"email": "coordinator@st-brigid.example"}).status_code == 404


def test_mail_of_the_demo_is_dated_by_the_clock_of_its_institution(client, demo_people):
    from rounds.core.models import OutgoingMail

    letter = OutgoingMail.everywhere.order_by("-queued_at").first()
    OutgoingMail.everywhere.filter(id=letter.id).update(queued_at=datetime(2027, 1, 2, 3, 4, tzinfo=UTC))

    page = client.get(reverse("demo_mail")).content.decode()

    assert "1 Jan 2027, 9:04 PM" in page or "1 Jan 2027, 10:04 PM" in page
