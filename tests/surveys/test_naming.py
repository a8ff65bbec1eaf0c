"""The second reminder comes from somebody its readers know: lent by name, taken back, never above its reader, never anonymous."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from rounds.core.access import Grant, Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import NotFound, OutOfOrder
from rounds.people.models import AuthorityLine, Person
from rounds.surveys.models import LentName, Request
from rounds.surveys.naming.selectors import lent_name_for, names_borne, names_wanted_of
from rounds.surveys.naming.services import answer_for_name, ask_for_name
from tests.surveys.scenes import an_audience, office, opened, people, plan

PROGRAM = uuid4()


@pytest.fixture
def gina(in_hospital):
    return Person.objects.create(given_name="Gina", family_name="Rossi", email="gina@mercy.example")


def viewer(institution, person):
    grants = frozenset([Grant("faculty_developer", None)])
    return Viewer(institution.id, None, person.id, person.display_name, grants)


def waiting(in_hospital, **more):
    """Return the requests of a wave of which everybody has been reminded so often."""
    by = office(in_hospital, PROGRAM)
    with an_audience(people(8)):
        rows = opened(plan(by, PROGRAM, key="climate", **more), by)
    Request.objects.update(state="asked", asked_on=institution_today(), reminders=2)
    return by, [Request.objects.select_related("wave__campaign", "person").get(id=row.id) for row in rows]


def borne(rows):
    return [str(who) for who in names_borne(rows).values()]


def test_name_stands_on_the_second_reminder_alone_once_it_is_lent_and_until_it_is_taken_back(
    in_hospital, gina
):
    by, rows = waiting(in_hospital)
    with an_audience([]):
        name, me = ask_for_name(wave=rows[0].wave, person=gina, by=by), viewer(in_hospital, gina)

        assert [one.id for one in names_wanted_of(me)] == [name.id]
        assert names_borne(rows) == {}  # asked is not lent
        answer_for_name(name=lent_name_for(me, name.id), agrees=True, by=me)
        assert set(names_borne(rows).values()) == {gina}
        assert len(names_borne(rows)) == 8
        for row in rows[:3]:
            row.reminders = 1
        assert len(names_borne(rows)) == 5
        answer_for_name(name=name, agrees=False, by=me)

    assert names_borne(rows) == {}
    assert not names_wanted_of(me).exists()


def test_another_one_who_is_asked_takes_the_place_and_is_not_bound_by_the_first_yes(in_hospital, gina):
    by, rows = waiting(in_hospital)
    other = Person.objects.create(given_name="Omar", family_name="Diaz", email="omar@mercy.example")
    with an_audience([]):
        name = ask_for_name(wave=rows[0].wave, person=gina, by=by)
        answer_for_name(name=name, agrees=True, by=viewer(in_hospital, gina))
        assert ask_for_name(wave=rows[0].wave, person=gina, by=by).agreed_on  # asked again, she has said yes
        ask_for_name(wave=rows[0].wave, person=other, by=by)

        assert names_borne(rows) == {}
        with pytest.raises(NotFound):
            lent_name_for(viewer(in_hospital, gina), name.id)
        ask_for_name(wave=rows[0].wave, person=None, by=by)
    assert not LentName.objects.exists()


def test_ones_own_name_is_lent_by_the_press(in_hospital, gina):
    _by, rows = waiting(in_hospital)

    with an_audience([]):
        ask_for_name(wave=rows[0].wave, person=gina, by=viewer(in_hospital, gina))

    assert set(names_borne(rows).values()) == {gina}


def test_whoever_they_manage_gets_the_reminder_without_the_name_and_so_do_all_once_they_left(
    in_hospital, gina
):
    by, rows = waiting(in_hospital)
    AuthorityLine.objects.create(
        over=gina,
        subject=rows[2].person,
        kind="line_manager",
        from_on=institution_today() - timedelta(days=9),
    )
    with an_audience([]):
        name = ask_for_name(wave=rows[0].wave, person=gina, by=by)
        answer_for_name(name=name, agrees=True, by=viewer(in_hospital, gina))

    assert names_borne(rows).keys() == {row.id for row in rows} - {rows[2].id}
    Person.objects.filter(id=gina.id).update(left_on=institution_today())
    assert names_borne(rows) == {}


def test_anonymous_wave_bears_no_name_even_where_a_row_says_so(in_hospital, gina):
    by, rows = waiting(in_hospital, mode="anonymous")
    with an_audience([]), pytest.raises(OutOfOrder):
        ask_for_name(wave=rows[0].wave, person=gina, by=by)
    today = institution_today()

    LentName.objects.create(wave=rows[0].wave, person=gina, asked_by="x", asked_on=today, agreed_on=today)

    assert names_borne(rows) == {}


def test_database_refuses_yes_and_no_at_once(in_hospital, gina):
    by, rows = waiting(in_hospital)
    with an_audience([]):
        name = ask_for_name(wave=rows[0].wave, person=gina, by=by)
    today = institution_today()

    with pytest.raises(IntegrityError), transaction.atomic():
        LentName.objects.filter(id=name.id).update(agreed_on=today, declined_on=today)
