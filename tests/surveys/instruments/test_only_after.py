"""A question that is asked only after an answer: the server decides, and what was not asked is not missing."""

from fractions import Fraction

import pytest
from django.http import QueryDict

from rounds.core.access import system
from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.surveys.answering.forms import PageForm
from rounds.surveys.instruments.selectors import Topic
from rounds.surveys.instruments.services import authoring
from rounds.surveys.kinds import Question
from rounds.surveys.models import InstrumentVersion, Item, Request, Wave
from rounds.surveys.scores import NOT_ASKED, SKIPPED, Formula, score_of
from tests.access.matrix import client_of

YES_NO = ((1, "no"), (2, "yes"))
AFTER = {"item": "met", "codes": [2]}
TOPIC = Topic(
    "first",
    "First",
    "",
    (
        Question("met", "scale", "Did you meet?", YES_NO),
        Question("often", "number", "How often?", high=40, show_if=AFTER),
        Question("where", "ticks", "Where?", ((1, "ward"), (2, "office")), show_if=AFTER),
        Question("why", "text", "Why there?", show_if={"item": "where", "codes": [2]}),
    ),
)


def form_of(sent):
    return PageForm(TOPIC, {}, QueryDict(sent))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a-met=2&a-often=3&a-where=2&a-why=Quiet", {"met": 2, "often": 3, "where": [2], "why": "Quiet"}),
        (
            "a-met=1&a-often=3&a-where=2&a-why=Quiet",
            {"met": 1, "often": NOT_ASKED, "where": NOT_ASKED, "why": NOT_ASKED},
        ),
        ("a-met=2&a-where=1&a-why=Quiet", {"met": 2, "often": SKIPPED, "where": [1], "why": NOT_ASKED}),
        ("", {"met": SKIPPED, "often": NOT_ASKED, "where": NOT_ASKED, "why": NOT_ASKED}),
        ("a-met=1&a-often=many", {"met": 1, "often": NOT_ASKED, "where": NOT_ASKED, "why": NOT_ASKED}),
    ],
)
def test_server_decides_what_was_asked(sent, kept):
    form = form_of(sent)

    assert form.is_valid(), form.errors
    assert form.answers() == kept


def test_bad_answer_to_what_is_asked_is_still_refused():
    assert not form_of("a-met=2&a-often=many").is_valid()


def test_what_was_not_asked_is_not_missing_in_a_score():
    formula = Formula("mean", ("a", "b", "c"))

    assert score_of(formula, {"a": 2, "b": 4, "c": NOT_ASKED}) == Fraction(3)
    assert score_of(formula, {"a": 2, "b": 4, "c": SKIPPED}) is None


def test_page_says_when_and_keeps_what_was_asked(own_world):
    with scope(own_world.here.id):
        draft = InstrumentVersion.objects.get(id=own_world.rows["draft questions here"].id)
        Item.objects.filter(version=draft, key="sat_all").update(
            show_if={"item": "sat_time", "codes": [1, 2]}
        )
        authoring.publish_version(version_id=draft.id, by=system(own_world.here.id))
        wave = own_world.rows["wave"]
        asked = Wave.objects.create(
            campaign=wave.campaign,
            number=9,
            version=draft,
            mode="pooled",
            purpose=wave.purpose,
            closes_on=wave.closes_on,
            state="sent",
            sent_at=wave.sent_at,
            stop_until=wave.stop_until,
        )
        request = Request.objects.create(
            wave=asked, person=own_world.actors["cleo"].person, state="asked", asked_on=institution_today()
        )
    cleo = client_of(own_world.actors["cleo"])
    path = f"/st-brigid/answer/{request.id}/1/"

    page = cleo.get(path).content.decode()
    cleo.post(path, {"a-sat_time": "4", "a-sat_all": "5", "go": "next"})

    assert "Only if you answer “not at all” / “slightly” above." in page
    assert "only_after.js" in page
    with scope(own_world.here.id):
        assert request.response.opened()["sat_all"] == NOT_ASKED
