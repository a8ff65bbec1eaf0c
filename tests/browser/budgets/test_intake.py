"""How much work it is: presses counted by a script, times by the keystroke-level model.

The model's constants are published averages (Card, Moran and Newell 1980): 0.28 s a key, 1.1 s to point, 0.2 s
a press, 1.35 s to think before each answer; half a second for each page to come. On a phone a letter takes 0.33 s (36.2
words a minute: Palin and others 2019, 37,370 people), and no hand moves between keys and mouse. What has to be read takes
0.25 s a word (238 words a minute: Brysbaert 2019). No clock is read.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page

KEY, POINT, PRESS, THINK, PAGE = 0.28, 1.1, 0.2, 1.35, 0.5
THUMB, WORD = 60 / (36.2 * 5), 60 / 238


@dataclass
class Hand:
    """Somebody who has read nothing, and counts."""

    page: Page
    presses: int = 0
    keys: int = 0
    answers: int = 0
    pages: int = 0
    words: int = 0
    key: float = KEY

    @property
    def seconds(self) -> float:
        moves = self.presses * (POINT + PRESS) + self.answers * THINK + self.pages * PAGE
        return self.keys * self.key + moves + self.words * WORD

    def read(self, what: Locator) -> None:
        """Read every word of a part of the page, those in its boxes too."""
        boxes = what.locator("textarea, input:not([type=hidden]):not([type=radio]):not([type=checkbox])")
        texts = [what.inner_text(), *(box.input_value() for box in boxes.all())]
        self.words += sum(len(text.split()) for text in texts)

    def press(self, name: str, role: str = "button", *, leaves: bool = True) -> None:
        """Press something by its visible name."""
        self.presses += 1
        where = self.page.get_by_role(role, name=name, exact=True).last
        if not leaves:
            where.click()
            return
        self.pages += 1
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            where.click()

    def choose(self, target: Locator) -> None:
        """Answer by one press."""
        self.presses += 1
        self.answers += 1
        target.check(force=True)

    def write(self, label: str, text: str) -> None:
        """Answer by typing."""
        self.presses += 1
        self.answers += 1
        self.keys += len(text)
        self.page.get_by_label(label, exact=False).first.fill(text)

    def row(self, question: str, word: str) -> None:
        """Answer one row of words."""
        group = self.page.get_by_role("group", name=question)
        self.choose(group.get_by_label(word, exact=True))


@pytest.fixture
def hand(open_window, world):
    def make(who: str, width: int = 390) -> Hand:
        return Hand(open_window(width=width, user=world.users[who]).new_page())

    return make


def test_program_is_launched_in_twelve_presses(hand, world):
    from rounds.core.database.scope import scope
    from rounds.programs.models import Program

    alice = hand("alice", 1280)
    alice.page.goto("/st-brigid/programs/")

    alice.press("Start a program", "link")
    alice.write("Name", "Nurse Leaders")
    alice.press("Make this program")
    for side, who in (("Mentors", "okafor"), ("Mentees", "marchetti")):
        alice.press(f"{side} one by one", "link")
        alice.write("Find by name", who)
        alice.page.keyboard.press("Enter")
        alice.press("Add this person")
    alice.press("Nurse Leaders", "link")
    alice.press("Start this program…", "link", leaves=False)
    alice.press("Start this program")

    with scope(world.institution.id):
        program = Program.objects.get(name="Nurse Leaders")
        assert program.state == "running"
        assert (program.months, program.checkins_per_year) == (12, 4)
        assert program.cycles.get().cohorts.get().enrollments.count() == 2
    print(f"\nU-10: {alice.presses} presses, {alice.keys} keys, {alice.seconds:.0f} s")
    assert alice.presses <= 12


def test_mentee_answers_everything_in_eight_minutes(hand, world):
    from rounds.core.database.scope import scope
    from rounds.programs.models import Intake

    cleo = hand("cleo")
    cleo.page.goto("/st-brigid/intake/")
    cleo.press("Start, about 8 minutes", "link")
    for area, word in (
        ("Resources and finance", "Most"),
        ("Team communication", "Much"),
        ("Strategy and change", "Much"),
        ("Improvement and projects", "A little"),
        ("Developing others", "A little"),
        ("Policy and governance", "Not now"),
        ("Leading yourself", "Much"),
        ("Ethics and integrity", "Not now"),
    ):
        cleo.row(area, word)
    cleo.press("Save and continue")
    cleo.choose(cleo.page.get_by_label("Committee chair"))
    cleo.choose(cleo.page.get_by_label("Led a quality project"))
    cleo.write("In my own words", "Run a project from charter to result, and chair something small.")
    cleo.press("Save and continue")
    for label in ("Plans step by step", "In person", "Video", "English"):
        cleo.choose(cleo.page.get_by_label(label, exact=True))
    cleo.press("Save and continue")
    for part in ("Monday morning", "Tuesday evening", "Thursday afternoon", "Friday early"):
        cleo.choose(cleo.page.get_by_label(part, exact=True))
    cleo.press("Save and continue")
    cleo.row("Telehealth", "Much")
    cleo.press("Save and continue")
    cleo.write("Find by name", "okafor")
    cleo.press("Find")
    cleo.press("Add Dr. Robert Okafor")
    cleo.press("Save and continue")
    cleo.press("Save and continue")  # nobody to keep away from
    for number, item in enumerate(cleo.page.locator("fieldset:has(input[value='10'])").all()):
        cleo.choose(item.get_by_label(str(2 + number % 6), exact=True))
    cleo.write("Protected hours", "2")
    cleo.write("Promised by", "Department chair")
    cleo.row("May we ask you again later", "Yes")
    cleo.press("Save and continue")
    cleo.write("About you", "Second-year resident, nights, likes discharge planning more than is usual.")
    cleo.write("Ask me about", "Handover")
    cleo.choose(cleo.page.get_by_label("I approve this card"))
    cleo.press("Save and continue")
    cleo.press("Send my answers")

    with scope(world.institution.id):
        sent = Intake.objects.get(enrollment=world.things["cleos"])
    assert sent.answers["gaps"]["FIN"] == 3
    print(
        f"\nMentee: {cleo.presses} presses, {cleo.keys} keys, {cleo.pages} pages, {cleo.seconds / 60:.1f} min"
    )
    assert cleo.seconds <= 8 * 60


def test_mentor_answers_everything_in_four_minutes(hand, world):
    from rounds.core.database.scope import scope
    from rounds.programs.models import Intake

    with scope(world.institution.id):
        Intake.objects.filter(enrollment=world.things["bobs"]).delete()
    bob = hand("bob")
    bob.page.goto("/st-brigid/intake/")
    bob.press("Start, about 4 minutes", "link")
    for area, word in (
        ("Resources and finance", "Strong"),
        ("Team communication", "Teach it"),
        ("Strategy and change", "Some"),
        ("Improvement and projects", "Strong"),
        ("Developing others", "Some"),
        ("Policy and governance", "Not mine"),
        ("Leading yourself", "Some"),
        ("Ethics and integrity", "Some"),
    ):
        bob.row(area, word)
    bob.press("Save and continue")
    for label in ("Committee chair", "Division chief", "$500,000 to $5 million"):
        bob.choose(bob.page.get_by_label(label, exact=True))
    bob.press("Save and continue")
    for label in ("Listens and asks", "Opens doors", "Video", "English"):
        bob.choose(bob.page.get_by_label(label, exact=True))
    bob.press("Save and continue")
    for part in ("Monday afternoon", "Wednesday early", "Friday morning"):
        bob.choose(bob.page.get_by_label(part, exact=True))
    bob.press("Save and continue")
    bob.row("Mentees in all", "2")
    bob.write("Hours a month", "3")
    bob.write("Hours of mentor training", "8")
    bob.press("Save and continue")
    bob.row("Telehealth", "Some")
    for _topic in ("priorities", "wishes", "private"):
        bob.press("Save and continue")
    bob.write("Protected hours", "2")
    bob.row("May we ask you again later", "Yes")
    bob.press("Save and continue")
    bob.write("Ask me about", "Budgets without slides")
    bob.choose(bob.page.get_by_label("I approve this card"))
    bob.press("Save and continue")
    bob.press("Send my answers")

    with scope(world.institution.id):
        sent = Intake.objects.get(enrollment=world.things["bobs"])
    assert sent.answers["expertise"]["TEAM"] == 5
    print(f"\nMentor: {bob.presses} presses, {bob.keys} keys, {bob.pages} pages, {bob.seconds / 60:.1f} min")
    assert bob.seconds <= 4 * 60
