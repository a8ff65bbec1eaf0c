"""Every chip of every list of the office shows as many as the list behind it, alone and beside another choice."""

import re
from html import unescape

import pytest
from django.test import Client

from rounds.core.clock import institution_today
from rounds.matching.runs.services.runs import start_run
from rounds.people.models import CareerStage, Person
from rounds.web.kept_pages import forget_pages
from tests.browser.conftest import sign_in_client
from tests.matching.scenes import solve_now

pytestmark = pytest.mark.django_db
CHIP = re.compile(r'<a class="chip[^"]*"[^>]*?href="([^"]+)"[^>]*>(.*?)</a>', re.S)
COUNT = re.compile(r'<span class="count">([\d,]+)</span>')
OPTION = re.compile(r'<option value="([0-9a-f-]{36})"[^>]*>[^<]*\((\d+)\)')


def lists_of(scene):
    """Return the lists that have chips with counts, as addresses below the institution."""
    run = solve_now(start_run(cohort=scene.cohort, by=scene.alice))
    return {
        "people/": 4,
        "people/?q=a": 2,
        "year/": 4,
        "year/?q=Bob": 4,
        f"programs/{scene.program.id}/people/": 6,
        f"programs/{scene.program.id}/people/?side=mentor": 6,
        "access/invite/": 3,
        f"matching/runs/{run.id}/": 2,
    }


def chips_on(page):
    """Return (address, number) of each chip that shows a number and is not the chosen one."""
    found = []
    for href, inside in CHIP.findall(page):
        counted = COUNT.search(inside)
        if counted:
            found.append((unescape(href), int(counted[1].replace(",", ""))))
    return found


def rows_on(answer):
    """Count what a list shows: all pages of it."""
    if "page" in answer.context and answer.context["page"] is not None:
        return answer.context["page"].paginator.count
    return len(re.findall(r"<tr(?! class=.table-group)", answer.text.partition("<tbody")[2]))


def opened(client, path):
    """Open a page as it is drawn: a kept one has no context to look into."""
    forget_pages()
    return client.get(path)


def walk(client, path, *, deep):
    """Return what is wrong with the chips of a list, and how many were pressed."""
    answer, wrong, pressed = opened(client, path), [], 0
    for href, number in chips_on(answer.text):
        there = opened(client, path.partition("?")[0] + href if href.startswith("?") else href)
        pressed += 1
        # what is chosen already leads back when it is pressed again
        if "chip-on" in answer.text and href not in there.wsgi_request.get_full_path():
            continue
        if is_taken_away(path, href):
            continue
        if rows_on(there) != number:
            wrong.append(f"{path} says {number} for {href}, which shows {rows_on(there)}")
        if deep and number:
            more, count = walk(client, there.wsgi_request.get_full_path(), deep=False)
            wrong += more
            pressed += count
    return wrong, pressed


def is_taken_away(path, href):
    """Tell whether pressing a chip only takes a choice away."""
    before = set(path.partition("?")[2].split("&")) - {""}
    after = set(href.partition("?")[2].split("&")) - {""}
    return bool(before) and after < before


def test_chips_show_what_their_lists_hold(crowd):
    scene, _nursing = crowd
    somebody = Person.objects.filter(given_name="Gus").get()
    CareerStage.objects.filter(person=somebody).update(from_on="2090-07-01")  # begins one day
    client = Client()
    sign_in_client(client, scene.people["Alice"].user)
    wrong, too_few = [], []

    for path, at_least in lists_of(scene).items():
        found, pressed = walk(client, f"/{scene.institution.slug}/{path}", deep=True)
        wrong += found
        if pressed < at_least:
            too_few.append((path, pressed))

    assert not wrong, "\n".join(wrong)
    assert not too_few
    assert institution_today()


def test_choices_of_places_show_what_their_lists_hold(crowd):
    scene, _nursing = crowd
    client = Client()
    sign_in_client(client, scene.people["Alice"].user)
    path = f"/{scene.institution.slug}/people/"
    pressed = 0

    for start in ("", "?tier=resident", "?look=no_email"):
        page = client.get(path + start).text
        for name in ("department", "site"):
            inside = re.search(rf'<select name="{name}".*?</select>', page, re.S)
            for key, number in OPTION.findall(inside[0] if inside else ""):
                there = client.get(path + start + ("&" if start else "?") + f"{name}={key}")
                assert rows_on(there) == int(number), (start, name)
                pressed += 1

    assert pressed
