"""A whole year of a pair in the browser: from the published match to the closing, with real presses of the pointer.

The clock is moved from one day to the next; in between the worker's chores run as they would. It takes about half a minute,
most of it pages that come.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import vobject
from django.core import mail as outbox
from playwright.sync_api import Page, Response

from tests.browser.conftest import sign_in

NOTE = "She asked three questions before she said anything. Do that."
GOAL = "Lead one staffing meeting from agenda to minutes"


@dataclass
class Cast:
    """The people of the year, each with a window of their own, and the clock that they share."""

    scene: Any
    clock: Any
    open_window: Any
    url: str
    pages: dict[str, Page] = field(default_factory=dict)

    def page(self, name: str) -> Page:
        """Return somebody's tab, with a new session after each move of the clock."""
        if name not in self.pages:
            width = 1280 if name in ("Alice", "Rolf") else 390
            user = self.scene.people[name].user
            self.pages[name] = self.open_window(width=width, user=user).new_page()
        return self.pages[name]

    def home(self, name: str) -> Page:
        page = self.page(name)
        page.goto("/st-brigid/")
        return page

    def go_on(self, **ahead: float) -> None:
        """Let time pass; sessions end meanwhile, and everybody signs in again."""
        self.clock.shift(timedelta(**ahead))
        for name, page in self.pages.items():
            sign_in(page.context, self.scene.people[name].user, self.url)
        self.work()

    def go_to(self, hour: int, *, days: int = 0) -> None:
        """Let it be an hour of the institution's day, some days later."""
        moment = datetime.now(UTC)
        wanted = (moment + timedelta(days=days)).replace(hour=hour, minute=5)
        self.go_on(seconds=(wanted - moment).total_seconds())

    def work(self) -> None:
        """Do what the worker does: jobs, events, the chores of the year, the mail."""
        from rounds.core.events import dispatch_waiting
        from rounds.core.jobs import run_waiting
        from rounds.core.tasks import queue_mail_of_the_day
        from rounds.mentorships.dues.tasks import close_what_is_over
        from rounds.web.tasks import ask_in_the_evening, take_meetings_out

        for chore in (close_what_is_over, ask_in_the_evening, take_meetings_out, queue_mail_of_the_day):
            chore()
        run_waiting()
        dispatch_waiting()

    def mail_to(self, name: str) -> list[Any]:
        """Return the messages that somebody has got, after the minutes in which they can be stopped."""
        from rounds.core.mail import send_waiting

        self.work()
        self.clock.shift(timedelta(minutes=16))
        self.work()
        send_waiting()
        address = self.scene.people[name].email
        return [message for message in outbox.outbox if message.to == [address]]


@pytest.fixture
def cast(transactional_db, clock, open_window, live_server):
    from rounds.core.database.scope import scope
    from rounds.core.models import Institution
    from tests.matching.scenes import add_mentor, add_residency, make_scene

    # a Tuesday at 16:05 UTC: before noon of the same day at the institution
    ahead = (1 - datetime.now(UTC).weekday()) % 7 + 7
    moment = datetime.now(UTC) + timedelta(days=ahead)
    clock.move_to(moment.replace(hour=16, minute=5, second=0, microsecond=0))
    institution = Institution.objects.create(
        slug="st-brigid", name="St. Brigid Health", reply_to="office@st-brigid.example", mail_is_live=True
    )
    with scope(institution.id, institution.timezone):
        scene = make_scene(institution)
        add_residency(scene)
        add_mentor(scene, "Mona", "Mirza", login=True, capacity=1, answers={"expertise": {"FIN": 1}})
        yield Cast(scene, clock, open_window, live_server.url)


def press(page: Page, name: str, role: str = "button", *, exact: bool = False) -> None:
    """Press what has this name, with the pointer, and wait for what comes."""
    page.get_by_role(role, name=name, exact=exact).first.click()
    page.wait_for_load_state("domcontentloaded")


def send(page: Page, name: str) -> None:
    """Press a button and wait until the server has what it sends: somebody else reads it next."""
    with page.expect_response(lambda answer: answer.request.method == "POST" and not is_autosave(answer)):
        press(page, name)


def is_autosave(answer: Response) -> bool:
    return bool(answer.request.headers.get("x-autosave"))


def choose(page: Page, label: str) -> None:
    """Press an answer at its word, as a finger does."""
    page.locator("label", has_text=label).first.click()


def write(page: Page, label: str, text: str) -> None:
    box = page.get_by_label(label).first
    box.click()
    box.fill("")
    page.keyboard.type(text)


def told(page: Page, words: str) -> None:
    page.get_by_text(words).first.wait_for()


def test_pair_lives_through_its_year(cast):
    publish(cast)
    agree(cast)
    meet(cast)
    log_with_note(cast)
    set_goal(cast)
    rotate_and_debrief(cast)
    report_and_release(cast)
    change_mentor_at_mid_point(cast)
    close(cast)


def publish(cast):
    from rounds.mentorships.models import Mentorship

    alice = cast.page("Alice")
    alice.goto(f"/st-brigid/matching/cohorts/{cast.scene.cohort.id}/")
    press(alice, "Find")
    cast.work()
    alice.wait_for_selector("h1:has-text('Review')")
    press(alice, "Publish…", "link")
    press(alice, "Publish ")
    cast.go_on(minutes=20)

    say_yes(cast, "Bob")
    assert Mentorship.objects.get().is_running


def say_yes(cast, mentor):
    """Let a mentor and then the mentee take what was offered."""
    page = cast.home(mentor)
    press(page, "Read and answer", "link")
    press(page, "Say yes", exact=True)
    told(page, "Thank you. We tell the other person now.")
    cleo = cast.home("Cleo")
    press(cleo, "Read and answer", "link")
    press(cleo, "Say yes", exact=True)
    told(cleo, "Agreed. The pair begins.")


def agree(cast):
    from rounds.mentorships.models import Signature

    cleo = cast.home("Cleo")
    press(cleo, "Agreement", "link")
    press(cleo, "Fill in and propose", "link")
    send(cleo, "Sign and propose")
    bob = cast.home("Bob")
    press(bob, "Read and sign", "link")
    press(bob, "Sign", exact=True)
    told(bob, "Signed by both")
    assert Signature.objects.count() == 2


def meet(cast):
    from rounds.mentorships.models import Conversation

    cleo = cast.home("Cleo")
    press(cleo, "Propose these", "link")
    press(cleo, "Send the times")
    told(cleo, "2 times proposed to Dr. Bob Brandt")
    bob = cast.home("Bob")
    press(bob, "Take one", "link")
    press(bob, "Take ")
    told(bob, "It comes into both calendars.")

    planned = Conversation.objects.get()
    for name in ("Cleo", "Bob"):
        [message] = [one for one in cast.mail_to(name) if "text/calendar" in kinds_of(one)]
        [calendar] = vobject.readComponents(calendar_of(message))
        assert calendar.method.value == "REQUEST"
        assert calendar.vevent.dtstart.value == planned.starts_at
    cast.scene.meets_at = planned.starts_at


def log_with_note(cast):
    from rounds.mentorships.models import Conversation, Note

    ahead = cast.scene.meets_at - datetime.now(UTC)
    cast.go_on(seconds=ahead.total_seconds() + 9 * 3600)
    [asked] = [one for one in cast.mail_to("Bob") if one.subject.startswith("How did it go")]
    link = re.search(r"http\S+", asked.body)[0]
    bob = cast.page("Bob")
    bob.goto(urlsplit(link).path)
    write(bob, "Note", NOTE)
    press(bob, "Save conversation")
    told(bob, "Logged: 30 minutes")
    cleo = cast.home("Cleo")
    press(cleo, "All conversations", "link")
    assert NOTE not in cleo.inner_text("body")
    assert Conversation.objects.get().state == "held"
    assert Note.objects.get().opened() == {"text": NOTE}


def set_goal(cast):
    from rounds.mentorships.models import Goal

    cleo = cast.page("Cleo")
    press(cleo, "Growth", "link")
    press(cleo, "Write a goal", "link")
    write(cleo, "Your goal", GOAL)
    write(cleo, "First step", "Write the agenda of the February meeting")
    press(cleo, "Keep this goal")
    told(cleo, "Mark as done")
    bob = cast.home("Bob")
    told(bob, GOAL)
    assert Goal.objects.count() == 1


def rotate_and_debrief(cast):
    from rounds.mentorships.models import Debrief

    today = datetime.now(UTC).date()
    first, last = today + timedelta(days=7), today + timedelta(days=34)
    schedule = (
        f"Resident,Email,Rotation,Start Date,End Date\nCleo Castell,cleo@example.org,MICU,{first},{last}\n"
    )
    alice = cast.home("Alice")
    alice.goto("/st-brigid/rotations/import/")
    files = {"name": "blocks.csv", "mimeType": "text/csv", "buffer": schedule.encode()}
    alice.locator("input[type=file]").set_input_files(files)
    press(alice, "Check what will happen")
    alice.locator("select", has_text="major clinical rotation").select_option(label="major clinical rotation")
    press(alice, "Use these answers")
    press(alice, "Import 1 rotation")
    told(alice, "Imported")

    cast.go_to(16, days=36)
    cleo = cast.home("Cleo")
    press(cleo, "Debrief of MICU waits", "link")
    write(cleo, "conflict", "Two teams, one bed; I asked both what would have to be true.")
    press(cleo, "Save debrief")
    told(cleo, "only you two read the answers")
    bob = cast.home("Bob")
    press(bob, "All conversations", "link")
    told(bob, "debrief of MICU")
    assert Debrief.objects.get().opened()


def report_and_release(cast):
    from rounds.mentorships.models import Release

    cleo = cast.home("Cleo")
    press(cleo, "Year", "link", exact=True)
    press(cleo, "No report yet", "link")
    press(cleo, "Write a report", "link")
    write(
        cleo,
        "A conflict in a team",
        "The night team and the day team disagreed on handover times; we met, and split them.",
    )
    send(cleo, "Give it to Dr. Bob Brandt")
    bob = cast.home("Bob")
    press(bob, "A report waits for your answer", "link")
    write(bob, "What I saw", "You let both finish.")
    write(bob, "What I would try next", "Name the deadline first.")
    send(bob, "Give this answer")
    cleo = cast.home("Cleo")
    press(cleo, "Record", "link", exact=True)
    press(cleo, "What I release to my residency", "link")
    choose(cleo, "Leadership Communication")
    press(cleo, "See what the director will see")
    told(cleo, "You let both finish.")
    press(cleo, "Release it")
    told(cleo, "Released. Below you see who opens it.")
    rolf = cast.home("Rolf")
    press(rolf, "Read what was released", "link")
    press(rolf, "Cleo Castell", "link")
    told(rolf, "You let both finish.")
    assert "Two teams, one bed" not in rolf.inner_text("body")
    assert Release.objects.count() == 1


def change_mentor_at_mid_point(cast):
    from rounds.mentorships.models import Mentorship

    cast.go_to(16, days=145)
    bob = cast.home("Bob")
    press(bob, "Answer, one press", "link")
    choose(bob, "It is right as it is")
    press(bob, "Keep my answer")
    cleo = cast.home("Cleo")
    press(cleo, "Answer, one press", "link")
    choose(cleo, "Something should change")
    press(cleo, "Keep my answer")
    press(cleo, "Ask for a change", "link")
    press(cleo, "Ask for a change")
    told(cleo, "It waits for the program office.")
    alice = cast.home("Alice")
    press(alice, "Read and answer", "link")
    choose(alice, "We arrange a change")
    press(alice, "Answer Dr. Cleo Castell")
    told(alice, "Nobody else is told.")
    told(cast.home("Cleo"), "The program office has answered you")
    press(alice, "End this pair…", "link")
    alice.get_by_label("Why").select_option("changed")
    press(alice, "End this pair and tell 2 people")
    told(alice, "has ended.")
    alice = cast.home("Alice")
    press(alice, "See who can be asked", "link")
    press(alice, "Offer to Dr. Mona Mirza")
    cast.go_on(minutes=20)
    say_yes(cast, "Mona")
    cleo = cast.home("Cleo")
    press(cleo, "Dr. Mona Mirza", "link")
    press(cleo, "Goals", "link")
    choose(cleo, GOAL)
    press(cleo, "Show the ticked ones to Dr. Mona Mirza")
    told(cast.home("Mona"), GOAL)
    assert GOAL not in cast.home("Bob").inner_text("body")
    assert sorted(pair.state for pair in Mentorship.objects.all()) == ["active", "ended"]


def close(cast):
    from rounds.mentorships.models import Mentorship

    ends_on = cast.scene.cohort.cycle.ends_on
    cast.go_to(16, days=(ends_on - datetime.now(UTC).date()).days - 20)
    mona = cast.home("Mona")
    press(mona, "Log a conversation", "link")
    press(mona, "Save conversation")
    told(mona, "Logged: 30 minutes")
    for name in ("Mona", "Cleo"):
        page = cast.home(name)
        press(page, "Answer, one press", "link")
        choose(page, "We go on informally")
        press(page, "Keep my answer")
        told(page, "Thank you. Your answer is kept.")

    cast.go_to(16, days=22)
    cleo = cast.home("Cleo")
    told(cleo, "Nothing waits for you.")
    assert "in line for a mentor" not in cleo.inner_text("main")
    press(cleo, "Year", "link", exact=True)
    told(cleo, "Dr. Mona Mirza")
    assert sorted(pair.state for pair in Mentorship.objects.all()) == ["continued", "ended"]


def kinds_of(message):
    return [part.get_content_type() for part in message.message().walk()]


def calendar_of(message):
    [inside, *_file] = [one for one in message.message().walk() if one.get_content_type() == "text/calendar"]
    return inside.get_payload(decode=True).decode()
