"""What subjects add to the cards of pairs: found in their folder, in the order of their slots."""

from datetime import timedelta

import pytest
from django.test import Client

from rounds.core.clock import institution_today
from rounds.mentorships.agreements.services import propose_agreement
from rounds.mentorships.agreements.values.terms import default_terms
from rounds.web.home import lines
from rounds.web.home.slots import Line, Slot
from tests.browser.conftest import sign_in_client
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import run_pair


def test_each_subject_says_something():
    functions = ("lines_of", "blocks_of", "rows_of", "cards_of")
    assert all(any(hasattr(subject, name) for name in functions) for subject in lines._modules())
    assert "agreement" in {subject.__name__.rpartition(".")[2] for subject in lines._modules()}


def test_lines_are_in_the_order_of_their_slots():
    said = [
        Line(Slot.OPEN, "open"),
        Line(Slot.NEXT, "next"),
        Line(Slot.OPEN, "waits", waits=True),
        Line(Slot.TERMS, "terms"),
    ]

    assert [line.text for line in sorted(said, key=lines._place)] == ["next", "terms", "waits", "open"]


@pytest.mark.parametrize(
    ("is_proposed", "cleos", "bobs"),
    [
        (False, "One thing waits for you.", "Nothing waits for you."),
        (True, "Nothing waits for you.", "One thing waits for you."),
    ],
)
def test_agreement_waits_on_the_home_of_whose_word_it_is(in_hospital, is_proposed, cleos, bobs):
    scene = make_scene(in_hospital)
    pair = run_pair(scene)
    if is_proposed:
        terms = default_terms(institution_today() + timedelta(days=90))
        propose_agreement(mentorship_id=pair.id, terms=terms, seen=0, by=scene.cleo)

    said = [home_of(scene, who) for who in ("Cleo", "Bob")]

    assert [one.context["mine"].sentence for one in said] == [cleos, bobs]
    assert ("Read and sign" in said[1].content.decode()) is is_proposed


def home_of(scene, who):
    client = Client()
    sign_in_client(client, scene.people[who].user)
    return client.get("/st-brigid/mine/")
