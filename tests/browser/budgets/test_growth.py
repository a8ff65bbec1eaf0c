"""How many presses growing takes on a phone: rating oneself, a goal from a proposal, a question and its answer.

Each press is one of a real browser, which draws the page that follows.
"""

from __future__ import annotations

import re

import pytest

from tests.browser.budgets.test_intake import Hand


@pytest.fixture
def hand(open_window, world):
    def make(who: str) -> Hand:
        return Hand(open_window(width=390, user=world.users[who], touch=True).new_page())

    return make


def test_sixteen_taps_rate_both_tiers(hand, world):
    from rounds.core.database.scope import scope
    from rounds.mentorships.models import IndicatorRatings

    wren = hand("wren")
    wren.page.goto("/st-brigid/growth/ratings/")

    for row in wren.page.locator(".rating").all():
        wren.choose(row.get_by_label("3", exact=True))
    taps = wren.presses
    wren.press("Keep my ratings")
    wren.page.wait_for_url("**/growth/progress/")

    with scope(world.institution.id):
        said = IndicatorRatings.objects.filter(mentorship=None).latest("rated_at").opened()
    print(f"\nrating: {taps} taps and one to keep them, {wren.seconds:.0f} s")
    assert (taps, len(said), set(said.values())) == (16, 16, {"3"})
    assert "/progress/" in wren.page.url


def test_goal_comes_from_a_proposal_in_three_presses(hand, world):
    from rounds.core.database.scope import scope
    from rounds.mentorships.models import Goal

    wren = hand("wren")
    wren.page.goto("/st-brigid/growth/progress/")
    wren.page.get_by_role("link", name="Make it a goal").first.click()
    wren.presses += 1
    wren.write("First step", "Ask the unit's manager for last month's report")
    wren.press("Keep this goal")
    wren.page.wait_for_url(re.compile(r"/growth/goals/[0-9a-f-]{36}/$"))

    with scope(world.institution.id):
        goal = Goal.objects.latest("opened_at")
        words, readers = goal.words.get().opened(), goal.readers.count()
    print(f"\na goal from a proposal: {wren.presses} presses, {wren.seconds:.0f} s")
    assert (wren.presses, len(words["steps"]), len(words["indicators"])) == (3, 1, 1)
    assert readers == 1


def test_question_and_answer_take_three_presses_each(hand, world):
    from rounds.core.database.scope import scope
    from rounds.mentorships.models import Ask

    bob, wren = hand("bob"), hand("wren")
    bob.page.goto("/st-brigid/")
    bob.press("Ask something", "link")
    bob.write("Your question to", "Did the charge nurse agree?")
    bob.press("Ask")
    bob.page.get_by_text("finds it on the home page").wait_for()
    wren.page.goto("/st-brigid/")
    wren.press("Answer", "link")
    wren.write("Your answer", "She did, for Monday.")
    wren.press("Send the answer")
    wren.page.get_by_text("Answered.").wait_for()

    with scope(world.institution.id):
        said = Ask.objects.latest("asked_at").opened()
    print(
        f"\na question: {bob.presses} presses, {bob.seconds:.0f} s; its answer: {wren.presses}, {wren.seconds:.0f} s"
    )
    assert said == {"question": "Did the charge nurse agree?", "answer": "She did, for Monday."}
    assert (bob.presses, wren.presses) == (3, 3)
