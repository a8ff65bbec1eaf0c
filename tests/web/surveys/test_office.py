"""The office plans, looks, sends, stops; closed pooled waves are told through the door, and nothing of small groups."""

import re
from datetime import datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine

from rounds.core.access import system
from rounds.core.clock import institution_today, now
from rounds.core.database.scope import scope
from rounds.core.errors import OutOfOrder
from rounds.core.models import Institution, OutgoingMail
from rounds.people.models import Person
from rounds.programs.models import Rotation
from rounds.surveys.models import Request, Response, Wave
from rounds.surveys.results.selectors.pages import results_of
from rounds.surveys.results.services import publish_wave
from rounds.web.drawing.qr import code_of
from rounds.web.mail.surveys import part_of
from tests.access.matrix import client_of


@pytest.fixture
def alice(own_world):
    return client_of(own_world.actors["alice"])


def test_office_plans_looks_sends_and_stops(own_world, alice):
    with scope(own_world.here.id):
        pulse = own_world.rows["wave"].version_id
        program = own_world.rows["running pair"].cycle.program_id
    form = {
        "instrument": str(pulse),
        "program": str(program),
        "audience": "mentees",
        "mode": "pooled",
        "purpose": "the office learns.",
        "closes_on": "2099-01-01",
    }

    planned = alice.post("/st-brigid/surveys/new/", form)
    shown = alice.get(planned.url).content.decode()
    sent = alice.post(planned.url)
    after = alice.get(sent.url).content.decode()
    stopped = alice.post(planned.url + "stop/")

    # the one that asks the same people meanwhile is named before anything is sent
    assert "The same people are asked at the same time by:" in shown
    assert f"/surveys/{own_world.rows['wave'].id}/" in shown
    assert "so that the office learns. Pages show them" in shown
    assert "Cleo Marsh" in shown
    assert "have answered" in after
    assert "Stop: ask nobody" in after
    assert stopped.status_code == 302
    assert "Stopped" in alice.get("/st-brigid/surveys/").content.decode()


def test_what_came_of_the_last_answers_is_asked_for_kept_and_told(own_world, alice):
    with scope(own_world.here.id):
        before = own_world.rows["wave"]
        wave = Wave.objects.create(
            campaign=before.campaign,
            number=71,
            version=before.version,
            mode="pooled",
            purpose="we learn",
            closes_on=institution_today() + timedelta(days=14),
        )
    page = f"/st-brigid/surveys/{wave.id}/"
    form = {"since": " Fixed hours \n came. ", "go": "keep"}

    empty = alice.get(page).content.decode()
    kept = alice.post(page, form)
    shown = alice.get(page).content.decode()
    long = alice.post(page, {"since": "x" * 301}).content.decode()
    sent = alice.post(page, {"since": "Fixed hours came, and rooms."})
    late = alice.post(page, {"since": "Other words", "go": "keep"})

    assert "nothing tires people more" in empty
    assert (kept.status_code, kept.url) == (302, page)
    assert 'value="Fixed hours came."' in shown
    assert "nothing tires people more" not in shown
    assert "1 character too long" in long
    assert "x" * 301 in long
    assert sent.status_code == 302
    with scope(own_world.here.id):
        wave.refresh_from_db()
        assert (wave.state, wave.since) == ("sent", "Fixed hours came, and rooms.")
    assert late.status_code in (302, 409)
    with scope(own_world.here.id):
        assert part_of(wave, "https://x")["since"] == wave.since


def test_sending_takes_four_presses_from_home_and_who_is_missing_two(own_world, alice):
    home = "/st-brigid/"
    to = {name: f"/st-brigid/surveys/{path}" for name, path in (("list", ""), ("new", "new/"))}

    pages = [home, to["list"]]
    assert all(
        f'href="{next_}"' in alice.get(one).content.decode()
        for one, next_ in zip(pages, (to["list"], to["new"]), strict=True)
    )
    form = alice.get(to["new"]).context["form"]
    chosen = {name: form.initial.get(name, "") for name in form.fields} | {
        "instrument": next(
            key for key, name in form.fields["instrument"].choices if name == "Quarterly pulse"
        ),
        "program": form.fields["program"].choices[0][0],
        "audience": "mentees",
        "mode": "pooled",
    }
    looked = alice.post(to["new"], {key: value for key, value in chosen.items() if value})
    assert looked.status_code == 302, looked.context["form"].errors
    assert alice.post(looked.url).status_code == 302
    # from home to the list of surveys, to the wave: its names are there
    sent = own_world.rows["wave"]
    assert f"/surveys/{sent.id}/" in alice.get(to["list"]).content.decode()
    assert "Who is missing: 1 person" in alice.get(f"{to['list']}{sent.id}/").content.decode()


def test_office_extends_an_open_wave_then_closes_it_and_its_link_stops(own_world, alice):
    wave = own_world.rows["wave"]
    at = f"/st-brigid/surveys/{wave.id}/end/"

    asked = alice.get(at).content.decode()
    wrong = alice.post(at, {"go": "longer", "closes_on": "2031-02-30"}).content.decode()
    odd = alice.post(at, {"go": "forever"})
    longer = alice.post(at, {"go": "longer", "closes_on": (wave.closes_on + timedelta(days=5)).isoformat()})
    closed = alice.post(at, {"go": "close"})
    again = alice.post(at, {"go": "close"})

    assert "0 of 1 have answered" in asked
    assert "1 person has not answered: their link stops" in asked
    assert "2031-02-30" in wrong
    assert (odd.status_code, longer.status_code, closed.status_code, again.status_code) == (
        409,
        302,
        302,
        409,
    )
    assert "<strong>Closed</strong>" in alice.get(closed.url).content.decode()


def test_code_on_the_sheet_leads_each_who_is_asked_to_their_own_questions(own_world, alice):
    wave = own_world.rows["wave"]
    sheet = alice.get(f"/st-brigid/surveys/{wave.id}/sheet/").content.decode()
    there = re.search(r'class="qr-address">[^<]*?(/st-brigid/[^<]+)<', sheet)[1]

    asked = client_of(own_world.actors["cleo"]).get(there)
    other = client_of(own_world.actors["bob"]).get(there)
    unknown = client_of(own_world.actors["bob"]).get(f"/st-brigid/answer/wave/{uuid4()}/")

    assert asked.url == f"/st-brigid/answer/{own_world.rows['request here'].id}/1/"
    assert "so that the program office learns what to mend. Pages show them" in sheet
    assert "Nothing waits for you here" in other.content.decode()
    # whether there is such a survey, nobody learns
    assert other.status_code == unknown.status_code == 200


def test_code_is_the_address_and_has_its_edge():
    code = code_of("https://rounds.st-brigid.example/st-brigid/answer/wave/1/")

    assert code.size >= 33
    # the square in the corner that every reader looks for
    assert code.path.startswith("M4 4h1v1h-1zM5 4h1v1h-1z")


def test_refused_plan_shows_what_was_chosen_and_why(alice, own_world):
    page = alice.post(
        "/st-brigid/surveys/new/", {"mode": "anonymous", "purpose": "we learn"}
    ).content.decode()

    assert "Choose the program." in page
    assert "we learn" in page


def closed_wave(world, count):
    """Close a wave that this many people have answered, all alike but for the first."""
    wave = world.rows["wave"]
    Request.objects.filter(wave=wave).delete()
    for number in range(count):
        person = Person.objects.create(given_name="A", family_name=f"B{number}")
        request = Request.objects.create(
            wave=wave, person=person, state="answered", answered_on=institution_today()
        )
        response = Response(request=request)
        response.seal_value(
            {"sat_time": 1 if number == 0 else 4, "sat_all": 4, "ali_fit": -98, "next": "Word"}
        )
        response.save()
    Wave.objects.filter(id=wave.id).update(state="closed", stop_until=now())
    wave.refresh_from_db()
    return wave


def published(wave):
    """Return the lines of a wave by their words, once its figures are out."""
    publish_wave(wave_id=wave.id, by=system(wave.institution_id))
    return {line.label: line for line in results_of(wave).lines}


@pytest.mark.parametrize(
    ("count", "is_shown", "has_bands"), [(4, False, False), (5, True, False), (10, True, True)]
)
def test_figures_begin_at_five_people_and_bands_at_ten(own_world, count, is_shown, has_bands):
    with scope(own_world.here.id, own_world.here.timezone):
        told = published(closed_wave(own_world, count))

    line = told["How satisfied are you with the mentoring so far?"]
    assert line.is_hidden is not is_shown
    assert bool(line.said.percents) is has_bands
    if is_shown:
        assert line.said.people == count
        assert line.said.mean.limits["mean"][0] <= 4 <= line.said.mean.limits["mean"][1]
    # nobody has answered these, whatever the number of people
    assert told["How clear is your next step in that direction?"].is_hidden


def test_page_of_a_closed_wave_says_figures_or_why_not(own_world, alice):
    with scope(own_world.here.id, own_world.here.timezone):
        wave = closed_wave(own_world, 4)
        published(wave)

    page = alice.get(f"/st-brigid/surveys/{wave.id}/").content.decode()

    assert "Hidden to protect a small group" in page
    assert "Word" not in page


def test_open_wave_has_no_figures(own_world):
    with scope(own_world.here.id, own_world.here.timezone), pytest.raises(OutOfOrder):
        publish_wave(wave_id=own_world.rows["wave"].id, by=system(own_world.here.id))


def test_page_of_a_wave_that_has_just_closed_says_when_figures_come(own_world, alice):
    with scope(own_world.here.id, own_world.here.timezone):
        wave = closed_wave(own_world, 6)

    page = alice.get(f"/st-brigid/surveys/{wave.id}/").content.decode()

    assert "They are worked out once, within minutes" in page


def test_who_answers_about_several_counts_once_with_the_mean_of_the_answers(own_world):
    with scope(own_world.here.id, own_world.here.timezone):
        wave = closed_wave(own_world, 6)
        for request in list(Request.objects.filter(wave=wave)):
            about = Person.objects.create(given_name="C", family_name="D")
            again = Request.objects.create(
                wave=wave,
                person_id=request.person_id,
                subject=about,
                state="answered",
                answered_on=institution_today(),
            )
            response = Response(request=again)
            response.seal_value({"sat_time": 4, "sat_all": 2})
            response.save()
        told = published(wave)

    line = told["How satisfied are you with the mentoring so far?"]
    assert line.said.people == 6
    assert line.said.mean.limits["mean"][0] <= 3 <= line.said.mean.limits["mean"][1]


def test_every_page_tells_when_the_mail_of_a_wave_really_leaves(own_world):
    wave = own_world.rows["planned wave"]
    with scope(own_world.here.id):
        zone = ZoneInfo(Institution.objects.get(id=own_world.here.id).timezone)
        Institution.objects.filter(id=own_world.here.id).update(mail_is_live=True)
        today = institution_today()
        Rotation.objects.update(kind="clinic")  # nobody is on nights, whichever day it is today
        Wave.objects.filter(id=wave.id).update(closes_on=today + timedelta(days=21))
    saturday = datetime.combine(today + timedelta(days=(5 - today.weekday()) % 7), time(10), tzinfo=zone)
    where = f"/st-brigid/surveys/{wave.id}/"

    with time_machine.travel(saturday, tick=False):
        alice = client_of(own_world.actors["alice"])  # an older session may be over by then
        before = alice.get(where).content.decode()
        after = alice.get(alice.post(where).url).content.decode()
        with scope(own_world.here.id):
            leaves = set(OutgoingMail.objects.filter(kind="survey").values_list("send_after", flat=True))
        log = alice.get("/st-brigid/sent/?state=waiting").content.decode()

    [monday] = {moment.astimezone(zone) for moment in leaves}
    assert (monday.weekday(), monday.hour) == (0, 7)
    said = f"{monday:%A, %b} {monday.day}, 7:00 AM"
    assert f"the first leaves on {said}." in before
    assert f"The first leaves on {said}." in after
    assert f"from Mon {monday.day} {monday:%b}, 7:00 AM on. You can stop it until 10:15 AM." in after
    assert f"leaves {monday.day} {monday:%b %Y}, 7:00 AM" in log
