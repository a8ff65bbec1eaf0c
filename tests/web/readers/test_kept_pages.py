"""A page that was opened before is sent again only while it would be the same."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client

from rounds.core.clock import institution_today, now, standing_clock
from rounds.core.database.scope import scope
from rounds.core.database.unchanged import worked_out
from rounds.mentorships.models import Mentorship
from rounds.programs.models import Enrollment
from rounds.web import shell
from rounds.web.home import views
from rounds.web.kept_pages import forget_pages
from tests.browser.conftest import sign_in_client
from tests.browser.world import make_world

HOME, RECORD = "/st-brigid/", "/st-brigid/me/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture
def world(db):
    forget_pages()
    with time_machine.travel(now().replace(minute=30, second=10), tick=False):
        yield make_world("home")


@pytest.fixture
def drawn(monkeypatch):
    """Return the addresses of the pages that were drawn, not kept."""
    found = []
    before = shell.Shell.__init__

    def noting(self, request):
        found.append(request.path)
        before(self, request)

    monkeypatch.setattr(shell.Shell, "__init__", noting)
    return found


def signed_in(world, who):
    client = Client()
    sign_in_client(client, world.users[who])
    return client


def read(client, path=HOME):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def running_pair(world, **fields):
    with scope(world.institution.id):
        bob, cleo = (
            Enrollment.objects.get(cohort=world.pilot_cohort, person=world.people[who])
            for who in ("bob", "cleo")
        )
        return Mentorship.objects.create(
            cycle=world.pilot_cohort.cycle,
            mentee_enrollment=cleo,
            mentor_enrollment=bob,
            mentee=cleo.person,
            mentor=bob.person,
            state="active",
            opened_on=institution_today(),
            **fields,
        )


def test_page_is_drawn_once_while_nothing_has_changed(world, drawn):
    cleo = signed_in(world, "cleo")
    first, pages = read(cleo), [read(cleo), read(cleo)]

    assert drawn == [HOME]
    assert {TOKEN.sub("", page) for page in pages} == {TOKEN.sub("", first)}


def test_what_changed_is_shown_at_once(world, drawn):
    cleo = signed_in(world, "cleo")
    read(cleo)
    pair = running_pair(world)

    assert pair.mentor.display_name in read(cleo)
    assert drawn == [HOME, HOME]


def test_a_page_that_tells_the_time_is_kept_for_its_minute_another_for_its_quarter_of_an_hour(world, drawn):
    cleo, moment = signed_in(world, "cleo"), now()
    for seconds in (0, 40, 60, 900):
        with time_machine.travel(moment + timedelta(seconds=seconds), tick=False):
            read(cleo)
            read(cleo, RECORD)

    # the home in the minutes :30, :31 and :45; the record, which asks for the day alone, in the quarters :30 and :45
    assert (drawn.count(HOME), drawn.count(RECORD)) == (3, 2)


def test_each_session_has_its_own_mark_and_a_toast_is_shown_once(world, drawn):
    one, other = signed_in(world, "cleo"), signed_in(world, "cleo")
    read(one, RECORD)
    kept = read(other, RECORD)
    assert drawn == [RECORD]

    mark = TOKEN.search(kept)[1]
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = other.cookies
    sent = strict.post(
        "/st-brigid/me/consent/", {"kind": "research", "go": "withdraw", "csrfmiddlewaretoken": mark}
    )

    assert sent.status_code == 302
    assert "Withdrawn from now on." in read(other, RECORD)
    assert "Withdrawn from now on." not in read(other, RECORD)


def test_other_readers_and_other_colors_have_their_own(world, drawn):
    cleo, bob = signed_in(world, "cleo"), signed_in(world, "bob")
    pages = [read(cleo), read(bob)]
    cleo.cookies["rounds_theme"] = "dark"
    dark = read(cleo)

    assert drawn == [HOME] * 3
    assert pages[0] != pages[1]
    assert 'data-theme="dark"' in dark


def test_a_row_of_the_same_minute_is_found_by_the_moment_of_today(world):
    moment = now()
    with scope(world.institution.id), time_machine.travel(moment, tick=False), standing_clock():
        known = worked_out(lambda: Mentorship.objects.filter(created_at__lte=now()).count(), now())
    with scope(world.institution.id), time_machine.travel(moment + timedelta(seconds=30), tick=False):
        was_true = known.ask_again()[0]
        running_pair(world, created_at=now())

        assert (was_true, known.ask_again()[0]) == (True, False)


def test_a_page_that_writes_after_all_is_drawn_and_never_kept(world, drawn, monkeypatch):
    there = views.my_home

    def writing(request):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE mentorships_mentorship SET state = state")
        return there(request)

    monkeypatch.setattr(views, "my_home", writing)
    client = signed_in(world, "bob")

    assert read(client)
    assert read(client)
    assert drawn.count(HOME) >= 2
