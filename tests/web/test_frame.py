"""Search, help, preferences, and errors that lead on."""

from uuid import uuid4

import pytest
from django.test import RequestFactory
from django.urls import reverse

from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.web.frame.errors import DomainErrorMiddleware
from rounds.web.frame.tasks import TASKS, may_open
from rounds.web.shell import Shell
from tests.browser.world import make_world


@pytest.fixture
def world(db):
    return make_world("frame")


def page(name, slug="st-brigid"):
    return reverse(name, kwargs={"institution": slug})


@pytest.mark.parametrize("name", ["frame:find", "frame:help", "frame:preferences"])
def test_frame_page_member(client, world, name):
    client.force_login(world.users["cleo"])

    answer = client.get(page(name))

    assert answer.status_code == 200


@pytest.mark.parametrize("name", ["frame:find", "frame:help", "frame:preferences"])
def test_frame_page_stranger(client, world, name):
    client.force_login(world.users["dan"])

    existing, missing = client.get(page(name)), client.get(page(name, "no-such-hospital"))

    assert existing.status_code == missing.status_code == 404
    assert existing.content == missing.content
    assert b"St. Brigid" not in existing.content


def test_find_pages_of_own_navigation(client, world):
    client.force_login(world.users["cleo"])

    answer = client.get(page("frame:find"), {"q": "help"})

    assert [str(found.label) for found in answer.context["pages"]] == ["Help and reporting", "Help"]


def test_find_hostile_words_shown_as_text(client, world):
    client.force_login(world.users["cleo"])

    answer = client.get(page("frame:find"), {"q": "<script>alert(1)</script>"})

    assert b"<script>alert" not in answer.content


def test_preferences_kept_in_cookies(client, world):
    client.force_login(world.users["cleo"])

    answer = client.post(page("frame:preferences"), {"theme": "dark", "shortcuts": "off"}, follow=True)

    assert b'data-theme="dark"' in answer.content
    assert b'data-shortcuts="off"' in answer.content
    assert client.cookies["rounds_theme"]["httponly"]


def test_preferences_unknown_theme_named(client, world):
    client.force_login(world.users["cleo"])

    answer = client.post(page("frame:preferences"), {"theme": "pink", "shortcuts": "on"})

    assert "theme" in answer.context["form"].errors
    assert b"<title>Error:" in answer.content


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (NotFound("Cleo Marsh has left"), 404, None),
        (OutOfOrder("Run 4 has been published. Open run 5."), 409, "Run 4 has been published. Open run 5."),
        (DomainError("Choose a mentor with a free place."), 400, "Choose a mentor with a free place."),
    ],
)
def test_domain_error_leads_on(error, status, said):
    request = RequestFactory().get("/st-brigid/")

    answer = DomainErrorMiddleware(lambda _: None).process_exception(request, error)

    assert answer.status_code == status
    assert said is None or said in answer.content.decode()
    assert b"Cleo" not in answer.content
    assert b"<a " in answer.content.split(b"<main", 1)[1]


def test_form_open_too_long_says_nothing_is_lost(world):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.users["cleo"])

    answer = strict.post(page("frame:preferences"), {"theme": "dark", "shortcuts": "off"})

    assert answer.status_code == 403
    assert b"what you typed is still there" in answer.content


def test_broken_page_needs_nothing(client, rf):
    from django.views.defaults import server_error

    answer = server_error(rf.get("/"))

    assert answer.status_code == 500
    assert b"Something broke on our side" in answer.content
    assert b"djlint" not in answer.content


def shell_of(client, world, who):
    client.force_login(world.users[who])
    return Shell(client.get(page("frame:help")).wsgi_request)


def labels(entries):
    return [entry.label for entry in entries]


def test_participants_have_four_words(client, world):
    shell = shell_of(client, world, "cleo")

    assert labels(shell.tabs) == ["Home", "Year", "Growth", "Record"]
    assert labels(shell.foot) == ["Help and reporting", "Programs", "Help"]


def test_phone_shows_five_and_the_rest_behind_more(client, world):
    shell = shell_of(client, world, "alice")

    assert labels(shell.phone_areas) == ["Home", "People", "Programs", "Matching", "Year"]
    assert labels(shell.phone_more) == [
        "Surveys",
        "Evidence",
        "Roll-out",
        "Experiences",
        "Framework",
        "Imports",
        "Sent mail",
        "Access",
        "Connections",
        "Emergencies",
    ]


@pytest.mark.parametrize(
    ("who", "words", "labels"),
    [
        ("alice", "invite", ["Invite people"]),
        ("alice", "publish", ["Match and publish pairs"]),
        ("alice", "merge", ["Join duplicates", "Merge departments or sites"]),
        ("cleo", "invite", []),
        ("cleo", "vacation", ["Enter days away"]),
    ],
)
def test_find_offers_tasks_to_who_may_do_them(client, world, who, words, labels):
    client.force_login(world.users[who])

    found = client.get(page("frame:find"), {"q": words}).context["to_do"]

    assert [str(one.label) for one in found] == labels
    assert all(client.get(one.href).status_code == 200 for one in found)


def test_every_task_has_its_page_and_a_reader(world):
    for task in TASKS:
        arguments = {"program_id": uuid4()} if task.of_program else {}

        assert may_open(reverse(task.page, kwargs={"institution": "st-brigid", **arguments})), task.page
