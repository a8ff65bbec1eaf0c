"""Texts as they are sent: no null character, and a line break counts once."""

import pytest
from django.test import Client

from tests.access.matrix import client_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("query", ["?q=a%00b", "?a%00b=1", "?page=%00", "?next=%00//evil.example"])
def test_a_null_character_in_an_address_is_refused_in_words(standing_world, query):
    client = client_of(standing_world.actors["alice"])

    answer = client.get(f"/{standing_world.here.slug}/people/{query}")

    assert answer.status_code == 400
    assert "character that no text can have" in answer.content.decode()


def test_a_null_character_in_a_form_is_refused_and_nothing_is_written(
    standing_world, django_assert_num_queries
):
    client = client_of(standing_world.actors["alice"])

    answer = client.post(f"/{standing_world.here.slug}/people/new/", {"family_name": "Wo\0ng"})

    assert answer.status_code == 400


def test_a_null_character_in_a_cookie_is_refused_before_the_session_is_looked_for(django_assert_num_queries):
    client = Client(raise_request_exception=False)

    with django_assert_num_queries(0):
        answer = client.get("/", headers={"cookie": 'sessionid="abcdefgh\\000"'})

    assert answer.status_code == 400


def test_a_line_break_counts_once_as_in_the_browser(standing_world):
    client = client_of(standing_world.actors["alice"])
    program = next(one for one in standing_world.things if "program_id" in one.arguments).arguments[
        "program_id"
    ]
    address = f"/{standing_world.here.slug}/programs/{program}/texts/"
    lines = "\r\n".join(["x" * 54] * 91)  # 54 * 91 letters, 90 breaks: 5,004 as a browser counts

    long = client.post(address, {"subject": "S", "body": lines, "go": "save"})
    fitting = client.post(address, {"subject": "S", "body": lines[:-4], "go": "save"})

    assert "at most 5000 characters (it has 5004)" in long.content.decode()
    assert "at most" not in fitting.content.decode()
