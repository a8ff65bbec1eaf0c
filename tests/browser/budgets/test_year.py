"""How much work the year is on a phone: presses counted, times by the keystroke-level model of `test_intake`.

A press that only puts the cursor into a box belongs to typing; every other press counts.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.browser.budgets.test_intake import THUMB, Hand

MENTEES = ("Cleo", "Dora", "Emil")
NOTE = (
    "Asked for the variance report and got half of it; she will sit in on the capital meeting, then we look at her "
    "draft together. She doubts that anybody reads it: show her last year's minutes, page four."
)
SHORT = "Quiet at first; ask about the budget."


class Thumbs(Hand):
    """Somebody with a phone, who counts what is pressed beside typing."""

    typed: int = 0

    def write(self, label: str, text: str) -> None:
        super().write(label, text)
        self.typed += 1

    @property
    def beside(self) -> int:
        """Return the presses beside typing."""
        return self.presses - self.typed

    def go(self, name: str, of: str = "") -> None:
        """Press a link, on somebody's card if there are several."""
        self.presses += 1
        self.pages += 1
        where = self.page.locator("section", has_text=of).last if of else self.page
        where.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state("domcontentloaded")


@pytest.fixture
def year(transactional_db, open_window):
    """Bob with three mentees since three months; one has proposed an agreement, two ask, one left the ICU yesterday."""
    from rounds.core.clock import institution_today
    from rounds.core.database.scope import scope
    from rounds.core.models import Institution
    from rounds.mentorships.agreements.services import propose_agreement, sign_agreement
    from rounds.mentorships.agreements.values.terms import default_terms
    from rounds.mentorships.growth.services.asks import Question, ask_question
    from rounds.mentorships.models import Mentorship
    from rounds.mentorships.services.limits import Opening
    from rounds.mentorships.services.pairs import open_pairs
    from rounds.programs.models import Rotation
    from tests.matching.scenes import add_mentee, make_scene

    institution = Institution.objects.create(slug="st-brigid", name="St. Brigid Health")
    with scope(institution.id, institution.timezone):
        scene, today = make_scene(institution), institution_today()
        for name in MENTEES[1:]:
            add_mentee(scene, name, "Castell", login=True)
        bob = scene.enrollments["Bob", "mentor"]
        openings = [
            Opening(
                mentee_enrollment_id=scene.enrollments[name, "mentee"].id,
                mentor_enrollment_id=bob.id,
                mentee_id=scene.people[name].id,
                mentor_id=bob.person_id,
                places=3,
            )
            for name in MENTEES
        ]
        open_pairs(
            pairs=openings,
            cycle_id=scene.cohort.cycle_id,
            program_id=scene.program.id,
            by=scene.alice,
            state="active",
        )
        Mentorship.objects.update(opened_on=today - timedelta(days=90))
        pairs = {pair.mentee.given_name: pair for pair in Mentorship.objects.select_related("mentee")}
        terms = default_terms(today + timedelta(days=90))
        for name in ("Dora", "Emil"):
            by = scene.viewer(name, "mentee")
            version = propose_agreement(mentorship_id=pairs[name].id, terms=terms, seen=0, by=by)
            if name == "Emil":
                sign_agreement(version=version, digest=version.digest, by=scene.bob)
        for name in ("Dora", "Emil"):
            asked = Question(text="Who decides on the float pool next year?", goal_id=None, entry_id=uuid4())
            ask_question(mentorship_id=pairs[name].id, question=asked, by=scene.viewer(name, "mentee"))
        Rotation.objects.create(
            person=scene.people["Cleo"],
            name="ICU",
            kind="major",
            from_on=today - timedelta(days=28),
            to_on=today - timedelta(days=1),
        )
        scene.pairs = pairs

        def hand(name: str) -> Thumbs:
            window = open_window(width=390, user=scene.people[name].user, touch=True)
            found = Thumbs(window.new_page(), key=THUMB)
            found.page.goto("/st-brigid/")
            return found

        scene.hand = hand
        yield scene


def log(bob: Thumbs, mentee: str, note: str) -> None:
    bob.page.goto("/st-brigid/")
    bob.go("Log a conversation", of=f"{mentee} Castell")
    bob.write("Note", note)
    bob.press("Save conversation")
    bob.page.get_by_text("Logged:").wait_for()


def test_conversation_with_a_private_note_is_logged_in_four_presses_and_45_seconds(year):
    from rounds.mentorships.models import Note

    bob = year.hand("Bob")

    bob.go("Log a conversation", of="Cleo Castell")
    bob.choose(bob.page.get_by_label("45", exact=True))
    bob.write("Note", SHORT)
    bob.press("Save conversation")
    bob.page.get_by_text("Logged: 45 minutes").wait_for()

    note = Note.objects.get()
    print(f"\nlog with a note of {len(SHORT)} characters: {bob.beside} presses, {bob.seconds:.0f} s")
    assert (note.audience, note.opened()) == ("private", {"text": SHORT})
    assert bob.beside <= 4
    assert bob.seconds <= 45


def test_debrief_takes_three_presses(year):
    from rounds.mentorships.models import Debrief

    cleo = year.hand("Cleo")

    cleo.go("Debrief of ICU waits")
    cleo.choose(cleo.page.get_by_label("45", exact=True))
    cleo.write("What went well", "The family meeting.")
    cleo.press("Save debrief")
    cleo.page.get_by_text("only you two read the answers").wait_for()

    print(f"\ndebrief: {cleo.beside} presses, {cleo.seconds:.0f} s")
    assert Debrief.objects.get().opened() == {"went_well": "The family meeting."}
    assert cleo.beside <= 3


def test_second_agreement_takes_two_minutes_with_reading(year):
    from rounds.mentorships.models import Signature

    cleo, bob = year.hand("Cleo"), year.hand("Bob")

    cleo.go("No agreement signed by both yet")
    cleo.go("Fill in and propose")
    cleo.read(cleo.page.locator("main form").first)
    cleo.press("Sign and propose")
    bob.page.goto("/st-brigid/")
    bob.go("Read and sign", of="Cleo Castell")
    bob.read(bob.page.locator("main"))
    bob.press("Sign")
    bob.page.get_by_text("it is in force now").wait_for()

    print(
        f"\nagreement: {cleo.presses} presses, {cleo.seconds:.0f} s; signing: {bob.presses}, {bob.seconds:.0f} s"
    )
    assert Signature.objects.filter(version__mentorship=year.pairs["Cleo"]).count() == 2
    assert bob.seconds <= 120
    assert cleo.seconds <= 120


def test_month_of_a_mentor_with_three_mentees_takes_ten_minutes(year):
    from rounds.mentorships.models import Ask, Conversation, Debrief, Note, Signature

    assert len(NOTE) == 200
    bob = year.hand("Bob")

    for mentee in ("Dora", "Emil", "Cleo"):
        if mentee != "Cleo":
            log(bob, mentee, NOTE)
            bob.page.goto("/st-brigid/")
            bob.go("Answer", of=f"{mentee} Castell")
            bob.read(bob.page.locator("main strong").first)
            bob.write("Your answer", "The chief nurse, in April; ask Lena for the draft.")
            bob.press("Send the answer")
            bob.page.get_by_text("Answered.").wait_for()
    bob.page.goto("/st-brigid/")
    bob.go("Debrief of ICU waits")
    bob.write("A conflict", NOTE)
    bob.press("Save debrief")
    bob.page.get_by_text("only you two read the answers").wait_for()
    bob.page.goto("/st-brigid/")
    bob.go("Log a conversation", of="Cleo Castell")
    bob.write("Note", NOTE)
    bob.press("Save conversation")
    bob.page.get_by_text("Logged:").wait_for()
    bob.page.goto("/st-brigid/")
    bob.go("Read and sign", of="Dora Castell")
    bob.read(bob.page.locator("main"))
    bob.press("Sign")
    bob.page.get_by_text("it is in force now").wait_for()

    print(
        f"\nmonth: {bob.presses} presses, {bob.keys} keys, {bob.words} words read, {bob.seconds / 60:.1f} min"
    )
    done = (Note, 3), (Conversation, 4), (Debrief, 1)
    assert [model.objects.count() for model, _count in done] == [count for _model, count in done]
    assert Ask.objects.filter(state="answered").count() == 2
    assert Signature.objects.count() == 4
    assert bob.seconds <= 600
