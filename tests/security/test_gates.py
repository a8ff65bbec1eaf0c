"""What is answered before anything is read: long bodies, and who asks how the server is."""

import pytest
from django.conf import settings
from django.test import Client

from tests.access.matrix import all_addresses, client_of, path_of, remembered, things_for

pytestmark = pytest.mark.django_db
MULTIPART = "multipart/form-data; boundary=x"


class Unread:
    """A body that nobody may read."""

    def read(self, *size):
        raise AssertionError("read")

    readline = read


def send(client, path, *, length):
    return client.generic(
        "POST", path, content_type=MULTIPART, **{"wsgi.input": Unread(), "CONTENT_LENGTH": str(length)}
    )


def every_path(world):
    for address in all_addresses():
        thing = things_for(address, world)[0]
        institution = {"institution": thing.institution.slug} if address.in_institution else {}
        yield path_of(address.name, tuple({**thing.arguments, **institution}.items()))


def test_long_upload_of_a_stranger_is_read_by_no_page(standing_world):
    client = Client()

    answers = {
        path: send(client, path, length=80 * 1024**2).status_code for path in every_path(standing_world)
    }

    assert {path: status for path, status in answers.items() if status != 413} == {"/healthz": 405}


@pytest.mark.parametrize("who", ["alice", "cleo"])
def test_upload_beyond_the_largest_file_is_read_by_no_page(standing_world, who):
    client = client_of(standing_world.actors[who])

    with remembered():
        answers = {
            path: send(client, path, length=settings.BODY_BYTES + 1).status_code
            for path in every_path(standing_world)
        }

    assert {path: status for path, status in answers.items() if status != 413} == {"/healthz": 405}


@pytest.mark.parametrize("length", ["", "-1", "²", "1e9", "9" * 5000])
def test_length_that_is_no_number_is_no_error(length):
    answer = Client().post("/sign-in/", {}, CONTENT_LENGTH=length)

    assert answer.status_code < 500


def test_file_of_ten_megabytes_passes():
    assert settings.BODY_BYTES > 10 * 1024**2 + settings.BODY_BYTES_OF_STRANGERS


@pytest.mark.parametrize("host", ["10.0.3.7:8000", "evil.example", "rounds_web_1", "[::1"])
def test_health_is_told_to_whoever_asks(host):
    answer = Client(headers={"host": host}).get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
