"""A browser, a running server and a way to sign in, for tests that need a real page."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.chromium import chromium, window


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path) and "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def open_window(browser: Browser, live_server) -> Iterator[Callable[..., BrowserContext]]:
    """Return a function: open_window(width=320, mode="dark", user=user) opens a window, signed in if a user is given."""
    opened = []

    def make(*, width: int = 1280, mode: str = "light", touch: bool = False, user=None) -> BrowserContext:
        manager = window(browser, live_server.url, width=width, mode=mode, touch=touch)
        context = manager.__enter__()
        opened.append(manager)
        if user is not None:
            sign_in(context, user, live_server.url)
        return context

    yield make
    for manager in opened:
        manager.__exit__(None, None, None)


def sign_in(context: BrowserContext, user, base_url: str) -> None:
    """Give the window the session of a signed-in user, without walking through the sign-in pages."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    sign_in_client(client, user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": base_url, "httpOnly": True}]
    )


def sign_in_client(client, user) -> None:
    """Give Django's test client the session of somebody who has just proved password and second factor."""
    client.force_login(user)
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [
        {"method": method, "at": time.time()} for method in ("password", "mfa")
    ]
    session.save()


@pytest.fixture
def world(transactional_db):
    """Make an institution with people and data, for pages to be looked at."""
    from tests.browser.world import make_world

    return make_world()


@pytest.fixture
def people_alone(transactional_db):
    """Make the institution with its people, for what needs nothing of other areas."""
    from tests.browser.world import make_world

    return make_world("frame")


@dataclass
class Office:
    """An institution with nobody but the coordinator."""

    institution: Any
    person: Any


@pytest.fixture
def office(transactional_db):
    from rounds.core.access import system
    from rounds.core.database.scope import scope
    from rounds.core.models import Institution, User
    from rounds.people.services import create_person, grant_role

    institution = Institution.objects.create(
        slug="st-brigid", name="St. Brigid Health", reply_to="a@st-brigid.example"
    )
    with scope(institution.id):
        user = User.objects.create_user("office@st-brigid.example")
        by = system(institution.id)
        person = create_person(by=by, given_name="Alva", family_name="Varga", email=user.email, user=user)
        grant_role(person=person, role="coordinator", by=by)
    return Office(institution, person)
