"""A form that is sent twice is one; two windows on one thing lose nothing, one after another and at the same moment."""

from __future__ import annotations

import pytest

from rounds.core.database.scope import scope
from rounds.mentorships.models import Conversation, Note
from tests.access.matrix import rolled_back
from tests.security.posts import EXCUSED, posts
from tests.security.twice.sending import at_once, counts, kept_by, more, opened, place_of
from tests.world import build_world

THE_TWO = ("cleo", "bob")
YEAR = ("pairs:", "growth:", "releases:", "received:", "record:", "calendar:", "reminders:")
# What two people, or two windows, most likely send at the same moment; in an order in which each finds its state.
AT_ONCE = (
    "releases:mine",
    "pairs:log",
    "pairs:plan",
    "pairs:times",
    "pairs:note",
    "pairs:debrief",
    "pairs:new_report",
    "pairs:report",
    "pairs:agreement",
    "pairs:propose",
    "pairs:question",
    "pairs:lost_time",
    "growth:new_goal",
    "growth:goal",
    "growth:change_goal",
    "growth:close_goal",
    "growth:asks",
    "growth:answer",
    "growth:feedback",
    "growth:doors",
    "growth:ratings",
    "growth:rate",
    "record:away",
)


@pytest.fixture
def world(transactional_db):
    return build_world()


def forms_of(world, *, at_once=False):
    """Return the forms of the year; the day on which they are sent is that of the institution."""
    with scope(world.here.id):
        found = posts(world)
    names = AT_ONCE if at_once else [name for name in found if name.startswith(YEAR)]
    return {name: found[name] for name in names if name not in EXCUSED}


def test_form_of_the_year_that_is_sent_again_adds_nothing(world):
    """Take each of some 80 forms: that is the time which it takes."""
    twice = {}

    for name, post in forms_of(world).items():
        with rolled_back(), scope(world.here.id):
            window = opened(name, post, *place_of(world, name, post))
            first, _text = window.send()
            once = counts()
            again, _text = window.send()
            if again >= 500 or more(once, counts()):
                twice[name] = (first, again, more(once, counts()))

    assert twice == {}


def test_form_of_the_year_sent_twice_at_the_same_moment_is_one(world):
    """Send each form by two real requests: that is the time which it takes."""
    wrong, refused = {}, []

    for name, post in forms_of(world, at_once=True).items():
        with rolled_back(), scope(world.here.id):
            window = opened(name, post, *place_of(world, name, post))
            before = counts()
            window.send()
            once = more(before, counts())
        window = opened(name, post, *place_of(world, name, post))
        before = counts()
        answers = at_once([window, window])
        statuses = sorted(status for status, _text in answers)
        if 302 not in statuses:
            refused.append((name, statuses))
        if statuses[-1] >= 500 or more(before, counts()) != once:
            wrong[name] = (answers if statuses[-1] >= 500 else statuses, once, more(before, counts()))

    assert wrong == {}
    assert refused == []


def test_words_of_two_windows_at_the_same_moment_are_both_kept_or_given_back(world):
    """Type into each form with boxes in two windows: that is the time which it takes."""
    lost, typed = {}, 0

    for number, (name, post) in enumerate(forms_of(world, at_once=True).items()):
        actor, thing = place_of(world, name, post)
        windows = [opened(name, post, actor, thing) for _ in range(2)]
        words = [f"Word Zzwindow{number:03}{which}" for which in "ab"]
        typing = [window.typing(word) for window, word in zip(windows, words, strict=True)]
        if typing == windows:
            continue
        typed += 1
        answers, record = at_once(typing), None
        for word, (status, text) in zip(words, answers, strict=True):
            if status < 500 and word in text:
                continue
            record = record or kept_by(world, *THE_TWO)
            if status >= 500 or word not in record:
                lost[f"{name} {word}"] = (status, text[:300])

    assert lost == {}
    assert typed > 10


def test_both_log_the_same_conversation_at_the_same_moment_and_it_is_offered_as_one(world):
    post = forms_of(world, at_once=True)["pairs:log"]
    _actor, thing = place_of(world, "pairs:log", post)
    windows = [opened("pairs:log", post, world.actors[name], thing).typing(f"Zzof{name}") for name in THE_TWO]
    before = Conversation.everywhere.count(), Note.everywhere.count()

    answers = at_once(windows)

    assert Conversation.everywhere.count() == before[0] + 1
    assert Note.everywhere.count() == before[1] + 1
    first, second = sorted(answers)
    late = THE_TWO[answers.index(second)]
    assert first[0] == 302
    assert "has logged a conversation for" in second[1]
    assert f"Zzof{late}" in second[1]
