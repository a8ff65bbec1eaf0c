"""A form that is sent twice is one; two windows on one thing lose nothing, one after another and at the same moment."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.test import Client

from rounds.core.database.scope import scope
from rounds.mentorships.models import Conversation, Note
from rounds.surveys.answering.services import make_link
from rounds.web.mail.day import stop_link
from tests.access.matrix import read_policy, rolled_back
from tests.security.posts import EXCUSED, posts
from tests.security.twice.sending import at_once, counts, kept_by, more, opened, place_of
from tests.world import build_world

TESTS = Path(__file__).parents[2]
THE_TWO = ("cleo", "bob")
YEAR = ("pairs:", "growth:", "releases:", "received:", "record:", "calendar:", "reminders:")
# These once made two.
ONCE_TWO = ("people:training", "surveys:new", "matching:note", "year:new_group", "year:reopen_group")
LONG = os.environ.get("ROUNDS_LONG") == "1"
# Each brings a file: the second is another file to check, and nothing is written of either before somebody says so.
FILES = {
    "rotations:new": {"integrations_spreadsheetimport", "integrations_stagedrows"},
    "imports:new": {"integrations_spreadsheetimport", "integrations_stagedrows"},
    "evidence:history": {"integrations_spreadsheetimport"},
    # the other side is asked again, and what it answers is kept each time
    "connections:try": {"integrations_connectionrun"},
}
# What somebody sends who has not signed in, and the test that sends it twice.
PUBLIC = {
    "account_request_login_code": "account/test_code_limits.py::test_link_is_mailed_once_an_hour_and_lasts_one",
    "account_confirm_login_code": "account/test_sign_in.py::test_code_works_once_and_only_in_its_browser",
    "account_login": "account/test_code_limits.py::test_sixty_guesses_at_once_are_looked_at_as_often_as_allowed",
    "mfa_authenticate": "account/test_sign_in.py::test_second_factor_is_asked_and_counts_once",
    "account_invitation": "account/test_invitations.py::test_invitation_works_once",
    "account_sign_in_link": "account/test_code_limits.py::test_owner_who_is_locked_out_comes_in_by_a_link_once",
    "openid_connect_login": "account/test_organization.py::test_code_and_state_count_once",
    "stop_reminders": "security/twice/test_sent_twice.py::test_link_in_a_mail_that_is_pressed_again_adds_nothing",
    "survey_page": "security/twice/test_sent_twice.py::test_link_in_a_mail_that_is_pressed_again_adds_nothing",
    "survey_call": "surveys/test_calling.py::test_wish_reaches_whom_it_names_and_asking_twice_is_once",
    "survey_no": "security/twice/test_sent_twice.py::test_link_in_a_mail_that_is_pressed_again_adds_nothing",
    "lti_launch": "integrations/lti/test_negatives.py::test_each_lie_is_refused_with_a_reason_in_the_log",
    "lti_register": "integrations/lti/test_registering.py::test_two_presses_register_once",
    "lti_join": "integrations/lti/test_launching.py::test_forms_that_are_sent_again_join_and_open_once",
    "lti_prove": "integrations/lti/test_launching.py::test_forms_that_are_sent_again_join_and_open_once",
    "lti_task": "integrations/lti/test_launching.py::test_forms_that_are_sent_again_join_and_open_once",
    "later": "insights/test_following.py::test_page_that_is_sent_twice_is_one_answer",
    "sign_off": "rollout/test_links.py::test_twenty_signatures_and_ticks_that_may_not_be_are_refused",
    "dossier_enter": "rollout/test_dossiers.py::test_code_opens_one_dossier_until_it_ends_and_nobody_else_opens_it",
    "later_stop": "insights/test_following.py::test_one_press_stops_it_for_good",
}
# These make nothing: they end a session, or begin one of the demo.
NOTHING_MADE = {"account_logout", "demo_sign_in", "lti_login"}
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
    """Return the forms; the day on which they are sent is that of the institution."""
    with scope(world.here.id):
        found = posts(world)
    names = AT_ONCE if at_once else list(found)
    return {name: found[name] for name in names if name not in EXCUSED}


def test_every_form_of_the_addresses_is_sent_twice_here_or_named_with_its_test(world):
    """`posts` has every form of who is signed in (test_mass_assignment); of the others each names its test."""
    public = {name for name, row in read_policy().items() if row.get("POST") == "public"}
    with scope(world.here.id):
        known = posts(world)

    assert {*PUBLIC} | NOTHING_MADE == public
    assert {*AT_ONCE, *FILES} <= set(known)
    for name, node in PUBLIC.items():
        path, _, test = node.partition("::")
        assert f"def {test}(" in (TESTS / path).read_text(), f"{node} does not send {name}"


def test_form_that_is_sent_again_adds_nothing(world):
    """Take some 140 forms, every one in the long version: that is the time which it takes."""
    twice, found = {}, forms_of(world)
    others = [name for name in found if not name.startswith(YEAR)]
    short = {name for name in found if name.startswith(YEAR)} | {*others[::4], *ONCE_TWO}

    for name, post in found.items():
        if name not in short and not LONG:
            continue
        with rolled_back(), scope(world.here.id):
            window = opened(name, post, *place_of(world, name, post))
            first, _text = window.send()
            once = counts()
            again, _text = window.send()
            added = more(once, counts())
            if again >= 500 or set(added) - FILES.get(name, set()):
                twice[name] = (first, again, added)

    assert twice == {}


def test_link_in_a_mail_that_is_pressed_again_adds_nothing(world):
    asked, visitor = world.rows["request here"], Client()
    with scope(world.here.id):
        way_in, stop = make_link(asked), stop_link(world.actors["cleo"].person.id, world.here.id)
    visitor.get(f"/s/{way_in}/")
    answers = {"a-sat_all": "2", "go": "next"}

    for path, data in (
        (stop, {}),
        ("/answer/1/", answers),
        ("/answer/2/", {"go": "next"}),
        ("/answer/no/", {}),
    ):
        statuses = [visitor.post(path, data).status_code]
        once = counts()
        statuses.append(visitor.post(path, data).status_code)

        assert max(statuses) < 500, path
        assert more(once, counts()) == {}, path


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
