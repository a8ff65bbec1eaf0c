"""A pasted list of who was there: read by name or address, asked about, entered once for each pair, taken back."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from rounds.core.clock import institution_today
from rounds.mentorships.conversations.values.lists import Named, read_list
from rounds.mentorships.models import Conversation
from rounds.people.models import RoleAssignment
from tests.browser.conftest import sign_in_client
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import day, log, run_pair

AMY, ZOE, SAM, ANN = (uuid4() for _number in range(4))
PEOPLE = [
    Named(AMY, "Amy", "Wong", ("amy@hospital.example", "amy@home.example")),
    Named(ZOE, "Zoë", "Öztürk", ("zoe@hospital.example",)),
    Named(SAM, "Sam", "Lee", ("sam@hospital.example",)),
    Named(ANN, "Sam", "Lee", ("samuel@hospital.example",)),
]


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("Amy Wong", AMY),
        ("1. Dr. Amy Wong, MD", AMY),
        ("Wong, Amy", AMY),
        ("- amy wong\tAMY@HOME.example", AMY),
        ("Prof. zoe ozturk PhD", ZOE),
        ("Zoe Ozturk <zoe@hospital.example>", ZOE),
        ("Sam Lee samuel@hospital.example", ANN),
    ],
)
def test_line_names_somebody_as_sheets_write_it(line, who):
    assert read_list(line, PEOPLE).present == {who}


def test_lines_that_name_nobody_or_two_are_said_with_their_number():
    read = read_list("Amy Wong\n\nSam Lee\nsomebody else\n\x00²", PEOPLE)

    assert read.present == {AMY}
    assert [(line.number, len(line.could_be)) for line in read.unread] == [(3, 2), (4, 0), (5, 0)]


def test_half_a_name_is_asked_with_those_who_have_it():
    read = read_list("Lee\nDr. Wong\nzoe", PEOPLE)

    assert read.present == set()
    assert [line.could_be for line in read.unread] == [
        ("Sam Lee (sam@hospital.example)", "Sam Lee (samuel@hospital.example)"),
        ("Amy Wong (amy@hospital.example)",),
        ("Zoë Öztürk (zoe@hospital.example)",),
    ]


@pytest.fixture
def scene(in_hospital):
    made = make_scene(in_hospital)
    RoleAssignment.objects.create(person=made.people["Alice"], role="coordinator", from_on=day(9))
    return made


@pytest.fixture
def office(scene):
    client = Client()
    sign_in_client(client, scene.people["Alice"].user)
    return client


def page(scene, name="paste_list"):
    place = {"institution": scene.institution.slug, "program_id": scene.program.id}
    return reverse(f"year:{name}", kwargs=place)


def typed(scene, **more):
    names = (scene.people[name].full_name for name in ("Bob", "Cleo"))
    who = "\n".join([*names, "Nobody Here"])
    held_on = institution_today().isoformat()
    return {"entry": str(uuid4()), "held_on": held_on, "minutes": "30", "who": who, "go": "check", **more}


def test_list_is_shown_in_words_then_entered_once_and_taken_back(scene, office):
    pair = run_pair(scene)
    sent = typed(scene)

    shown = office.post(page(scene), sent).text
    nothing_yet = Conversation.objects.count()
    for _time in range(2):
        answer = office.post(page(scene), {**sent, "go": "enter", "seen": str(pair.id)})

    assert "1 pair was there" in shown
    assert "Line 3, “Nobody Here”, names nobody" in shown
    assert nothing_yet == 0
    assert (Conversation.objects.get().by_office, Conversation.objects.get().counts) == (True, True)
    assert "logged for that day already" in answer.text
    office.post(page(scene, "undo_list") + f"?entry={sent['entry']}")
    assert not Conversation.objects.get().counts


def test_other_pairs_than_those_shown_are_not_entered(scene, office):
    pair = run_pair(scene)
    answers = [
        office.post(page(scene), typed(scene, go="enter", seen=seen)) for seen in ("", str(uuid4()), "²")
    ]
    log(pair, scene.bob, ago=0)
    late = office.post(page(scene), typed(scene, go="enter", seen=str(pair.id)))

    assert {one.status_code for one in [*answers, late]} == {200}
    assert Conversation.objects.filter(by_office=True).count() == 0
