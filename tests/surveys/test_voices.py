"""Voices: a theme reaches the office in other words, once two groups with five people stand behind it; notes never do."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from rounds.core.access import Grant, Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, NotFound
from rounds.surveys.instruments.services import install_instruments
from rounds.surveys.models import VoiceNote, VoiceSession
from rounds.surveys.voices.selectors import list_themes, notes_of, talk_for, theme_for, themes_told
from rounds.surveys.voices.services import (
    Talk,
    Words,
    enter_talk,
    keep_notes,
    remove_theme,
    restore_theme,
    write_theme,
)
from tests.surveys.scenes import office

PROGRAM = uuid4()


def who(institution, *roles):
    grants = frozenset(Grant(role, scope) for role, scope in roles)
    return Viewer(institution.id, None, uuid4(), "Fay Dunn", grants)


@pytest.fixture
def fay(in_hospital):
    install_instruments(by=office(in_hospital, PROGRAM))
    return who(in_hospital, ("faculty_developer", None))


def talk(by, group="Mentees", speakers=6, **more):
    plan = {"scope_id": PROGRAM, "held_on": institution_today(), **more}
    return enter_talk(talk=Talk(group=group, speakers=speakers, **plan), by=by)


def theme(by, *talks, text="Keep one fixed hour a month", stance="keep", **more):
    words = Words(text, stance, tuple(one.id for one in talks))
    return write_theme(scope_id=PROGRAM, words=words, by=by, **more)


def test_number_of_speakers_can_be_corrected_and_is_never_dropped_in_silence(fay):
    one, other = talk(fay, "Mentees", 2), talk(fay, "Mentors", 2)
    theme(fay, one, other)
    with pytest.raises(DomainError, match="entered already, with 2 people"):
        talk(fay, "Mentees", 6)

    keep_notes(talk=one, notes={}, speakers=6, by=fay)

    (told,) = themes_told([PROGRAM])
    assert told.speakers == 8


@pytest.mark.parametrize(
    ("groups", "is_told"),
    [([6], False), ([2, 2], False), ([2, 3], True), ([8, 8], True)],
    ids=["one group", "four people", "five people", "two groups"],
)
def test_office_reads_a_theme_from_two_groups_and_five_people_on(fay, groups, is_told):
    row = theme(fay, *(talk(fay, f"Group {at}", size) for at, size in enumerate(groups)))

    assert [one.theme.id for one in themes_told([PROGRAM])] == [row.id] * is_told
    assert [one.theme.id for one in list_themes([PROGRAM])] == [row.id]


def test_a_group_that_spoke_twice_is_one_group_with_the_same_people(fay):
    again = institution_today() - timedelta(days=30)
    first = talk(fay)
    theme(fay, first, talk(fay, held_on=again), talk(fay, f"  {first.group.upper()}", held_on=again))

    assert themes_told([PROGRAM]) == []
    assert list_themes([PROGRAM])[0].speakers == 6


def test_what_is_written_again_of_another_talk_keeps_the_first(fay):
    first, second, third = talk(fay), talk(fay, "Mentors"), talk(fay, "Chairs")
    row = theme(fay, first, second)

    assert theme(fay, third) == row
    assert list_themes([PROGRAM])[0].groups == ("Chairs", "Mentees", "Mentors")
    theme(fay, third, theme=row)
    assert list_themes([PROGRAM])[0].groups == ("Chairs",)


def test_a_theme_is_in_other_words_than_the_notes(fay):
    first, second = talk(fay), talk(fay, "Mentors")
    said = "she never answers when I write to her"
    keep_notes(talk=first, notes={"g1": f"One said: {said} at night.", "g2": ""}, by=fay)

    for text in ("They say “no time”", "Mentors, she never answers when I write", 'No "time"'):
        with pytest.raises(DomainError) as refused:
            theme(fay, first, second, text=text)
        assert refused.value.field == "text"
    row = theme(fay, first, second, text="Don't let letters wait: answer within days", stance="change")
    assert themes_told([PROGRAM])[0].text.startswith("Don't")
    remove_theme(theme=row, by=fay)
    assert themes_told([PROGRAM]) == []
    restore_theme(theme=row, by=fay)
    assert len(themes_told([PROGRAM])) == 1


def test_notes_are_sealed_and_an_emptied_one_is_gone(fay):
    one = talk(fay)
    keep_notes(talk=one, notes={"g1": "The evening shift", "g2": "Late"}, by=fay)
    keep_notes(talk=one, notes={"g1": "The evening shift", "g2": " "}, by=fay)

    assert [note.noted for note in notes_of(one)][:2] == ["The evening shift", ""]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sealed FROM {VoiceNote._meta.db_table}")  # nosec B608
        assert not [row for row in cursor.fetchall() if "evening" in row[0]]


def test_who_is_of_the_office_neither_leads_nor_reads_notes(in_hospital, fay):
    one = talk(fay)
    row = theme(fay, one)
    both = who(in_hospital, ("faculty_developer", None), ("coordinator", PROGRAM))

    assert talk_for(fay, one.id) == one
    for viewer in (both, office(in_hospital, PROGRAM), who(in_hospital, ("site_admin", None))):
        for load, key in ((talk_for, one.id), (theme_for, row.id)):
            with pytest.raises(NotFound):
                load(viewer, key)
    with pytest.raises(DomainError):
        talk(both, "Others")


def test_a_talk_is_of_a_group_was_held_and_is_there_once(fay):
    assert talk(fay) == talk(fay)
    assert theme(fay, talk(fay)) == theme(fay, talk(fay), talk(fay, "Mentors"))
    with pytest.raises(DomainError) as refused:
        talk(fay, held_on=institution_today() + timedelta(days=1))
    assert refused.value.field == "held_on"
    with pytest.raises(IntegrityError), transaction.atomic():
        VoiceSession.objects.create(
            scope_id=PROGRAM, group="One", held_on=institution_today(), speakers=1, led_by="Fay"
        )
    with pytest.raises(DomainError) as refused:
        theme(fay)
    assert refused.value.field == "talks"
