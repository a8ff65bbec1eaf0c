"""Rounds of feedback on their pages: a refusal stands on the page with what was typed, and a report speaks to its reader."""

import re
from types import SimpleNamespace

import pytest

from rounds.core.clock import now
from rounds.core.database.scope import scope
from rounds.web.drawing.feedback import picture_of
from rounds.web.participant.feedback360.telling import told_of
from tests.access.matrix import client_of
from tests.surveys.feedback360.written import a_report

pytestmark = pytest.mark.django_db


def test_send_with_too_few_raters_says_so_on_the_page(standing_world):
    alice = client_of(standing_world.actors["alice"])
    with scope(standing_world.here.id):
        found = standing_world.rows["round of cleo"]
    here = f"/st-brigid/rounds/{found.id}/"

    page = alice.post(here, {"go": "send"})

    assert page.status_code == 200
    assert "are approved; 6 to 8 are needed" in page.content.decode()


def test_leave_out_without_a_reason_is_asked_beside_the_rater(standing_world):
    from rounds.surveys.models import Nomination

    alice = client_of(standing_world.actors["alice"])
    with scope(standing_world.here.id):
        found = standing_world.rows["round of cleo"]
        one = Nomination.objects.get(round=found, state="proposed")

    page = alice.post(f"/st-brigid/rounds/{found.id}/{one.id}/", {"go": "leave", "reason": " "})

    words = page.content.decode()
    assert page.status_code == 200
    assert f'id="reason-{one.id}_error"' in words
    assert "Say why" in words


def test_debrief_opens_a_report_after_a_question_and_is_found_again_from_home(standing_world):
    from rounds.surveys.models import Release360, Round360

    bob, here = client_of(standing_world.actors["bob"]), f"/{standing_world.here.slug}/"
    with scope(standing_world.here.id):
        found = Round360.objects.get(
            debriefer__user=standing_world.actors["bob"].user, release__opened_at=None, state="ready"
        )
        Release360.objects.filter(round=found).update(booked_at=now())
    page = f"{here}feedback/{found.id}/debrief/"

    before = bob.get(page).content.decode()
    question = bob.get(page, {"begin": ""}).content.decode()
    answer = bob.post(page, {"go": "begin"})
    home = bob.get(f"{here}mine/").content.decode()

    assert 'value="begin"' not in before
    assert "?begin" in before
    assert 'value="begin"' in question
    assert f"Open the report for {found.subject.display_name} now?" in question
    assert answer.status_code == 302
    assert page in home


def a_told(*, is_subject, is_open=True):
    name = SimpleNamespace(display_name="Cleo Diaz")
    around = SimpleNamespace(subject=name, debriefer=SimpleNamespace(display_name="Bob Stone"))
    return told_of(SimpleNamespace(said=a_report(), round=around, is_subject=is_subject, is_open=is_open))


def test_the_report_calls_its_person_you_to_themselves_alone():
    own, other = a_told(is_subject=True), a_told(is_subject=False)

    def words_of(told, picture):
        lists = [one.title for one in told.lists] + [b.words for one in told.lists for b in one.behaviors]
        return " ".join([told.heading, *lists, picture.words.title, picture.own])

    mine = words_of(own, picture_of(a_report()))
    theirs = words_of(other, picture_of(a_report(), name="Cleo Diaz"))
    assert re.search(r"\byou\b", mine, re.IGNORECASE)
    assert not re.search(r"\byou\b", theirs, re.IGNORECASE)
    assert "Cleo Diaz" in theirs


def test_the_headline_of_like_domains_names_the_behaviors_that_differ():
    said = a_report()
    for one in said["domains"]:
        one["counts"] = False

    assert picture_of(said).words.title == (
        "Over whole domains, you and the others see much alike; 2 behaviors differ"
    )


def test_a_report_names_who_reads_it_as_it_stands_and_counts_a_supervisor_apart():
    before, after = a_told(is_subject=False, is_open=False), a_told(is_subject=False)

    assert before.readers.startswith("Bob Stone, who debriefs, reads this alone")
    assert after.readers.startswith("Cleo Diaz and Bob Stone")
    said = a_report()
    assert said["supervisor"]["answered"]
    assert f"from {sum(n for _group, n in after.answered)} colleagues and the supervisor" in after.title


def test_a_round_that_was_called_off_says_by_whom_and_keeps_what_was_typed(own_world):
    alice, cleo = (client_of(own_world.actors[one]) for one in ("alice", "cleo"))
    found = own_world.rows["round of cleo"]
    here = f"/st-brigid/feedback/{found.id}/raters/"
    words = cleo.get(here).content.decode()
    assert "to be asked" in words
    assert "Alice" in words.split("outside your line approves")[1][:200]

    alice.post(f"/st-brigid/rounds/{found.id}/call-off/")
    page = cleo.post(here, {"go": "propose", "who": "Somebody Typed", "group": "peers"})

    words = page.content.decode()
    assert "called this round off on" in words
    assert "Somebody Typed" in words
    assert "Propose 6" not in words
    assert "Propose 6" not in cleo.get(here).content.decode()
