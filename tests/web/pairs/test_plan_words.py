"""What the page of a plan says of the time after the end, held against when the rules would ask."""

from datetime import date

from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.selectors.plans import OwnRow, plan_with
from rounds.web.words.plan import after_words

END = date(2027, 6, 30)


def words(*off, **changed):
    rows = {rule: OwnRow(is_on=False, due=0, reminders=(), office_from=None) for rule in off}
    rows |= {
        Rule(rule): OwnRow(is_on=True, due=day, reminders=(day,), office_from=None)
        for rule, day in changed.items()
    }
    return after_words(plan_with(rows), END, has_next=False)


def test_after_the_end_names_the_day_of_the_end_and_the_day_of_the_question():
    first, last = words()

    assert "On 30 Jun 2027 the pair closes by itself" in first
    assert "once, on 28 Sep 2027" in last
    assert "once, on 30 Jul 2027" in words(afterward=30)[-1]


def test_after_the_end_says_what_is_switched_off():
    assert "Afterward is switched off" in words(Rule.AFTERWARD)[-1]
    assert "Closing is switched off" in words(Rule.CLOSING)[-1]


def test_after_a_phase_that_another_follows_the_office_says_how_pairs_go_on():
    assert "opens the next one" in after_words(plan_with({}), END, has_next=True)[0]
