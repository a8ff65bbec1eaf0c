"""A dossier says own facts with mentees counted; names go with their release; its owner and the code alone open it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from docx import Document as Word
from pypdf import PdfReader

from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.models import AuditEvent, Institution
from rounds.development.models import Certificate
from rounds.people.models import Person, TrainingRecord
from rounds.people.services.merging import merge_people
from rounds.rollout.models import Dossier, DossierCode, NameRelease
from rounds.rollout.selectors.dossiers.naming import code_hash_of, mentees_to_name
from rounds.rollout.selectors.dossiers.reading import dossier_for, read_of
from rounds.rollout.services.dossiers import (
    answer_name,
    ask_for_name,
    code_of,
    end_code,
    freeze_dossier,
    make_code,
    save_choice,
)
from rounds.rollout.values.dossier import Choice, days_covered, names_in
from rounds.web.dossiers.papers import file_of
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import log, run_pair

pytestmark = pytest.mark.django_db
WORDS = "I lead by asking, and I keep the hour."
PARTS = ("years", "mentees", "hours", "training", "recognition", "acts", "roles")


@pytest.fixture
def scene(in_hospital):
    scene = make_scene(in_hospital)
    scene.pair = run_pair(scene, since=200)
    log(scene.pair, scene.cleo, ago=9)
    log(scene.pair, scene.bob, ago=5, note="planted: she cried", audience="private")
    TrainingRecord.objects.create(
        person_id=scene.bob.person_id, title="Starting well", hours=1.5, done_on=institution_today()
    )
    return scene


def freeze(scene, kind="promotion", *, words=WORDS, named=()):
    choice = Choice(PARTS, words, tuple(str(one.id) for one in named))
    row = save_choice(kind=kind, choice=choice, by=scene.bob)
    return freeze_dossier(dossier=row, institution=scene.institution, by=scene.bob)


READ = {
    "pdf": lambda data: " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages),
    "docx": lambda data: " ".join(one.text for one in Word(io.BytesIO(data)).paragraphs),
    "csv": lambda data: data.decode("utf-8-sig"),
}


def texts_of(dossier, forms=tuple(READ)):
    """Return what each of the files says, and the bytes of each."""
    files = {form: file_of(read_of(dossier), form).content for form in forms}
    return {form: " ".join(READ[form](data).split()) for form, data in files.items()}, files


def test_days_of_pairs_that_overlap_count_once_and_names_are_words_of_their_own():
    day = date(2026, 3, 2)
    spans = [(day, day + timedelta(30)), (day + timedelta(10), day + timedelta(40)), (day, day)]

    assert days_covered(spans) == 40
    people = [("Cleo", "Castell"), ("Mary Ann", "de la Cruz")]
    for text in ("Thanks to Castell.", "I met Cleo's team", "with Mary Ann, often", "Dr. de la Cruz said"):
        assert names_in(text, people), text
    assert names_in("Castellated walls and cleomes", people) == ""


def test_facts_are_counted_and_every_form_says_the_same(scene, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        dossier = freeze(scene)
    read = read_of(dossier)

    rows = {(part, what): value for part, what, value in read.rows}
    assert rows["Mentees", "In pairs"] == "1"
    assert rows["Conversations held", "Conversations"] == "2"
    assert rows["Conversations held", "Hours in conversation"] == "1.0"
    assert rows["Training as a mentor", "Starting well"].startswith("1.5 hours")
    said, files = texts_of(dossier)
    for form, text in said.items():
        for part, what, value in read.rows:
            assert part in text, form
            assert what in text, form
            assert value in text, (form, value)
        assert "I lead by asking" in text
        for private in ("Castell", "Cleo", "planted"):
            assert private not in text, (form, private)
    sheet = list(csv.reader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    assert [tuple(row) for row in sheet if (row[0], row[1]) in rows] == read.rows
    root = PdfReader(io.BytesIO(files["pdf"])).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_review_is_one_page_and_tells_of_twelve_months_alone(scene):
    old = institution_today() - timedelta(days=500)
    for honor, on in (("year", old), ("trained", institution_today())):
        Certificate.objects.create(
            person_id=scene.bob.person_id,
            honor=honor,
            of="x",
            name="Bob Brandt",
            words="has mentored.",
            earned_on=on,
            code=f"{honor:>032}",
            issued_by="Fay Dunn",
        )
    review = freeze(scene, "annual", words="word " * 170)

    assert sum(1 for part, _what, _value in read_of(review).rows if part == "Recognition") == 1
    assert len(PdfReader(io.BytesIO(file_of(read_of(review), "pdf").content)).pages) == 1


def test_name_stands_only_while_it_is_released_and_all_else_stays_the_same(scene):
    cleo = scene.people["Cleo"]
    asked = ask_for_name(mentee=cleo, by=scene.bob)
    assert ask_for_name(mentee=cleo, by=scene.bob) == asked
    refused = freeze(scene, named=[asked])
    assert "Castell" not in str(read_of(refused)), "an answer that was not given names nobody"

    answer_name(release=asked, agree=True, by=scene.cleo)
    dossier = freeze(scene, named=[asked])
    before, _files = texts_of(dossier, ("docx", "csv"))
    for text in before.values():
        assert text.count("Castell") == 1
    answer_name(release=asked, agree=False, by=scene.cleo)
    (one,) = [one for one in mentees_to_name(scene.bob) if one.person == cleo]
    assert (one.is_asked, one.is_released) == (True, False), "a no reads like no answer"
    after, _files = texts_of(Dossier.objects.get(id=dossier.id), ("docx", "csv"))
    for form, text in after.items():
        assert text == before[form].replace(cleo.display_name, "withdrawn"), form


def test_mentee_who_is_erased_later_leaves_the_word_withdrawn_in_the_stored_copy(scene):
    gone = Person.objects.create(given_name="Quill", family_name="Zebrowski")
    release = NameRelease.objects.create(
        mentor_id=scene.bob.person_id, mentee=gone, name="Quill Zebrowski", answered_at=scene.pair.created_at
    )
    dossier = freeze(scene, named=[release])
    before, _files = texts_of(dossier)
    sealed, digest = dossier.sealed, dossier.digest

    gone.delete()

    stored = Dossier.objects.get(id=dossier.id)
    assert (stored.sealed, stored.digest) == (sealed, digest)
    after, _files = texts_of(stored)
    for form, text in after.items():
        assert "Zebrowski" in before[form]
        assert text == before[form].replace("Quill Zebrowski", "withdrawn"), form


@pytest.mark.parametrize(
    "words", ["Castell grew.", "My mentee Cleo’s first grant", "With Cleo Castell, weekly"]
)
def test_own_words_that_name_a_mentee_are_refused(scene, words):
    with pytest.raises(DomainError, match="name of a mentee"):
        save_choice(kind="promotion", choice=Choice(PARTS, words), by=scene.bob)


def test_frozen_is_frozen_once_and_never_changed(scene):
    dossier = freeze(scene)
    log(scene.pair, scene.bob, ago=1)
    again = freeze_dossier(dossier=dossier, institution=scene.institution, by=scene.bob)
    assert read_of(again) == read_of(dossier)
    for column, value in (("digest", "0" * 64), ("kind", "annual"), ("frozen_at", None)):
        with pytest.raises(DatabaseError), transaction.atomic():
            Dossier.objects.filter(id=dossier.id).update(
                **{column: value, **({"digest": ""} if value is None else {})}
            )
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE rollout_dossier SET digest = 'x'")
    other = Dossier.objects.get(id=dossier.id)
    facts = other.opened()["facts"] | {"words": "I lead alone."}
    other.seal_value({**other.opened(), "facts": facts})
    with pytest.raises(DomainError, match="not what was frozen"):
        read_of(other)
    empty = save_choice(kind="annual", choice=Choice(), by=scene.bob)
    with pytest.raises(OutOfOrder, match="nothing in it"):
        freeze_dossier(dossier=empty, institution=scene.institution, by=scene.bob)


def test_same_files_a_year_later(scene, clock):
    dossier = freeze(scene)
    _said, files = texts_of(dossier)

    clock.shift(timedelta(days=366))

    _said, later = texts_of(Dossier.objects.get(id=dossier.id))
    assert later == files


def test_code_opens_one_dossier_until_it_ends_and_nobody_else_opens_it(client, scene, clock):
    dossier = freeze(scene)
    with pytest.raises(NotFound):
        dossier_for(scene.alice, dossier.id)
    code = make_code(dossier=dossier, by=scene.bob)
    assert make_code(dossier=dossier, by=scene.bob) == code
    word = code_of(code)
    assert code.code_hash == code_hash_of(word.lower().replace(" ", "-"))
    assert word not in str(vars(code))
    page, fetched = reverse("dossier_enter"), reverse("dossier_fetched")
    file = reverse("dossier_fetched_file", kwargs={"dossier_form": "pdf"})
    assert client.get(fetched).status_code == client.get(file).status_code == 404

    wrong = client.post(page, {"code": "A" * 26})
    assert "opens nothing" in wrong.content.decode()
    answer = client.post(page, {"code": f" {word.lower()} "}, follow=True)
    assert "I lead by asking" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.get(file).content.startswith(b"%PDF")
    assert DossierCode.objects.get().times == 1
    assert AuditEvent.objects.filter(action="dossier.fetched").count() == 1

    end_code(code=code, by=scene.bob)
    assert client.get(fetched).status_code == client.get(file).status_code == 404
    late = make_code(dossier=dossier, by=scene.bob)
    clock.shift(timedelta(days=15))
    assert "opens nothing" in client.post(page, {"code": code_of(late)}).content.decode()
    assert Institution.objects.count() == 1


def test_draft_is_fetched_by_nobody_and_keeps_what_was_picked(scene):
    draft = save_choice(kind="promotion", choice=Choice(("mentees",), WORDS), by=scene.bob)
    again = save_choice(kind="promotion", choice=Choice(("hours",), WORDS), by=scene.bob)

    assert draft.id == again.id
    with pytest.raises(OutOfOrder, match="Freeze it first"):
        make_code(dossier=again, by=replace(scene.bob))


def test_two_records_of_one_person_become_one_with_what_each_has(scene):
    double = Person.objects.create(given_name="Robert", family_name="Brandt")
    bob, cleo = scene.people["Bob"], scene.people["Cleo"]
    kept = NameRelease.objects.create(mentor=bob, mentee=cleo)
    twice = NameRelease.objects.create(mentor=double, mentee=cleo)
    NameRelease.objects.create(mentor=bob, mentee=double)
    save_choice(kind="annual", choice=Choice(("mentees",), WORDS), by=scene.bob)
    other = replace(scene.bob, person_id=double.id)
    save_choice(kind="annual", choice=Choice(("hours",), WORDS), by=other)

    merge_people(keep=bob, other=double, by=scene.alice)

    assert {*NameRelease.objects.values_list("id", flat=True)} == {kept.id, twice.id}
    assert Dossier.objects.get(person=bob).opened()["choice"]["parts"] == ["mentees"]
