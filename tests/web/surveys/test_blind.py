"""Answering an anonymous wave by its pages: for everybody the same addresses, the same number of requests, the same lengths."""

import base64
import re
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from rounds.core.clock import institution_today, now
from rounds.core.database.scope import scope
from rounds.core.models import Draft, Institution, OutgoingMail
from rounds.surveys.answering.services import keep_answers, make_link
from rounds.surveys.box import keys
from rounds.surveys.box.services import keep_boxes
from rounds.surveys.models import Ballot, BlindDraft, Box, Request, Response, Wave
from rounds.web.mail.surveys import write_lost
from tests.access.matrix import client_of
from tests.surveys.attack.wave import lines_of_logs
from tests.surveys.box.scenes import make_wave, office, requests_of

ANSWERS = (
    {"a-fair": "1", "a-next": ""},
    {
        "a-fair": "7",
        "a-gain": ["1", "2", "3", "4", "5", "6", "7"],
        "a-code": "99999",
        "a-next": "word " * 119,
    },
    {"a-next": "& <b>\"quoted\"</b> 'é' \U0001f600" * 20},
    {},
)


@pytest.fixture
def wave(own_world, settings, tmp_path):
    settings.BOX_KEYS = tmp_path / "box-keys"
    with scope(own_world.here.id):
        made = make_wave(9)
        cleo = own_world.actors["cleo"].person
        Request.objects.create(wave=made, person=cleo, cuts={}, state="asked")
        Wave.objects.filter(id=made.id).update(stop_until=now() - timedelta(minutes=1))
        keep_boxes(by=office())
        yield Wave.objects.get(id=made.id)


def by_link(request):
    client = Client()
    first = client.get(f"/s/{make_link(request)}/")
    return client, first.url


def test_whoever_answers_what_the_log_of_a_proxy_is_the_same(wave):
    seen = []
    for request, answers in zip(requests_of(wave), ANSWERS, strict=False):
        client, first = by_link(request)
        steps = [client.get(first)]
        steps.append(client.post(first, {**answers, "go": "next"}))
        steps.append(client.get(steps[-1].url))
        steps.append(client.get(first))
        seen.append([(one.status_code, one.get("Location", ""), len(one.content)) for one in steps])

    assert len({str(one) for one in seen}) == 1
    assert [status for status, _to, _length in seen[0]] == [200, 302, 200, 200]
    assert Ballot.objects.count() == 4


def test_pages_that_show_a_draft_again_are_as_long_as_those_that_do_not(wave):
    lengths = set()
    for request, answers in zip(requests_of(wave), ANSWERS, strict=False):
        client, first = by_link(request)
        empty = client.get(first)
        client.post(first, {**answers, "go": "back"})
        # sent, as there is one page alone; a second person at this page sees nothing of it
        lengths |= {len(empty.content), len(client.get(first).content)}

    assert len(lengths) == 1
    assert not [one for one in lengths if one % (32 * 1024)]


def test_draft_is_shown_to_this_browser_alone_and_forgotten_when_asked(wave):
    request = requests_of(wave)[0]
    client, first = by_link(request)
    client.get(first)
    key = next(one.value for name, one in client.cookies.items() if name.startswith("rounds_answers_"))
    with scope(wave.institution_id):
        keep_answers(request=request, answers={"next": "half a thought"}, key=base64.urlsafe_b64decode(key))

    other, other_first = by_link(request)
    same, stranger = client.get(first).content.decode(), other.get(other_first).content.decode()
    client.post(first, {"go": "forget"})

    assert "half a thought" in same
    assert "Forget on this device" in same
    assert "half a thought" not in stranger
    assert "half a thought" not in client.get(first).content.decode()
    assert not BlindDraft.objects.exists()


def test_signed_in_nothing_is_kept_beside_the_box(wave, own_world):
    request = Request.objects.get(wave=wave, person=own_world.actors["cleo"].person)
    cleo, lines, drafts = client_of(own_world.actors["cleo"]), [], Draft.objects.count()
    address = f"/st-brigid/answer/{request.id}/1/"

    with lines_of_logs(lines):
        shown = cleo.get(address)
        sent = cleo.post(address, {"a-fair": "3", "a-next": "zebra crossing", "go": "next"})
        thanks = cleo.get(sent.url)

    page = shown.content.decode()
    assert "Anonymous. You are one of 10 who are asked." in page
    assert "data-typed" not in page
    assert shown.headers["Cache-Control"] == "no-store"
    assert all(
        morsel["httponly"] for name, morsel in shown.cookies.items() if name.startswith("rounds_answers_")
    )
    assert "zebra" not in thanks.content.decode()
    assert "can't show them here" in thanks.content.decode().replace("&#x27;", "'")
    assert Draft.objects.count() == drafts
    assert not Response.objects.filter(request=request).exists()
    assert not [line for line in lines if "zebra" in line]
    assert Ballot.objects.filter(request=request).exists()


def test_after_closing_a_link_takes_what_is_late_of_those_who_had_not_answered(wave):
    early, late = requests_of(wave)[:2]
    client, first = by_link(early)
    client.post(first, {"a-fair": "3", "go": "next"})
    Request.objects.filter(id=early.id).update(answered_on=institution_today() - timedelta(days=2))
    closed_on = institution_today() - timedelta(days=1)
    Wave.objects.filter(id=wave.id).update(closes_on=closed_on, late_until=closed_on + timedelta(days=14))
    keep_boxes(by=office())

    other, page = by_link(late)
    shown = other.get(page).content.decode()
    sent = other.post(page, {"a-fair": "2", "go": "next"})

    assert "What you send now is late" in shown
    assert "with that of the 9 who had not answered by then. Anonymous. You are one of 10" in shown
    assert "Thank you" in other.get(sent.url).content.decode()
    assert Ballot.objects.get(request=late).box.kind == "late"
    assert Client().get(f"/s/{make_link(early)}/").status_code == 404


def test_who_was_asked_is_told_of_a_lost_box_with_a_new_link_that_works(wave, own_world, settings):
    Institution.objects.update(mail_is_live=True)
    request = requests_of(wave)[0]
    client, first = by_link(request)
    client.post(first, {"a-fair": "3", "go": "next"})
    box = Box.objects.get(wave=wave)
    keys.destroy_file_half(settings.BOX_KEYS, box.id)
    keep_boxes(by=office())
    keep_boxes(by=office())
    message = OutgoingMail.objects.get(kind="survey_lost", to_person_id=request.person_id)

    # a Wednesday at noon of the weeks to come
    noon = datetime.combine(institution_today(), time(17), UTC)
    with time_machine.travel(noon + timedelta(days=(2 - noon.weekday()) % 7)):
        told = write_lost(message)
        link = re.search(r"/s/\S+/", told.text)[0]
        page = Client().get(link, follow=True)

    assert "please do so once more; nobody is told who had" in told.text
    assert page.status_code == 200
    assert Request.objects.get(id=request.id).state == "asked"
