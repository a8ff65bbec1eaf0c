"""Forms that keep what is typed, pressed in a browser as people press: the first press works, and nothing typed is lost."""

import re
import time

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from rounds.core.models import Draft
from tests.browser.checks import check_page
from tests.browser.conftest import sign_in
from tests.browser.test_pages import address_of
from tests.browser.visits import all_visits

TYPED = "Chair the sepsis committee"
KEPT = re.compile(r"(Saved|Kept) at \d+:\d\d [AP]M")


def middle_of(button):
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def with_enter(page, button):
    button.focus()
    page.keyboard.press("Enter")


PRESSES = {
    "mouse": lambda page, button: page.mouse.click(*middle_of(button)),
    "finger": lambda page, button: page.touchscreen.tap(*middle_of(button)),
    "enter": with_enter,
}


class Goals:
    """Cleo's page of aims on a phone."""

    def __init__(self, page, enrollment):
        self.page, self.enrollment = page, enrollment
        self.area = page.get_by_label("In my own words")
        self.words = page.locator("[data-typed]")
        self.button = page.get_by_role("button", name="Save and continue")

    def open(self):
        self.page.goto(f"/st-brigid/intake/{self.enrollment}/aim/")

    def expect_next(self):
        expect(self.page).to_have_url(re.compile("/together/$"))

    def kept(self):
        """Return the words as the office's list of drafts and the form itself give them back."""
        self.open()
        return self.area.input_value()


@pytest.fixture
def phone(world, open_window):
    return open_window(width=390, touch=True, user=world.users["cleo"])


@pytest.fixture
def goals(world, phone):
    found = Goals(phone.new_page(), world.things["cleos"].id)
    found.open()
    return found


def hold(page, seconds):
    """Let every save of what is typed take so long."""

    def slowly(route):
        if route.request.headers.get("x-autosave"):
            time.sleep(seconds)
        route.continue_()

    page.route("**/*", slowly)


@pytest.mark.parametrize(
    "press", ["finger", *(pytest.param(one, marks=pytest.mark.long) for one in ("mouse", "enter"))]
)
def test_first_press_goes_on_after_during_and_without_a_save(goals, press):
    moments = ("after", "during", "without")

    for number, moment in enumerate(moments):
        goals.open()
        if moment == "during":
            hold(goals.page, 0.5)
        goals.area.press_sequentially(f" {number}{TYPED}" if number else TYPED)
        if moment == "after":
            expect(goals.words).to_have_text(KEPT)
        elif moment == "during":
            goals.page.wait_for_timeout(900)
        PRESSES[press](goals.page, goals.button)
        goals.expect_next()

    assert all(f"{number}{TYPED}" in goals.kept() for number in (1, 2))


def test_press_without_a_connection_goes_on_when_the_line_is_back(phone, goals):
    goals.area.press_sequentially("First. ")
    expect(goals.words).to_have_text(KEPT)
    phone.set_offline(True)
    goals.area.press_sequentially(TYPED)
    expect(goals.words).to_contain_text("No connection. What you typed is kept on this page and sent")

    PRESSES["finger"](goals.page, goals.button)
    expect(goals.words).to_contain_text("it goes on when the line is back")
    phone.set_offline(False)

    goals.expect_next()
    assert goals.kept() == f"First. {TYPED}"


def test_text_is_sent_by_itself_when_the_line_is_back(phone, goals):
    phone.set_offline(True)
    goals.area.press_sequentially(TYPED)
    expect(goals.words).to_contain_text("No connection")

    phone.set_offline(False)

    expect(goals.words).to_have_text(KEPT)
    assert goals.kept() == TYPED


def test_signed_out_is_said_and_the_text_is_there_after_sign_in(world, phone, goals, live_server):
    Session.objects.all().delete()
    goals.area.press_sequentially(TYPED)
    expect(goals.words).to_contain_text("You are signed out. What you typed is kept: sign in")
    goals.area.press_sequentially(" and more")

    PRESSES["mouse"](goals.page, goals.button)

    expect(goals.page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(goals.page.get_by_text("What you typed is kept")).to_be_visible()
    sign_in(phone, world.users["cleo"], live_server.url)
    assert goals.kept() == f"{TYPED} and more"
    expect(goals.page.get_by_text("was not saved. It is in the form again")).to_be_visible()
    assert check_page(goals.page) == []
    expect(goals.words).to_have_text(KEPT)  # and is saved again by itself
    PRESSES["enter"](goals.page, goals.button)
    goals.expect_next()
    assert not Draft.everywhere.filter(form_key__startswith="typed:").exists()


def test_server_in_trouble_is_said_and_the_press_still_goes_on(goals):
    broken = [True]

    def trouble(route):
        if broken[0] and route.request.headers.get("x-autosave"):
            route.fulfill(status=503, body="busy")
        else:
            route.continue_()

    goals.page.route("**/*", trouble)
    goals.area.press_sequentially(TYPED)
    expect(goals.words).to_contain_text("Not kept yet: the server did not answer")

    PRESSES["mouse"](goals.page, goals.button)

    goals.expect_next()
    broken[0] = False
    assert goals.kept() == TYPED


@pytest.mark.ci
def test_every_form_that_keeps_what_is_typed_is_sent_by_its_first_press(world, open_window):
    """Types into each such form of the visits, waits for its save, and presses its first button once."""
    windows, pressed = {}, set()
    for visit in all_visits():
        user = world.users.get(visit.who)
        if user is None or visit.page in pressed or not keeps(user, address_of(visit, world)):
            continue
        pressed.add(visit.page)
        if visit.who not in windows:
            windows[visit.who] = open_window(user=user).new_page()
        page = windows[visit.who]
        page.goto(address_of(visit, world))
        form = page.locator("form:has([data-typed])").first
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        form.locator("textarea").first.press_sequentially("W")
        expect(form.locator("[data-typed]")).to_have_text(KEPT)
        button = form.locator(".button-primary").or_(form.locator("button").last).first
        with page.expect_navigation(), page.expect_response(is_press):
            PRESSES["mouse"](page, button)

    assert len(pressed) >= 8, pressed


def keeps(user, address):
    from tests.web.test_typed import signed_in

    html = signed_in(user).get(address).content
    return b"data-typed=" in html and b"<textarea" in html


def is_press(answer):
    return answer.request.method == "POST" and not answer.request.headers.get("x-autosave")


@pytest.mark.parametrize("moment", ["at once", "during a save"])
def test_what_was_typed_a_moment_before_a_page_is_left_by_a_link_is_there_again(world, open_window, moment):
    """Real seconds of typing and leaving: that is the time which it takes."""
    page = open_window(width=1280, user=world.users["alice"]).new_page()
    draft = f"/st-brigid/surveys/questions/versions/{world.things['draft questions'].id}/add/"
    page.goto(draft)
    area = page.locator("textarea[name=lines]")
    area.press_sequentially("How often ")
    if moment == "during a save":
        hold(page, 0.5)
        page.wait_for_timeout(900)
    area.press_sequentially("did you meet?")

    page.mouse.click(*middle_of(page.get_by_role("link", name="Surveys").first))

    expect(page).to_have_url(re.compile("/surveys/$"))
    page.unroute_all()
    page.wait_for_timeout(800)
    page.goto(draft)
    expect(page.locator("textarea[name=lines]")).to_have_value("How often did you meet?")
