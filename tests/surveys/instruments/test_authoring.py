"""A set of questions of the office's own: begun, edited in place, refused in words, published for good."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from rounds.core.access import system
from rounds.core.database.scope import scope
from rounds.core.errors import DomainError, OutOfOrder
from rounds.surveys.instruments.selectors import current_version
from rounds.surveys.instruments.selectors.listing import content_of
from rounds.surveys.instruments.services import authoring, install_instruments
from rounds.surveys.instruments.values.checking import advice_of, problems_of
from rounds.surveys.instruments.values.comparing import compare
from rounds.surveys.instruments.values.points import read_points
from rounds.surveys.instruments.values.tables import TableProblem, fields_of, with_fields
from rounds.surveys.instruments.values.writing import blank, completed, read_lines, with_pasted
from rounds.surveys.models import Instrument, InstrumentVersion, Item
from tests.access.matrix import client_of
from tests.input.test_stale_tabs import Opened

LINES = "How useful was it?\tscale\tU5\nHow often?\tscale\tnever; now and then; always\nAnything else?"


def pasted(content, lines=LINES, entry="one"):
    return completed(
        with_pasted(content, read_lines(lines, content.scales), part_key=content.parts[0].key, entry=entry)
    )


def key_of(content, words):
    return next(item.key for item in content.items if item.text["en"].startswith(words))


@pytest.fixture
def by(in_hospital):
    install_instruments(by=system(in_hospital.id))
    return system(in_hospital.id)


def test_edit_changes_rows_in_place_and_no_others(by):
    draft = authoring.new_instrument(name="Ward survey", copy_of=current_version("pulse"), by=by)
    ids = dict(Item.objects.filter(version=draft).values_list("key", "id"))
    content = content_of(draft.id)
    fields = fields_of(content) | {"text-sat_all": "How content are you?", "place-sat_all": "1"}

    authoring.edit_draft(version_id=draft.id, change=lambda was: with_fields(was, fields, entry="e"), by=by)

    rows = list(Item.objects.filter(version=draft))
    assert {row.key: row.id for row in rows} == ids
    assert [row.key for row in rows][:2] == ["sat_all", "sat_time"]
    assert rows[0].text == {"en": "How content are you?"}
    again = authoring.edit_draft(version_id=draft.id, change=lambda was: was, by=by)
    assert again == 0


def test_save_that_types_nothing_changes_nothing_of_any_set(by):
    for version in InstrumentVersion.objects.all():
        content = content_of(version.id)

        same = completed(with_fields(content, fields_of(content), entry="e"))

        assert same.digest == content.digest, version.instrument.key


def test_paste_twice_from_one_page_adds_once():
    once = pasted(blank())

    twice = pasted(once)

    assert [item.kind for item in once.items] == ["scale", "scale", "text"]
    assert [one["en"] for _code, one in once.points_of(once.items[1])] == ["never", "now and then", "always"]
    assert twice.items == once.items
    assert len(pasted(once, entry="two").items) == 6


def test_lines_typed_with_semicolons_have_columns_too():
    lines = "Safe?; scale; U5\nOften? ; Scale ; never; at times | always\nKind; and on time? ; text\nElse?"

    typed = pasted(blank(), lines)

    assert [(item.text["en"], item.kind) for item in typed.items] == [
        ("Safe?", "scale"),
        ("Often?", "scale"),
        ("Kind; and on time?", "text"),
        ("Else?", "text"),
    ]
    assert typed.items[0].scale_key == "U5"
    assert [one["en"] for _code, one in typed.points_of(typed.items[1])] == ["never", "at times", "always"]


def test_published_by_the_database_for_good(by):
    draft = authoring.new_instrument(name="Ward survey", copy_of=None, by=by)
    with pytest.raises(OutOfOrder, match="holds no question"):
        authoring.publish_version(version_id=draft.id, by=by)
    authoring.edit_draft(version_id=draft.id, change=pasted, by=by)

    authoring.publish_version(version_id=draft.id, by=by)

    assert current_version(draft.instrument.key).id == draft.id
    assert set(content_of(draft.id).scales) == {item.scale_key for item in content_of(draft.id).items} - {""}
    with pytest.raises(OutOfOrder, match="Begin a new version"):
        authoring.edit_draft(version_id=draft.id, change=pasted, by=by)
    with pytest.raises(DatabaseError), transaction.atomic():
        Item.objects.filter(version=draft).update(text={"en": "Other"})
    following = authoring.begin_draft(instrument_id=draft.instrument_id, by=by)
    assert all(one.goes_on for one in compare(content_of(draft.id), content_of(following.id)))
    with pytest.raises(OutOfOrder, match="still a draft"):
        authoring.begin_draft(instrument_id=draft.instrument_id, by=by)
    authoring.delete_draft(version_id=following.id, by=by)
    assert Instrument.objects.filter(id=draft.instrument_id).exists()


def wrong(content, key, **more):
    return replace(
        content, items=tuple(replace(one, **more) if one.key == key else one for one in content.items)
    )


def test_each_bad_question_has_a_sentence_that_names_it():
    content = pasted(blank())
    useful, often = key_of(content, "How useful"), key_of(content, "How often")
    score = replace(content, scores=())
    cases = [
        (wrong(content, useful, scale_key=""), "“How useful was it?”: choose its answers."),
        (wrong(content, useful, kind="ten"), "needs answers with the numbers 0 to 10"),
        (wrong(content, useful, text={"en": "About {boss}?"}), "{boss} is filled in by nobody"),
        (wrong(content, useful, show_if={"item": often, "codes": [1]}), "doesn't stand before it"),
        (wrong(content, often, show_if={"item": useful, "codes": [99]}), "can't be given any more"),
    ]

    for found, words in cases:
        assert any(words in one.words for one in problems_of(found)), (words, problems_of(found))
    assert problems_of(score) == []


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("One?\tguess", "Line 1, “One?”: nothing is answered by “guess”"),
        ("Two?\nOne; scael; U5", "Line 2, “One”: nothing is answered by “scael”"),
        ("One? ; guess", "Line 1, “One?”: nothing is answered by “guess”"),
        ("; scale ; U5", "the question is missing"),
        ("One?\n" + "x" * 301, "Line 2"),
        ("One?\tscale\tyes; Yes", "an answer is there twice"),
    ],
)
def test_bad_line_is_named(lines, words):
    with pytest.raises(DomainError) as raised:
        pasted(blank(), lines)

    assert words in raised.value.message


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("1 = a\n1 = b", "line 2: the number 1 is there twice"),
        ("5 =", "no words"),
        ("a\na", "“a” is there twice"),
    ],
)
def test_bad_answer_is_named(lines, words):
    with pytest.raises(DomainError, match=words):
        read_points(lines)


def test_everything_wrong_in_a_table_is_said_at_once():
    content = pasted(blank())
    key = content.items[0].key
    fields = fields_of(content) | {
        f"place-{key}": "²",
        f"text-{key}": "",
        f"kind-{key}": "guess",
        "points-U5": "1 =",
    }

    with pytest.raises(TableProblem) as raised:
        with_fields(content, fields, entry="e")

    assert {name for name, _words in raised.value.found} == {
        f"place-{key}",
        f"text-{key}",
        f"kind-{key}",
        "points-U5",
    }


def test_advice_speaks_of_agreeing_and_of_two_ideas():
    content = pasted(blank(), "Were they kind and on time?\tscale\tdisagree; agree")

    assert len(advice_of(content)) == 2


def test_pages_of_the_office_from_blank_to_published(own_world):
    alice = client_of(own_world.actors["alice"])
    begun = alice.post("/st-brigid/surveys/questions/new/", {"name": "Handover survey", "source": "own"})
    edit = begun.url
    alice.post(edit.replace("/edit/", "/add/"), {"part": "first", "lines": LINES, "entry": "e1"})
    with scope(own_world.here.id):
        draft = InstrumentVersion.objects.get(instrument__name="Handover survey")
        useful, often, _else = Item.objects.filter(version=draft)
    item = edit.replace("/edit/", f"/questions/{often.key}/")

    saved = alice.post(item, {"missing": "na", "only_after": [f"{useful.key}=1", f"{useful.key}=2"]})
    page = alice.get(edit).content.decode()
    published = alice.post(edit.replace("/edit/", "/publish/"))

    assert saved.status_code == published.status_code == 302
    assert "only after an answer" in page
    with scope(own_world.here.id):
        often.refresh_from_db()
        assert often.show_if == {"item": useful.key, "codes": [1, 2]}
        assert often.missing_label == {"en": "does not apply"}
        assert current_version(draft.instrument.key).id == draft.id
    assert alice.get(edit).status_code == 409


def test_page_of_a_draft_sent_as_it_is_changes_nothing(own_world):
    alice = client_of(own_world.actors["alice"])
    draft = own_world.rows["draft questions here"]
    path = f"/st-brigid/surveys/questions/versions/{draft.id}/edit/"
    form = next(
        fields
        for action, fields in Opened(alice.get(path).content.decode()).forms
        if "text-sat_all" in fields
    )

    sent = alice.post(path, form | {"go": ""}, follow=True)

    assert "Saved: 0 changes." in sent.content.decode()


def test_publishing_from_the_tables_saves_first_and_the_set_leads_to_a_survey(own_world):
    alice = client_of(own_world.actors["alice"])
    draft = own_world.rows["draft questions here"]
    path = f"/st-brigid/surveys/questions/versions/{draft.id}/"

    refused = alice.post(f"{path}edit/", {"text-sat_all": "", "go": "publish"})
    saved = alice.post(f"{path}edit/", {"text-sat_all": "How content are you?", "go": "publish"})
    shown = alice.get(saved.url).content.decode()
    alice.post(saved.url)
    on = f"/st-brigid/surveys/new/?set={draft.id}"

    assert "A question without words" in refused.content.decode()
    assert saved.url == f"{path}publish/"
    assert "How content are you?" in shown
    assert f'href="{on}"' in alice.get(path).content.decode()
    assert f'<option value="{draft.id}" selected>' in alice.get(on).content.decode()
