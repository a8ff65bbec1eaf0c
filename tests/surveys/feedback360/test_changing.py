"""A planned round is changed, called off and taken up; a name is found as people write it."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.models import OutgoingMail
from rounds.surveys.enums import NominationState, RoundState
from rounds.surveys.feedback360.selectors.lines import person_named
from rounds.surveys.feedback360.services.changing import Change, call_off_round, change_round, take_up_round
from rounds.surveys.feedback360.services.ending import end_round
from rounds.surveys.feedback360.services.nominating import propose_person
from rounds.surveys.feedback360.services.sending import send_round
from rounds.surveys.models import (
    AnonymousAnswer,
    Ballot,
    Box,
    ExternalRater,
    Nomination,
    Request,
    Round360,
)
from tests.surveys.feedback360 import scenes


@pytest.fixture(autouse=True)
def _hospital(in_hospital, settings, tmp_path):
    settings.BOX_KEYS = tmp_path / "box-keys"


def as_it_is(found):
    found = Round360.objects.get(id=found.id)
    return Change(found.debriefer, tuple(found.groups), found.closes_on)


def test_a_planned_round_is_changed_and_its_left_out_raters_are_there_again():
    found = scenes.approved(sizes={"peers": 2, "learners": 1})
    day = institution_today() + timedelta(days=30)
    by = scenes.developer()

    change_round(round_id=found.id, change=Change(scenes.person("Nora"), ("peers",), day), by=by)

    now = Round360.objects.get(id=found.id)
    assert (now.debriefer.given_name, now.groups, now.closes_on) == ("Nora", ["peers"], day)
    left = Nomination.objects.get(round=found, group="learners")
    assert (left.state, left.reason) == (NominationState.REFUSED, "This group is not asked.")
    # and may be proposed as a peer instead
    assert propose_person(round_id=found.id, group="peers", person=left.person, by=by).group == "peers"


def test_a_change_is_refused_with_its_field():
    found = scenes.approved(sizes={"peers": 2})
    by, change = scenes.developer(), as_it_is(found)

    for wrong, field in (
        (replace(change, debriefer=scenes.person("Helen")), "debriefer"),
        (replace(change, debriefer=scenes.person("Peers0")), "debriefer"),
        (replace(change, groups=()), "groups"),
        (replace(change, closes_on=institution_today() + timedelta(days=3)), "closes_on"),
    ):
        with pytest.raises(DomainError) as refused:
            change_round(round_id=found.id, change=wrong, by=by)
        assert refused.value.field == field
    assert as_it_is(found) == change


def test_what_was_sent_is_neither_changed_nor_called_off():
    found = scenes.sent(sizes={"peers": 8})
    by = scenes.developer()

    with pytest.raises(OutOfOrder):
        change_round(round_id=found.id, change=as_it_is(found), by=by)
    with pytest.raises(OutOfOrder):
        call_off_round(round_id=found.id, by=by)
    with pytest.raises(OutOfOrder):
        take_up_round(round_id=found.id, by=by)


def test_a_sent_round_that_is_called_off_is_deleted_unread_and_all_who_were_asked_are_told_alike():
    found = scenes.sent(sizes={"peers": 8, "outside": 6})
    draw = random.Random(1)
    scenes.answer(found, "peers", 6, draw=draw)
    Request.objects.filter(wave__campaign_id=found.campaign_id, state="waiting").update(
        state="asked", asked_on=institution_today()
    )

    told = end_round(round_id=found.id, by=scenes.developer())

    # eight peers, six outside, the line manager and the person
    mails = OutgoingMail.objects.filter(kind="feedback360_off")
    assert told == mails.count() == 16
    assert len({one.body.split(",", 1)[1] for one in mails}) == 2  # to oneself, and to everybody else
    assert Ballot.objects.count() == 0
    assert Box.objects.get(wave=found.raters).state == "unread"
    with time_machine.travel(scenes.noon(found)):
        scenes.keep()
    assert not AnonymousAnswer.objects.exists()
    assert Round360.objects.get(id=found.id).state == RoundState.STOPPED
    assert not ExternalRater.objects.exclude(email="").exists()
    for act in (end_round, take_up_round):
        with pytest.raises(OutOfOrder):
            act(round_id=found.id, by=scenes.developer())


def test_a_round_that_is_called_off_asks_nobody_and_is_taken_up_unless_another_runs():
    found = scenes.approved(sizes={"peers": 8})
    by = scenes.developer()

    call_off_round(round_id=found.id, by=by)

    with pytest.raises(OutOfOrder, match="called off"):
        send_round(round_id=found.id, by=by)
    with pytest.raises(OutOfOrder, match="called off"):
        propose_person(round_id=found.id, group="peers", person=scenes.person("Late"), by=by)
    another = scenes.planned()
    with pytest.raises(DomainError, match="runs already"):
        take_up_round(round_id=found.id, by=by)
    call_off_round(round_id=another.id, by=by)
    take_up_round(round_id=found.id, by=by)
    take_up_round(round_id=found.id, by=by)
    assert Round360.objects.get(id=found.id).state == RoundState.NOMINATING
    assert send_round(round_id=found.id, by=by)


@pytest.mark.parametrize(
    "written", ["Dr. Nora Test", "dr nora test", "Test, Nora", "Nora Test, MD, PhD", "Prof. Nora"]
)
def test_a_name_is_found_as_people_write_it(written):
    somebody = scenes.person("Nora")

    assert person_named(written) == somebody
