"""The frame in a browser: by keyboard, without JavaScript, and at large text."""

from __future__ import annotations

import pytest

from tests.browser.checks import check_page


@pytest.fixture
def alices(open_window, people_alone):
    """Open a page as the coordinator."""
    return open_window(user=people_alone.users["alice"]).new_page()


def test_slash_leads_to_search_unless_turned_off(alices):
    alices.goto("/st-brigid/help/")
    alices.keyboard.press("/")
    focused = alices.evaluate("document.activeElement.name")
    alices.goto("/st-brigid/preferences/")
    alices.get_by_label("Off").check()
    alices.get_by_role("button", name="Save preferences").click()
    alices.goto("/st-brigid/help/")

    alices.keyboard.press("/")

    assert focused == "q"
    assert alices.evaluate("document.activeElement.name") != "q"


def test_skip_link_is_first_and_leads_to_page(alices):
    alices.goto("/st-brigid/help/")

    alices.keyboard.press("Tab")
    seen = alices.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    alices.keyboard.press("Enter")

    assert seen
    assert alices.evaluate("document.activeElement.id") == "main"


def test_account_menu_opens_and_closes_by_keyboard(alices):
    alices.goto("/st-brigid/help/")
    summary = alices.locator("summary[aria-label^='Account of']")

    summary.press("Enter")
    opened = alices.get_by_role("link", name="Preferences").is_visible()
    problems = check_page(alices)
    alices.keyboard.press("Escape")

    assert opened
    assert not problems
    assert not alices.get_by_role("link", name="Preferences").is_visible()
    assert summary.evaluate("one => one === document.activeElement")


def test_toast_says_what_happened_until_dismissed(alices):
    alices.goto("/st-brigid/preferences/")
    alices.get_by_label("Dark").check()
    alices.get_by_role("button", name="Save preferences").click()
    said = alices.locator(".toast").inner_text()
    dark = alices.evaluate("getComputedStyle(document.body).backgroundColor")

    alices.get_by_role("button", name="Dismiss").click()

    assert "Saved for this browser." in said
    assert dark == "rgb(19, 22, 21)"
    assert alices.locator(".toast").count() == 0


def test_question_is_a_dialog_and_a_page(open_window):
    page = open_window().new_page()
    page.goto("/components/")
    link = page.get_by_role("link", name="See it as a dialog…")

    link.click()
    page.locator("dialog[open]").wait_for()
    problems = check_page(page)
    page.keyboard.press("Escape")

    assert not problems
    page.locator("dialog").wait_for(state="detached")
    assert link.evaluate("one => one === document.activeElement")


def test_frame_works_without_javascript(browser, live_server, people_alone):
    from tests.browser.conftest import sign_in

    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    sign_in(context, people_alone.users["alice"], live_server.url)
    page = context.new_page()

    page.goto("/st-brigid/help/")
    page.locator(".find input").fill("prefer")
    page.locator(".find input").press("Enter")
    page.get_by_role("main").get_by_role("link", name="Preferences").click()

    assert page.get_by_role("heading", name="Preferences").is_visible()
    context.close()


@pytest.mark.parametrize("address", ["/components/", "/st-brigid/help/"])
def test_page_with_text_twice_as_large(open_window, people_alone, address):
    page = open_window(user=people_alone.users["alice"]).new_page()
    page.goto(address)

    page.evaluate("document.documentElement.style.fontSize = '200%'")

    problems = [problem for problem in check_page(page) if "scrolls" in problem]
    assert not problems


def test_nothing_is_kept_in_web_storage(alices):
    alices.goto("/st-brigid/help/")

    kept = alices.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")

    assert kept == [0, 0, ""]
