"""The article's own example, pressed in a browser: a community hospital, internal medicine, 12 mentors and 20 mentees.

From an institution in which nobody is but its founders: pitch, endorsement, objectives, intake, match, kick-off, six
months, pilot report, gate, a copy for a second department. The presses of the office are counted where the design has a
figure. What thirty people would press each (answers to an offer, agreements, conversations) goes through the services that
their pages call; one pair presses it. Slow: half a year of pages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.core import mail as outbox
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.conftest import sign_in
from tests.browser.walks.people import mentees_sheet, mentors_sheet

pytestmark = [pytest.mark.browser, pytest.mark.long]
SLUG = "mercy-valley"
CONFIDENCE = ("lead_team", "budget", "policy")


@dataclass
class Hand:
    """A person's hand on a mouse: what it presses is counted; the keyboard is free."""

    page: Page
    presses: int = 0

    def press(self, name: str, role: str = "button", *, exact: bool = False) -> None:
        """Press what has this name and wait for what comes."""
        self.presses += 1
        self.page.get_by_role(role, name=name, exact=exact).first.click()
        self.page.wait_for_load_state("domcontentloaded")

    def link(self, name: str, *, exact: bool = False) -> None:
        self.press(name, "link", exact=exact)

    def pick(self, label: str) -> None:
        """Press an answer at its word."""
        self.presses += 1
        self.page.locator("label", has_text=label).first.click()

    def write(self, label: str, text: str, *, nth: int = 0) -> None:
        """Fill a box: a person gets there with the tab key."""
        self.page.get_by_label(label).nth(nth).fill(text)

    def told(self, words: str) -> None:
        self.page.get_by_text(words).first.wait_for()

    def counted(self) -> int:
        """Return how many presses there were since the last count."""
        count, self.presses = self.presses, 0
        return count


@dataclass
class House:
    """The hospital, its people with a window each, and the clock that they share."""

    institution: Any
    clock: Any
    open_window: Any
    url: str
    users: dict[str, Any] = field(default_factory=dict)
    hands: dict[str, Hand] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def hand(self, name: str, *, at: str = "") -> Hand:
        """Return somebody's hand, at their home or at an address."""
        if name not in self.hands:
            page = self.open_window(width=1280, user=self.users[name]).new_page()
            page.on("response", _no_error)
            self.hands[name] = Hand(page)
        sign_in(self.hands[name].page.context, self.users[name], self.url)
        self.hands[name].page.goto(at or f"/{SLUG}/")
        return self.hands[name]

    def go_to(self, day: date) -> None:
        """Let it be four in the afternoon of a day; the worker does its chores."""
        self.clock.move_to(datetime(day.year, day.month, day.day, 16, 5, tzinfo=UTC))
        self.work()

    def pass_by(self, **ahead: float) -> None:
        self.clock.shift(timedelta(**ahead))
        self.work()

    def work(self) -> None:
        """Do what the worker does."""
        from rounds.core.events import dispatch_waiting
        from rounds.core.jobs import run_waiting
        from rounds.core.mail import send_waiting
        from rounds.core.tasks import queue_mail_of_the_day
        from rounds.mentorships.dues.tasks import close_what_is_over

        for chore in (close_what_is_over, queue_mail_of_the_day, run_waiting, dispatch_waiting, send_waiting):
            chore()

    @property
    def program(self) -> Any:
        from rounds.programs.models import Program

        return Program.objects.order_by("id").get(name="Internal Medicine Pilot")

    def viewer(self, person: Any, *roles: str) -> Any:
        from rounds.core.access import Grant, Viewer

        grants = frozenset(Grant(role) for role in roles)
        return Viewer(self.institution.id, person.user_id, person.id, person.full_name, grants)


def _no_error(answer: Any) -> None:
    assert answer.status < 500, answer.url


@pytest.fixture
def house(transactional_db, clock, open_window, live_server):
    from rounds.cli.installation.institution import FirstUser, create_institution
    from rounds.core.database.scope import scope
    from rounds.core.models import Institution

    clock.move_to(datetime(2031, 3, 3, 16, 5, tzinfo=UTC))
    create_institution(
        name="Mercy Valley Hospital",
        slug=SLUG,
        timezone="America/New_York",
        administrator=FirstUser("Sami", "Ode", "it@mercy-valley.example"),
        password="a long one for the walk",
        coordinator=FirstUser("Alva", "Varga", "office@mercy-valley.example"),
    )
    institution = Institution.objects.get()
    Institution.objects.update(mail_is_live=True, reply_to="office@mercy-valley.example")
    with scope(institution.id, institution.timezone):
        house = House(institution, clock, open_window, live_server.url)
        _let_in(house)
        yield house


def _let_in(house: House) -> None:
    """Give a sign-in to the coordinator and to those whom the hospital has appointed beside her."""
    from rounds.core.access import system
    from rounds.core.models import User
    from rounds.people.models import Person
    from rounds.people.services import create_person, grant_role

    by = system(house.institution.id)
    alva = Person.objects.get(family_name="Varga")
    house.users["Alva"] = alva.user or User.objects.create_user(alva.email)
    Person.objects.filter(id=alva.id).update(user=house.users["Alva"])
    for given, family, role in (
        ("Dora", "Engel", "director"),
        ("Gina", "Moss", "gme_officer"),
        ("Fay", "Dunn", "faculty_developer"),
    ):
        email = f"{given.lower()}@mercy-valley.example"
        house.users[given] = User.objects.create_user(email)
        person = create_person(
            by=by, given_name=given, family_name=family, email=email, user=house.users[given]
        )
        grant_role(person=person, role=role, by=by)


def test_article_is_lived_from_an_empty_institution_to_a_second_department(house):
    for step in (pitch, endorse, fix_objectives, gather, match, kick_off, live, decide, copy):
        step(house)
        print(f"{step.__name__}, {datetime.now(UTC):%-d %b %Y}; presses: {house.counts}")
    assert house.counts["issued pitch"] <= 12
    assert house.counts["endorsement sent"] <= 4
    assert house.counts["pilot report"] <= 2
    assert house.counts["dean’s report"] <= 2


def pitch(house: House) -> None:
    alva = house.hand("Alva")
    alva.link("Start a program")
    alva.pick("Pilot in one department, six months")
    alva.write("Name", "Internal Medicine Pilot")
    alva.write("First day", "2031-09-15")
    alva.press("Make this program")
    alva.link("Roll-out", exact=True)
    alva.link("Internal Medicine Pilot")
    alva.link("Begin the roll-out")
    alva.press("Begin the roll-out")
    alva.link("Pitch", exact=True)
    for number, (value, source) in enumerate((("4.6 of 10", "Staff survey"), ("11", "HR, leavers"))):
        alva.write("Value", value, nth=number)
        alva.write("Where it is from", source, nth=number)
        alva.write("Of which year", "2030", nth=number)
    alva.press("Save, and look at it as it would be issued")
    alva.press("Issue this pitch")
    alva.told("Issued as version 1")
    house.counts["issued pitch"] = alva.counted()
    text = alva.page.inner_text("main")
    assert "4.6 of 10 (our own figure, Staff survey, 2030)" in text


def endorse(house: House) -> None:
    from rounds.rollout.selectors.signing import is_endorsed, newest_endorsement, signatures_of

    alva = house.hands["Alva"]
    alva.link("Have it endorsed")
    alva.write("What is asked", "Six months of mentoring for twenty residents of internal medicine.")
    alva.write("Sponsor", "Dean Ruth Amsel")
    alva.write("Hours of mentors", "Internal medicine: 36 hours a month for twelve mentors.")
    alva.write("Money", "$11,200 from the dean’s fund")
    alva.write("Until", "2032-09-01")
    alva.press("Issue the endorsement")
    alva.link("Ask for a signature by mail")
    alva.write("Who is asked", "Dean Ruth Amsel")
    alva.write("E-mail address", "dean@school.example")
    alva.page.get_by_label("Signs as").select_option("sponsor")
    alva.press("Send one letter")
    alva.told("A letter to Dean Ruth Amsel leaves in 15 minutes")
    house.counts["endorsement sent"] = alva.counted()

    house.pass_by(minutes=16)
    [letter] = [one for one in outbox.outbox if one.to == ["dean@school.example"]]
    dean = house.open_window(width=390).new_page()
    dean.goto(urlsplit(re.search(r"http\S+", letter.body)[0]).path)
    dean.get_by_role("button", name="Sign version 1").click()
    dean.get_by_text("nothing more is asked of you").wait_for()
    gina = house.hand("Gina")
    gina.link("Roll-out", exact=True)
    gina.link("Internal Medicine Pilot")
    gina.link("Documents", exact=True)
    gina.link("Stakeholder endorsement")
    gina.link("Read and sign")
    gina.page.get_by_label("You sign as").select_option("dio")
    gina.press("Sign")
    gina.told("Signed by the sponsor and the DIO")
    document = newest_endorsement(house.program.id)
    assert is_endorsed(signatures_of([document])[document.id])


def fix_objectives(house: House) -> None:
    from rounds.rollout.models import ObjectiveSet

    alva = house.hand("Alva", at=f"/{SLUG}/roll-out/{house.program.id}/objectives/")
    alva.page.locator("select[name=tier]").select_option("resident")
    alva.press("Take the drafts")
    alva.press("Ask to lock them")
    dora = house.hand("Dora", at=f"/{SLUG}/roll-out/{house.program.id}/objectives/")
    dora.press("Lock these objectives")
    dora.told("Locked and issued")
    alva = house.hand("Alva", at=f"/{SLUG}/roll-out/{house.program.id}/plan/")
    alva.press("Save the plan")
    alva.press("Lock this plan")
    alva.told("Locked and issued")
    assert ObjectiveSet.objects.get().locked_at
    alva.counted()


def gather(house: House) -> None:
    from rounds.programs.models import Enrollment, Intake

    house.go_to(date(2031, 8, 4))
    cohort = house.program.cycles.get().cohorts.get()
    for kind, sheet in (("mentors", mentors_sheet()), ("mentees", mentees_sheet())):
        alva = house.hand("Alva", at=f"/{SLUG}/imports/new/?kind={kind}&cohort={cohort.id}")
        file = {"name": f"{kind}.csv", "mimeType": "text/csv", "buffer": sheet}
        alva.page.set_input_files("input[name=file]", file)
        alva.press("Check what will happen")
        for _again in range(2):
            if alva.page.get_by_role("button", name="Use these answers").count():
                alva.press("Use these answers")
        alva.press("Import ")
        alva.told("Imported")
    assert Enrollment.objects.filter(side="mentor").count() == 12
    assert Enrollment.objects.filter(side="mentee").count() == 20
    for enrollment in Enrollment.objects.select_related("person"):
        _send_intake(house, enrollment)
    assert Intake.objects.exclude(submitted_at=None).count() == 32


def _send_intake(house: House, enrollment: Any) -> None:
    """Let somebody send what the sheet said of them, with ways and hours to meet, confidence or promised hours."""
    from rounds.programs.services import Submission, record_baseline, submit_intake
    from rounds.programs.services.intakes import BaselineFacts
    from rounds.programs.values.answers import answers_from_json

    by = house.viewer(enrollment.person)
    filled = {**enrollment.intakes.get().answers, "modalities": ["video"], "hours": [10, 11], "zone": "UTC"}
    answers = answers_from_json(enrollment.side, filled)
    submit_intake(by=by, enrollment=enrollment, submission=Submission(answers=answers))
    items = {} if enrollment.side == "mentor" else dict.fromkeys(CONFIDENCE, 4)
    hours = {"protected_hours": 3, "promised_by": "Department chair"} if enrollment.side == "mentor" else {}
    record_baseline(by=by, enrollment=enrollment, facts=BaselineFacts(items=items, **hours))


def match(house: House) -> None:
    from rounds.mentorships.models import Mentorship

    alva = house.hand("Alva", at=f"/{SLUG}/programs/{house.program.id}/")
    alva.link("Start this program…")
    alva.press("Start this program")
    alva.told("starts on 15 Sep 2031")
    cohort = house.program.cycles.get().cohorts.get()
    alva = house.hand("Alva", at=f"/{SLUG}/matching/cohorts/{cohort.id}/")
    alva.press("Find mentors for 20 mentees")
    house.work()
    alva.page.wait_for_selector("h1:has-text('Review')")
    run = urlsplit(alva.page.url).path
    alva.link("Send for approval")
    alva.press("Send 20 pairs for approval")
    alva.told("Sent for approval")
    dora = house.hand("Dora", at=f"{run}approval/")
    dora.press("Approve 20 pairs")
    alva = house.hand("Alva", at=f"{run}publish/")
    alva.press("Publish 20 pairs")
    house.pass_by(minutes=20)
    assert Mentorship.objects.filter(state="offered").count() == 20


def kick_off(house: House) -> None:
    from rounds.matching.models import Offer
    from rounds.matching.publishing.services.answers import accept_as_mentee, accept_as_mentor
    from rounds.mentorships.models import Mentorship

    rows = Offer.objects.select_related("mentorship__mentor", "mentorship__mentee")
    _say_yes(house, "mentor", rows[0].mentorship.mentor, "Thank you.")
    # a mentor of two has answered one of them
    pair = rows.exclude(mentor_answered_at=None).get().mentorship
    _say_yes(house, "mentee", pair.mentee, "Agreed. The pair begins.")
    for one in rows.filter(mentor_answered_at=None):
        mentor, mentee = (house.viewer(who) for who in (one.mentorship.mentor, one.mentorship.mentee))
        accept_as_mentor(offer_id=one.id, meeting_at=None, modality="", by=mentor)
        accept_as_mentee(offer_id=one.id, meeting_at=None, by=mentee)
    assert Mentorship.objects.filter(state="active").count() == 20

    house.go_to(date(2031, 9, 15))
    mentee = house.hand("mentee")
    mentee.link("Agreement")
    mentee.link("Fill in and propose")
    mentee.press("Sign and propose")
    mentor = house.hand("mentor")
    mentor.link("Read and sign")
    mentor.press("Sign", exact=True)
    mentor.told("Signed by both")
    for other in Mentorship.objects.exclude(id=pair.id).select_related("mentor", "mentee"):
        _agree(house, other)
    alva = house.hand("Alva", at=f"/{SLUG}/roll-out/{house.program.id}/")
    alva.link("Kick-off", exact=True)
    alva.write("Note", "Auditorium B, 30 of 32 came")
    alva.press("Say that it is done")
    alva.told("Done. Your words stand beside it.")


def _say_yes(house: House, name: str, person: Any, words: str) -> None:
    """Give somebody a sign-in, and let them press yes to what waits at their home."""
    from rounds.core.models import User

    house.users[name] = User.objects.create_user(person.email)
    type(person).objects.filter(id=person.id).update(user=house.users[name])
    hand = house.hand(name)
    hand.link("Read and answer")
    hand.press("Say yes", exact=True)
    hand.told(words)


def _agree(house: House, pair: Any) -> None:
    from rounds.mentorships.agreements.services import propose_agreement, sign_agreement
    from rounds.mentorships.agreements.values.terms import default_terms

    mentee, mentor = house.viewer(pair.mentee), house.viewer(pair.mentor)
    version = propose_agreement(
        mentorship_id=pair.id, terms=default_terms(date(2032, 1, 15)), seen=0, by=mentee
    )
    sign_agreement(version=version, digest=version.digest, by=mentor)


def live(house: House) -> None:
    """Six months: each pair talks once a month; one of them presses it."""
    from rounds.mentorships.conversations.services.log import Held, log_conversation
    from rounds.mentorships.models import Conversation, Mentorship

    pairs = list(Mentorship.objects.select_related("mentor", "mentee"))
    for month in (10, 11, 12, 1, 2, 3):
        house.go_to(date(2032 if month < 9 else 2031, month, 9))
        mentor = house.hand("mentor")
        pressed_by = mentor.page.get_by_role("link", name="Log a conversation").count()
        if pressed_by:
            mentor.link("Log a conversation")
            mentor.press("Save conversation")
            mentor.told("Logged: 30 minutes")
        for pair in pairs:
            if pressed_by and pair.mentor.user_id == house.users["mentor"].id:
                continue
            held = Held(
                entry_id=uuid4(), held_on=date.fromisoformat(f"{datetime.now(UTC):%Y-%m-%d}"), minutes=40
            )
            log_conversation(mentorship_id=pair.id, held=held, by=house.viewer(pair.mentor))
    assert Conversation.objects.count() >= 6 * 18


def decide(house: House) -> None:
    from rounds.rollout.models import GateDecision

    house.go_to(house.program.cycles.get().ends_on)
    alva = house.hand("Alva")
    for name, way, file in (
        ("pilot report", "Report of the year", "PDF"),
        ("dean’s report", "Evidence", "PDF, US Letter"),
    ):
        alva = house.hand("Alva")
        alva.counted()
        alva.link(way)
        with alva.page.expect_download() as taken:
            alva.link(file)
        assert PdfReader(taken.value.path()).trailer["/Root"]["/MarkInfo"]["/Marked"]
        house.counts[name] = alva.counted()

    alva = house.hand("Alva", at=f"/{SLUG}/roll-out/{house.program.id}/gate/")
    alva.page.get_by_label("We have asked").check()
    alva.press("Read the gate, once")
    alva.told("Read, once.")
    said = " ".join(alva.page.inner_text("main").split())
    assert "Agreements signed must: 20 of 20 (100%" in said, said
    alva.page.get_by_label("Decision").select_option("changes")
    alva.write("Why", "Pairs met; the next department has asked.")
    alva.write("We go although", "the end survey was answered by few")
    alva.press("Write the decision")
    alva.told("It counts once somebody else has confirmed it.")
    dora = house.hand("Dora", at=f"/{SLUG}/roll-out/{house.program.id}/gate/")
    dora.press("Confirm this decision")
    dora.told("Confirmed and issued")
    assert GateDecision.objects.get().confirmed_at


def copy(house: House) -> None:
    from rounds.mentorships.models import Mentorship
    from rounds.programs.models import Enrollment, Program

    alva = house.hand("Alva", at=f"/{SLUG}/roll-out/{house.program.id}/scale/")
    alva.link("Copy")
    alva.write("Name", "Surgery")
    alva.write("First day", "2032-09-13")
    alva.press("Make the copy")
    alva.told("Nobody came along.")
    made = Program.objects.get(name="Surgery")
    assert not Enrollment.objects.filter(cohort__cycle__program=made).exists()
    assert not Mentorship.objects.filter(cycle__program=made).exists()
    assert made.months == house.program.months
