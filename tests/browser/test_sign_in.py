"""Sign-in as somebody walks through it, with each step held to the rules of every page."""

import os
import re

import pytest
from django.core import mail

from rounds.core.models import User
from tests.account.test_sign_in import PASSWORD, app_code
from tests.browser.checks import check_page


@pytest.fixture
def look_at():
    """Return a function: look_at(page, name) notes what is wrong and keeps a picture where ROUNDS_PICTURES says."""
    wrong = {}

    def look(page, name):
        problems = check_page(page)
        if problems:
            wrong[name] = problems
        folder = os.environ.get("ROUNDS_PICTURES")
        if folder:
            page.screenshot(path=f"{folder}/{name}-{page.viewport_size['width']}.png", full_page=True)

    yield look
    assert not wrong, wrong


def code_of_last_mail():
    return re.search(r"\b(\d{6})\b", mail.outbox[-1].body).group(1)


@pytest.mark.parametrize(
    ("width", "mode"), [(390, "light"), pytest.param(1280, "dark", marks=pytest.mark.long)]
)
def test_sign_in_by_code(transactional_db, open_window, look_at, width, mode):
    User.objects.create_user("cleo@example.org")
    page = open_window(width=width, mode=mode).new_page()

    page.goto("/accounts/")
    look_at(page, "sign-in")
    page.get_by_label("E-mail address").fill("cleo@example")
    page.get_by_role("button", name="Mail me a code").click()
    look_at(page, "sign-in-error")
    page.get_by_label("E-mail address").fill("cleo@example.org")
    page.get_by_role("button", name="Mail me a code").click()
    look_at(page, "code")
    page.get_by_label("Six-digit code").fill("12 34")
    page.get_by_role("button", name="Sign in").click()
    look_at(page, "code-error")
    page.get_by_label("Six-digit code").fill(code_of_last_mail())
    page.get_by_label("Remember this device").check()
    page.get_by_role("button", name="Sign in").click()

    assert page.get_by_role("heading", name="Your account").is_visible()
    look_at(page, "account")
    page.get_by_role("button", name="Sign out").click()
    look_at(page, "signed-out")


@pytest.mark.parametrize(
    ("width", "mode"), [(1280, "dark"), pytest.param(390, "light", marks=pytest.mark.long)]
)
def test_second_factor(transactional_db, open_window, look_at, width, mode):
    User.objects.create_user("bob@example.org", PASSWORD)
    page = open_window(width=width, mode=mode).new_page()

    page.goto("/sign-in/password/?next=/accounts/second-factor/")
    look_at(page, "password")
    sign_in_by_password(page)
    look_at(page, "set-up-app")
    page.get_by_text("Type the key instead").click()
    secret = page.locator("details code").inner_text()
    page.get_by_label("Code that the app shows").fill(app_code(secret, -1))
    page.get_by_role("button", name="Turn on").click()
    look_at(page, "recovery-codes")
    page.get_by_role("link", name="I have kept them").click()
    look_at(page, "account-with-factor")
    page.goto("/accounts/second-factor/codes/")
    look_at(page, "recovery-codes-left")
    page.goto("/accounts/second-factor/remove/")
    look_at(page, "remove-factor")
    page.goto("/accounts/password/")
    page.get_by_label("New password").fill("Mentor2026!!")
    page.get_by_role("button", name="Set the password").click()
    look_at(page, "new-password-error")
    page.goto("/accounts/sign-out/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in/password/?next=/accounts/")
    sign_in_by_password(page)
    look_at(page, "second-factor")
    page.get_by_label("Code").fill(app_code(secret, 1))
    page.get_by_role("button", name="Sign in").click()

    assert page.get_by_role("heading", name="Your account").is_visible()


def sign_in_by_password(page):
    page.get_by_label("E-mail address").fill("bob@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
