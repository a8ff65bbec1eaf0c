"""The null character, which PostgreSQL takes in no text, is refused before anybody asks the database."""

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
