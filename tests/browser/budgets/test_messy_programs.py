"""From messy sheets of twelve mentors and twenty mentees to published pairs who all can sign in: how many presses, counted.

Those of the second person of the office, who approves and publishes, count too.

Choosing in a list counts two, a file one, typing nothing. A walk through a dozen pages and 32 people who sign in take seconds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client

from rounds.core.access import system
from rounds.core.clock import now
from rounds.core.database.scope import scope
from rounds.core.mail import send_waiting
from rounds.core.models import Institution, OutgoingMail, User
from rounds.mentorships.models import Mentorship
from rounds.people.models import Person
from rounds.people.services import create_person, grant_role
from rounds.programs.models import Enrollment
from tests.browser.budgets.messy_programs import MENTEES, MENTORS, one_sheet, two_files
from tests.browser.budgets.test_studio import Hand, solve_and_open, work

pytestmark = pytest.mark.browser
MOST, MOST_AN_IMPORT = 40, 8


def start_program(hand: Hand) -> None:
    """Start a program and go on to its first missing side."""
    hand.press_at("nav.side a[href$='/programs/']")
    hand.press_at("main a[href$='/programs/new/']")
    hand.page.fill("input[name=name]", "Leadership mentorship")
    hand.page.fill("input[name=starts_on]", "2026-07-01")
    hand.press("Make this program")
    hand.press_at("ul.tasks a:text-is('Mentors')")


def import_file(hand: Hand, path: Path, meanings: dict[str, str]) -> int:
    """Choose a file, say what columns are that it asks about, import it; returns the presses."""
    before, page = hand.presses, hand.page
    page.set_input_files("input[name=file]", str(path))
    hand.presses += 1
    hand.press("Check what will happen")
    for header, meaning in meanings.items():
        page.locator(".import-columns li", has_text=header).locator("select").select_option(label=meaning)
        hand.presses += 2
    if page.locator("button[value=use-all]").count():
        hand.press("Use these answers")
    hand.press_at("button[value=import]")
    page.wait_for_selector("h1:has-text('Imported')")
    work()
    return hand.presses - before


def match_and_publish(hand: Hand, second_person: Callable[[], Hand]) -> int:
    """Match and send for approval; another of the office approves and publishes. Return the presses of that one."""
    hand.press("Go on to the match", "link")
    if hand.page.get_by_role("button", name="one place each").count():
        hand.press("one place each")
    hand.press("Find mentors for")
    solve_and_open(hand.page)
    hand.press("Send for approval", "link")
    hand.press_at("button[value=send]")
    other = second_person()
    other.press_at("main a[href*='/approval/']")
    other.press_at("button[value=approve]")
    other.press("Publish…", "link")
    other.press("Publish ")
    assert "pairs have begun" in other.page.locator("h1").inner_text()
    return other.presses


def invite_everybody(hand: Hand) -> None:
    hand.press_at("nav.side a[href$='/programs/']")
    hand.press("Intake", "link")
    hand.press("Invite", "link")
    hand.page.wait_for_selector("dialog form button.button-primary")
    # the question speaks of the fifteen minutes too: wait for the page after it
    with hand.page.expect_navigation():
        hand.press_at("dialog form button.button-primary")
    hand.page.wait_for_selector("text=15 minutes")


def accept_all_letters() -> int:
    """Deliver what waits, and let each reader of an invitation press its button; returns how many got in."""
    OutgoingMail.everywhere.update(send_after=now())
    send_waiting(limit=500)
    came_in = 0
    for letter in mail.outbox:
        if link := re.search(r"/accounts/invitation/[\w-]+/", letter.body):
            reader = Client()
            reader.get(link[0])
            came_in += reader.get(reader.post("/accounts/invitation/")["Location"]).status_code == 200
    return came_in


@pytest.fixture
def second_person(open_window, office) -> Callable[[], Hand]:
    """Return what seats another coordinator in front of their home."""
    by = system(office.institution.id)
    with scope(office.institution.id):
        user = User.objects.create_user("second@st-brigid.example")
        person = create_person(by=by, given_name="Grace", family_name="Lind", email=user.email, user=user)
        grant_role(person=person, role="coordinator", by=by)

    def sit_down() -> Hand:
        page = open_window(user=user).new_page()
        page.goto(f"/{office.institution.slug}/")
        return Hand(page)

    return sit_down


@pytest.mark.parametrize("sheets", [one_sheet, pytest.param(two_files, marks=pytest.mark.ci)])
def test_messy_sheets_to_pairs_who_can_sign_in_take_at_most_forty_presses(
    open_window, office, second_person, tmp_path, sheets, record_property
):
    Institution.objects.filter(id=office.institution.id).update(mail_is_live=True)
    page = open_window(user=office.person.user).new_page()
    page.goto(f"/{office.institution.slug}/")
    hand = Hand(page)

    start_program(hand)
    files = sheets(tmp_path)
    for number, (path, meanings) in enumerate(files, start=1):
        presses = import_file(hand, path, meanings)
        print(f"{path.name}: {presses} presses")
        assert presses <= MOST_AN_IMPORT, path.name
        if number < len(files):
            hand.press("Import the mentees next", "link")
    approvers = match_and_publish(hand, second_person)
    invite_everybody(hand)

    presses = hand.presses + approvers
    record_property("presses", presses)
    print(f"{sheets.__name__}: {presses} presses in all, {approvers} of them by the second person")
    assert presses <= MOST
    assert accept_all_letters() == len(MENTORS) + len(MENTEES)
    with scope(office.institution.id):
        assert not Person.objects.filter(user=None).exists()
        sides = list(Enrollment.objects.values_list("side", flat=True))
        assert (sides.count("mentor"), sides.count("mentee")) == (len(MENTORS), len(MENTEES))
        assert Mentorship.objects.filter(state="offered").count() == len(MENTEES)
