"""Signing in with an organization as somebody walks through it in a browser, under our own content policy and without JavaScript."""

import pytest

from rounds.core.models import Institution
from tests.account.provider import Provider, serving
from tests.account.test_organization import connect, describe, member
from tests.browser.test_sign_in import code_of_last_mail, look_at

__all__ = ["look_at"]


@pytest.fixture
def mercy(settings):
    with serving(Provider()) as provider:
        app = describe(provider, "mercy", "Mercy Health", "st-brigid")
        described = {**settings.SOCIALACCOUNT_PROVIDERS["openid_connect"], "APPS": [app]}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": described}
        yield provider


@pytest.mark.parametrize(("width", "mode"), [(390, "light"), (1280, "dark")])
def test_sign_in_with_an_organization(transactional_db, open_window, look_at, mercy, width, mode):
    hospital = Institution.objects.create(slug="st-brigid", name="St. Brigid Health")
    cleo = member(hospital, "cleo@st-brigid.example")
    connect(cleo, mercy)
    page = open_window(width=width, mode=mode).new_page()

    page.goto("/sign-in/?next=/accounts/")
    look_at(page, "organization-sign-in")
    page.get_by_role("button", name="Sign in with Mercy Health").click()
    page.wait_for_url("**/accounts/")
    look_at(page, "organization-account")
    page.get_by_role("link", name="Disconnect Mercy Health").click()
    look_at(page, "organization-confirm")

    assert page.get_by_role("heading", name="Is it you?").is_visible()


@pytest.mark.parametrize(("width", "mode"), [(390, "light"), (1280, "dark")])
def test_connect_and_disconnect_an_organization(transactional_db, open_window, look_at, mercy, width, mode):
    hospital = Institution.objects.create(slug="st-brigid", name="St. Brigid Health")
    cleo = member(hospital, "cleo@st-brigid.example")
    page = open_window(width=width, mode=mode, user=cleo).new_page()

    page.goto("/accounts/with/mercy/")
    look_at(page, "organization-connect")
    page.get_by_role("button", name="Connect Mercy Health").click()
    page.wait_for_url("**/accounts/")
    look_at(page, "organization-connected")
    page.goto("/accounts/with/mercy/")
    look_at(page, "organization-disconnect")
    page.get_by_role("button", name="Disconnect").click()

    assert page.get_by_text("not connected").is_visible()


def test_refused_sign_in_leads_on(transactional_db, open_window, look_at, mercy):
    mercy.claims = {"nonce": "another"}
    page = open_window(width=390).new_page()

    page.goto("/sign-in/")
    page.get_by_role("button", name="Sign in with Mercy Health").click()
    page.wait_for_url("**/callback/**")
    look_at(page, "organization-refused")

    assert page.get_by_role("heading", name="Not signed in with Mercy Health").is_visible()


@pytest.mark.parametrize(("width", "mode"), [(390, "light"), (1280, "dark")])
def test_change_of_the_own_address(transactional_db, open_window, look_at, width, mode):
    hospital = Institution.objects.create(slug="st-brigid", name="St. Brigid Health")
    cleo = member(hospital, "cleo@st-brigid.example")
    page = open_window(width=width, mode=mode, user=cleo).new_page()

    page.goto("/accounts/address/")
    page.get_by_label("New sign-in address").fill("cleo@")
    page.get_by_role("button", name="Mail a code there").click()
    look_at(page, "address-error")
    page.get_by_label("New sign-in address").fill("cleo@home.example")
    page.get_by_role("button", name="Mail a code there").click()
    look_at(page, "address-code")
    page.get_by_label("Six-digit code").fill(code_of_last_mail())
    page.get_by_role("button", name="Change the address").click()
    look_at(page, "address-changed")

    assert page.get_by_text("From now on you sign in with cleo@home.example").is_visible()
