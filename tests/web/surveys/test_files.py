"""Files of surveys: what leaves by which promise, each value as it was, no cell a formula, each download on record."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rounds.core.access import Grant, Viewer, system
from rounds.core.clock import institution_today, now
from rounds.core.database.scope import scope
from rounds.core.errors import OutOfOrder
from rounds.core.models import AuditEvent
from rounds.people.models import Consent, Person
from rounds.people.services import withdraw_consent
from rounds.people.values.consents import current_text
from rounds.sheets import read_workbook, write_csv, write_workbook
from rounds.surveys.instruments.selectors import current_version, questions_of
from rounds.surveys.instruments.selectors.listing import content_of
from rounds.surveys.instruments.values.columns import columns_of
from rounds.surveys.instruments.values.redcap.records import records_of
from rounds.surveys.instruments.values.redcap.writing import dictionary_of
from rounds.surveys.models import AnonymousAnswer, Batch, Box, InstrumentVersion, Request, Response, Wave
from rounds.surveys.results.selectors.rows import leaving_of, lines_of_research, records_leaving
from rounds.surveys.results.services import publish_wave
from rounds.surveys.scores import NOT_APPLICABLE, NOT_ASKED, SKIPPED
from tests.access.matrix import client_of

FORMULA = '=HYPERLINK("http://x.example")'


def read_back(questions, names, values):
    """Return answers as they were, from the cells of one row."""
    cells, found = dict(zip(names, values, strict=True)), {}
    for column in columns_of(questions):
        given, key = cells[column.name], column.question.key
        if column.code is None:
            is_text = column.question.kind in ("text", "month") and given not in ("-97", "-98", "-99")
            found[key] = given if is_text else int(given)
        elif given in ("-97", "-99"):
            found[key] = int(given)
        else:
            found.setdefault(key, [])
            found[key] += [column.code] if given == "1" else []
    return found


@pytest.fixture
def here(own_world):
    with scope(own_world.here.id):
        yield own_world


def wave_like(world, mode, key, number):
    version = current_version(key)
    told = world.rows["wave"]
    return Wave.objects.create(
        campaign=told.campaign,
        number=number,
        version=version,
        mode=mode,
        readers=["coordinator"] if mode == "named" else [],
        purpose="we learn" if mode == "pooled" else "",
        closes_on=institution_today() - timedelta(days=2),
        state="closed",
        sent_at=now() - timedelta(days=20),
        stop_until=now() - timedelta(days=19),
    )


def answer(wave, name, answers):
    person = Person.objects.create(given_name="Ann", family_name=name)
    request = Request.objects.create(
        wave=wave, person=person, state="answered", answered_on=institution_today()
    )
    response = Response(request=request)
    response.seal_value(answers)
    response.save()


def viewer(world, *roles):
    grants = frozenset(Grant(role) for role in roles)
    return Viewer(world.here.id, None, grants=grants)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_named_answers_leave_to_their_readers_and_read_back_the_same(here, form):
    wave = wave_like(here, "named", "closure_mentee", 41)
    questions = questions_of(wave.version_id)
    said = {one.key: SKIPPED for one in questions}
    given = [
        said | {"worth": 5, "goals": NOT_APPLICABLE, "gain": [1, 3], "keep": FORMULA},
        said | {"worth": NOT_ASKED, "gain": [], "again": 1, "keep": "-5 €; =1+1, “fine”"},
    ]
    answer(wave, "Aa", given[0])
    answer(wave, "Bb", given[1] | {"gain": SKIPPED})

    leaving = leaving_of(wave, viewer(here, "coordinator"))
    write = write_csv if form == "csv" else lambda header, rows: write_workbook([("Answers", header, rows)])
    sheet = read_workbook(write(leaving.header, leaving.rows), name=f"a.{form}").sheets[0]

    names, rows = sheet.rows[0].values, [row.values for row in sheet.rows[1:]]
    assert leaving.is_rows
    assert [row[0] for row in rows] == ["Aa", "Bb"]
    assert read_back(questions, names, rows[0]) == given[0]
    assert read_back(questions, names, rows[1]) == given[1] | {"gain": SKIPPED}
    assert not leaving_of(wave, viewer(here, "director")).is_rows


def test_records_fill_the_project_of_the_dictionary(here):
    wave = wave_like(here, "named", "closure_mentee", 44)
    questions = questions_of(wave.version_id)
    said = {one.key: SKIPPED for one in questions}
    answer(wave, "Bb", said | {"worth": NOT_ASKED, "gain": SKIPPED, "keep": FORMULA})
    answer(wave, "Aa", said | {"worth": 5, "goals": NOT_APPLICABLE, "gain": [1, 3]})

    given = records_leaving(wave, viewer(here, "coordinator"))
    header, rows = records_of(*given, form="closure_mentee")
    first, second = (dict(zip(header, row, strict=True)) for row in rows)

    # every field of the project but notes and scores, and no other
    fields = {row[0]: row for row in dictionary_of(content_of(wave.version_id), form="closure_mentee")}
    asked = {name for name, row in fields.items() if row[3] not in ("calc", "descriptive")}
    assert {name.split("___")[0] for name in header} == asked | {"closure_mentee_complete"}
    assert (first["record_id"], first["worth"], first["goals"]) == ("1", "5", "-98")
    assert [first[f"gain___{code}"] for code in (1, 2, 3)] == ["1", "0", "1"]
    assert (second["worth"], second["keep"], second["gain___1"]) == ("", FORMULA, "0")
    codes = {part.split(",")[0].strip() for part in fields["goals"][5].split("|")}
    assert first["goals"] in codes
    with pytest.raises(OutOfOrder):
        records_leaving(wave, viewer(here, "director"))


def test_confidential_answers_leave_as_figures_alone(here):
    wave = wave_like(here, "pooled", "pulse", 42)
    for number in range(12):
        answer(wave, f"N{number}", {"sat_all": 4, "next": "Word for word"})

    leaving = leaving_of(wave, viewer(here, "coordinator"))

    assert not leaving.is_rows
    assert "Word for word" not in str(leaving.rows)


def agree(wave, people, version=""):
    for person in people:
        version = version or current_text("research").version
        Consent.objects.create(person=person, kind="research", version=version)


def answered_by(wave):
    return [
        one.person
        for one in Request.objects.filter(wave=wave, state="answered").order_by("person__family_name")
    ]


@pytest.mark.parametrize(
    ("asked", "agreeing", "version", "leave"),
    [(24, 12, "", 12), (24, 12, "1", 0), (24, 9, "", 0), (20, 12, "", 0)],
)
def test_lines_of_those_who_agreed_leave_without_names_and_words(here, asked, agreeing, version, leave):
    wave = wave_like(here, "pooled", "pulse", 45)
    for number in range(asked):
        said = {"sat_time": 4, "sat_all": 1 + number % 5, "ali_fit": 2, "next": "Word for word"}
        answer(wave, f"N{number:02}", said)
    agree(wave, answered_by(wave)[:agreeing], version)
    publish_wave(wave_id=wave.id, by=system(here.here.id))

    assert not leaving_of(wave, viewer(here, "coordinator")).is_rows
    if not leave:
        with pytest.raises(OutOfOrder, match="too few agreed"):
            lines_of_research(wave)
        return
    leaving = lines_of_research(wave)
    place = leaving.header.index("sat_all")
    assert sorted(str(row[place]) for row in leaving.rows) == sorted(str(1 + n % 5) for n in range(agreeing))
    assert "Word for word" not in str(leaving.rows)
    assert not {"next", "ali_fit"} & set(leaving.header)
    assert lines_of_research(wave).rows == leaving.rows
    assert len(records_leaving(wave, viewer(here, "coordinator"))[1]) == leave


def test_once_one_has_withdrawn_no_lines_leave_and_who_agrees_later_joins_none(here):
    wave = wave_like(here, "pooled", "pulse", 46)
    for number in range(24):
        answer(wave, f"N{number:02}", {"sat_time": 4, "sat_all": 1 + number % 5})
    people = answered_by(wave)
    agree(wave, people[:12])
    publish_wave(wave_id=wave.id, by=system(here.here.id))
    agree(wave, people[12:14])

    alice = client_of(here.actors["alice"])
    page = alice.get(f"/st-brigid/surveys/{wave.id}/").content.decode()
    file = alice.get(f"/st-brigid/surveys/questions/surveys/{wave.id}/answers.lines")
    withdraw_consent(person=people[0], kind="research", by=system(here.here.id))

    assert "12 people agreed to research" in page
    assert file.content.decode().count("\n") == 13
    assert "12 people agreed" not in alice.get(f"/st-brigid/surveys/{wave.id}/").content.decode()
    with pytest.raises(OutOfOrder):
        lines_of_research(wave)


@pytest.mark.parametrize(("count", "is_rows"), [(9, False), (10, True)])
def test_mixed_answers_leave_from_ten_on_without_words_and_groups(here, count, is_rows):
    wave = wave_like(here, "anonymous", "climate", 43)
    box = Box.objects.create(
        wave=wave, kind="main", state="released", opened_on=institution_today(), length=1
    )
    batch = Batch.objects.create(box=box, number=1, n=count, released_on=institution_today())
    item = next(one for one in questions_of(wave.version_id) if one.points)
    for _number in range(count):
        row = AnonymousAnswer(batch=batch, cuts={"tier": "resident"})
        row.seal_value({item.key: item.codes[0]})
        row.save()

    leaving = leaving_of(wave, viewer(here, "coordinator"))

    assert leaving.is_rows == is_rows
    assert "resident" not in str(leaving.rows)
    if is_rows:
        kinds = {one.key: one.kind for one in questions_of(wave.version_id)}
        assert not [name for name in leaving.header if kinds.get(name) in ("text", "own_areas")]
        assert [row[leaving.header.index(item.key)] for row in leaving.rows] == [item.codes[0]] * count


def test_nothing_leaves_before_a_survey_closes(here):
    with pytest.raises(OutOfOrder, match="has not closed"):
        leaving_of(here.rows["wave"], viewer(here, "coordinator"))


def test_download_is_on_record_and_a_license_keeps_words_back(own_world):
    alice = client_of(own_world.actors["alice"])
    draft = own_world.rows["draft questions here"]
    base = f"/st-brigid/surveys/questions/versions/{draft.id}/"

    book, words = alice.get(f"{base}codebook.xlsx"), alice.get(f"{base}redcap.csv")

    assert "How useful was the time" in words.content.decode()
    with scope(own_world.here.id):
        sheet = read_workbook(book.content, name="a.xlsx").sheets
        assert len(sheet) == 3
        assert AuditEvent.objects.filter(action="instrument.exported").count() == 2
        InstrumentVersion.objects.get(id=draft.id).instrument.__class__.objects.filter(
            id=draft.instrument_id
        ).update(source="licensed")
    refused, bare = alice.get(f"{base}redcap.csv"), alice.get(f"{base}codebook.xlsx")
    assert refused.status_code == 400
    assert "lets no words of its questions leave" in refused.content.decode()
    assert "How useful" not in str(
        [row.values for row in read_workbook(bare.content, name="a.xlsx").sheets[0].rows]
    )


def test_dictionary_becomes_a_draft_and_what_did_not_come_along_is_named(own_world):
    alice = client_of(own_world.actors["alice"])
    path = "/st-brigid/surveys/questions/redcap/"
    rows = [
        ["record_id", "f", "", "text", "Record"],
        ["often", "f", "Rounds", "radio", "How often?", "1, never | 2, always"],
        ["scan", "f", "", "file", "Upload"],
    ]
    header = ["Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label"]
    data = write_csv([*header, "Choices, Calculations, OR Slider Labels"], rows)

    def send(content, name="From REDCap"):
        file = SimpleUploadedFile("d.csv", content)
        return alice.post(path, {"file": file, "name": name, "source": "own"}).content.decode()

    page = send(data)

    assert "1 question was read." in page
    assert "is not asked: a field of type file" in page
    assert "There is a set called" in send(data)
    assert "This is not a spreadsheet" in send(b"%PDF-1.7", "Other")
    assert "is missing" in send(b"a,b\n1,2\n", "Other")
    with scope(own_world.here.id):
        assert current_version("own_from_redcap") is None
        assert InstrumentVersion.objects.filter(instrument__name="From REDCap").count() == 1
