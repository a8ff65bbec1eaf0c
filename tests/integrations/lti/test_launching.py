"""From a link in a course to one's own questions: by employee number, or once by a mailed code; without a cookie in a new window."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import jwt
import pytest
from django.core import mail
from django.core.cache import cache

from rounds.core.clock import institution_today, now
from rounds.core.database.scope import scope
from rounds.core.models import AuditEvent, User
from rounds.integrations.lti.services import keys
from rounds.integrations.lti.values.launches import CLAIM, DEEP, ENDPOINT, ROSTER, SCORE
from rounds.integrations.models import Connection, LinkedIdentity, LtiCourse, LtiTask
from rounds.people.models import Person, RoleAssignment
from rounds.surveys.answering.services import make_link
from tests.integrations.lti.platform import COOKIE, Learn
from tests.surveys.scenes import an_audience, office, opened, people, plan
from tests.worlds.year_surveys.connections import PLATFORM, a_connection


@pytest.fixture
def learn(in_hospital, client, monkeypatch):
    """Return a platform that is on and trusted with employee numbers; a survey asks two people, the first has number E-7."""
    cache.clear()
    program = uuid4()
    by = office(in_hospital, program)
    asked = people(3)
    Person.objects.filter(id=asked[0].id).update(employee_id="E-7")
    with an_audience(asked[:2], asked[2]):
        requests = opened(plan(by, program), by)
    sid, alice = (
        Person.objects.create(given_name=name, family_name="Ames", email=f"{name}@st-brigid.example")
        for name in ("sid", "alice")
    )
    trusted = {**PLATFORM, "trusts_numbers": True}
    connection = a_connection("Learn", "on", sid, confirmed_by=alice, confirmed_at=now(), settings=trusted)
    made = Learn(client, connection, number="E-7")
    made.claims[CLAIM + "custom"] = {"rounds_wave": str(requests[0].wave_id)}
    made.requests = requests
    monkeypatch.setattr(keys, "ask", made.answer_for_keys)
    return made


def opened_by(learn):
    return learn.client.get(learn.launch()["Location"], follow=True)


def test_two_presses_from_the_course_to_the_first_question_and_answers_count(learn):
    page = opened_by(learn)

    assert page.redirect_chain == [("/answer/1/", 302)]
    assert "How useful was the time" in page.text
    assert "_auth_user_id" not in learn.client.session
    row = LinkedIdentity.objects.get()
    assert (row.subject, row.person_id, row.by_number) == ("subject-1", learn.requests[0].person_id, True)
    assert AuditEvent.objects.filter(action="identity.joined", about_person_id=row.person_id).count() == 1
    page = opened_by(learn)
    assert LinkedIdentity.objects.count() == 1


def test_questions_close_with_the_way_to_them(learn, in_hospital):
    assert "where the course counts it" in opened_by(learn).text
    Connection.objects.update(state="paused")
    assert learn.client.get("/answer/1/").status_code == 404
    assert learn.client.post("/answer/1/", {"go": "next"}).status_code == 404
    Connection.objects.update(state="on")
    assert learn.client.get("/answer/1/").status_code == 200
    LinkedIdentity.objects.all().delete()
    assert learn.client.get("/answer/1/").status_code == 404


def test_link_of_a_mail_opens_what_a_paused_platform_does_not(learn, in_hospital):
    opened_by(learn)
    Connection.objects.update(state="paused")
    assert learn.client.get("/answer/1/").status_code == 404
    with scope(in_hospital.id):
        token = make_link(learn.requests[0])

    page = learn.client.get(f"/s/{token}/", follow=True)

    assert (page.status_code, "where the course counts it" in page.text) == (200, False)


def test_next_person_at_a_shared_computer_finds_nothing_of_the_one_before(learn):
    opened_by(learn)
    learn.claims |= {"sub": "subject-2", CLAIM + "lis": {}}

    assert opened_by(learn).redirect_chain == [("/lti/join/", 302)]
    assert learn.client.get("/answer/1/").status_code == 404


def test_link_without_a_survey_leads_to_what_waits(learn):
    del learn.claims[CLAIM + "custom"]
    page = opened_by(learn)

    assert page.redirect_chain == [("/lti/tasks/", 302)]
    assert "You are here as P 000" in page.text
    first = learn.client.post(f"/lti/tasks/{learn.requests[0].id}/")
    assert first["Location"] == "/answer/1/"
    assert learn.client.post(f"/lti/tasks/{learn.requests[1].id}/").status_code == 404


def test_survey_that_does_not_ask_somebody_says_no_more_than_that(learn):
    learn.claims[CLAIM + "custom"] = {"rounds_wave": str(uuid4())}

    page = opened_by(learn)

    assert "does not ask you, or has closed" in page.text


def test_without_a_trusted_number_a_code_goes_to_the_address_on_record(learn):
    Connection.objects.update(settings=PLATFORM)
    page = opened_by(learn)
    assert page.redirect_chain == [("/lti/join/", 302)]
    assert learn.client.get("/lti/tasks/").status_code == 404

    learn.client.post("/lti/join/", {"email": "nobody@hospital.example"})
    assert mail.outbox == []  # and the page is the same
    page = learn.client.post("/lti/join/", {"email": "P1@hospital.example"}, follow=True)
    assert [one.to for one in mail.outbox] == [["p1@hospital.example"]]
    code = re.search(r"\b\d{6}\b", mail.outbox[0].body)[0]
    wrong = learn.client.post("/lti/join/code/", {"code": "000000" if code != "000000" else "111111"})
    assert "not the code" in unescape(wrong.text)
    learn.client.post("/lti/join/code/", {"code": code}, follow=True)

    row = LinkedIdentity.objects.get()
    assert (row.person_id, row.by_number) == (learn.requests[1].person_id, False)
    assert learn.client.get("/answer/1/").status_code == 200


def test_code_that_was_tried_too_often_says_so_and_another_is_asked_for(learn):
    Connection.objects.update(settings=PLATFORM)
    opened_by(learn)
    learn.client.post("/lti/join/", {"email": "p1@hospital.example"})
    code = re.search(r"\b\d{6}\b", mail.outbox[0].body)[0]
    wrong = "000000" if code != "000000" else "111111"
    pages = [learn.client.post("/lti/join/code/", {"code": wrong}, follow=True) for _time in range(6)]

    assert "tried too often" in pages[-1].text or "tried too often" in pages[-2].text
    assert "tried too often" not in learn.client.get("/lti/join/").text


def test_forms_that_are_sent_again_join_and_open_once(learn):
    Connection.objects.update(settings=PLATFORM)
    opened_by(learn)
    for _time in range(2):
        learn.client.post("/lti/join/", {"email": "p1@hospital.example"})
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]

    for _time in range(2):
        answer = learn.client.post("/lti/join/code/", {"code": code}, follow=True)
        assert answer.status_code < 500
    own = learn.requests[1]
    opened_at = [learn.client.post(f"/lti/tasks/{own.id}/")["Location"] for _time in range(2)]

    assert opened_at == ["/answer/1/", "/answer/1/"]
    assert LinkedIdentity.objects.get().person_id == own.person_id


def test_address_of_the_platform_is_no_proof_of_who_somebody_is(learn):
    Connection.objects.update(settings=PLATFORM)
    learn.claims["email"] = "p0@hospital.example"

    assert opened_by(learn).redirect_chain == [("/lti/join/", 302)]
    assert not LinkedIdentity.objects.exists()


def test_who_has_left_does_not_come_in(learn):
    assert opened_by(learn).status_code == 200
    Person.objects.filter(id=learn.requests[0].person_id).update(
        left_on=institution_today() - timedelta(days=1)
    )

    assert learn.launch().status_code == 400


def test_paused_connection_closes_what_it_has_opened(learn):
    del learn.claims[CLAIM + "custom"]
    opened_by(learn)
    Connection.objects.update(state="paused")

    assert learn.client.get("/lti/tasks/").status_code == 404


def test_connection_that_is_only_tried_says_that_it_works_and_lets_nobody_in(learn):
    Connection.objects.update(state="trying", confirmed_at=None, confirmed_by=None)

    page = learn.launch()

    assert (page.status_code, "It works" in page.text) == (200, True)
    assert not LinkedIdentity.objects.exists()


def test_browser_that_keeps_no_cookie_begins_again_in_a_window_in_front(learn):
    asked = learn.begun()
    learn.client.cookies.clear()
    page = learn.launch(asked)

    assert page.status_code == 200
    assert "X-Frame-Options" not in page
    assert "frame-ancestors https://learn.example" in page["Content-Security-Policy"]
    assert asked["state"] not in page.text
    assert asked["nonce"] not in page.text
    assert "_auth_user_id" not in learn.client.session
    again = unescape(re.search(r'href="(/lti/[^"]+)"', page.text)[1])
    place = learn.client.get(again)
    assert place.status_code == 302
    assert place["Location"].startswith(PLATFORM["login_url"])
    assert "login_hint=user+7" in place["Location"]


@pytest.mark.parametrize("inside", ["iframe", "frame", "embed", "object"])
def test_frame_on_our_own_site_where_the_cookie_has_come_is_no_window_either(learn, inside):
    asked = learn.begun()
    learn.client.defaults["HTTP_SEC_FETCH_DEST"] = inside

    assert "Open in a new window" in learn.launch(asked).text


def test_only_that_page_may_stand_in_a_frame(learn):
    pages = [learn.login(), learn.launch(), opened_by(learn), learn.launch(state="z" * 43)]

    assert {page["X-Frame-Options"] for page in pages} == {"DENY"}


def test_cookie_goes_to_other_sites_and_is_gone_in_five_minutes(learn):
    learn.login()
    cookie = learn.client.cookies[COOKIE]

    assert (cookie["samesite"], cookie["secure"], cookie["httponly"], cookie["path"]) == (
        "None",
        True,
        True,
        "/",
    )
    assert int(cookie["max-age"]) == 300


def test_nothing_of_a_launch_stands_readable_in_the_database(learn):
    from django.db import connection as database

    asked = learn.begun()
    place = learn.launch(asked)["Location"]
    tables = ("integrations_ltilogin", "integrations_ltientry")
    with database.cursor() as cursor:
        rows = ""
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")  # nosec B608
            rows += str(cursor.fetchall())

    for secret in (asked["state"], asked["nonce"], place.split("/")[-2], "user 7", "link 3"):
        assert secret not in rows


# placing a link in a course


@pytest.fixture
def office_there(learn, in_hospital):
    """Sign a coordinator of all programs in here, and let the platform ask what to place."""
    user = User.objects.create_user("chief@st-brigid.example")
    chief = Person.objects.create(user=user, given_name="Chia", family_name="Ferro", email=user.email)
    RoleAssignment.objects.create(person=chief, role="coordinator", from_on="2020-01-01")
    learn.client.force_login(user)
    learn.claims |= {
        CLAIM + "message_type": "LtiDeepLinkingRequest",
        DEEP + "deep_linking_settings": {
            "deep_link_return_url": "https://learn.example/back",
            "accept_types": ["ltiResourceLink"],
            "data": "as it came",
        },
    }
    return learn


def test_coordinator_places_a_survey_once(office_there):
    page = opened_by(office_there)
    place = f"/st-brigid/connections/{office_there.connection.id}/place/"
    assert page.redirect_chain == [(place, 302)]
    wave = str(office_there.requests[0].wave_id)
    assert wave in page.text

    placed = office_there.client.post(place, {"wave": wave})

    assert 'action="https://learn.example/back"' in placed.text
    assert "form-action 'self' https://learn.example" in placed["Content-Security-Policy"]
    claims = jwt.decode(
        re.search(r'name="JWT" value="([^"]+)"', placed.text)[1], options={"verify_signature": False}
    )
    assert claims[DEEP + "data"] == "as it came"
    assert claims[DEEP + "content_items"][0]["custom"] == {"rounds_wave": wave}
    keys_shown = office_there.client.get(f"{office_there.path}/keys/").json()["keys"]
    assert len(keys_shown) == 1
    again = office_there.client.post(place, {"wave": wave})
    assert "JWT" not in again.text


@pytest.mark.parametrize(
    ("link", "leads"),
    [("intake", "intake/"), ("training", "development/mine/"), ("training/3", "development/modules/3/")],
)
def test_link_to_a_page_of_rounds_is_placed_and_lets_nobody_in(office_there, link, leads):
    opened_by(office_there)
    place = f"/st-brigid/connections/{office_there.connection.id}/place/"
    placed = office_there.client.post(place, {"wave": link})
    signed = re.search(r'name="JWT" value="([^"]+)"', placed.text)[1]
    (item,) = jwt.decode(signed, options={"verify_signature": False})[DEEP + "content_items"]
    assert item["custom"] == {"rounds_wave": link}
    assert "lineItem" not in item  # nothing that the course could count
    office_there.client.logout()
    office_there.claims |= {
        CLAIM + "message_type": "LtiResourceLinkRequest",
        CLAIM + "custom": item["custom"],
    }

    page = opened_by(office_there)

    assert page.redirect_chain[0] == (f"/st-brigid/{leads}", 302)
    assert "sign-in" in page.redirect_chain[-1][0]
    assert "_auth_user_id" not in office_there.client.session


@pytest.mark.parametrize("named", ["training/33", "training/%", "intake/1", "pages", "training/"])
def test_link_to_no_page_of_ours_is_refused(learn, named):
    learn.claims[CLAIM + "custom"] = {"rounds_wave": named}

    assert learn.launch().status_code == 400


def test_who_is_no_coordinator_places_nothing(office_there):
    """A teacher who came from "Select content" reads whom to ask; who only knows the address reads nothing."""
    RoleAssignment.objects.all().delete()

    page = opened_by(office_there)

    assert page.status_code == 403
    assert "Ask your program office" in page.text
    assert "Learn" not in page.text
    assert "What does the link open?" not in page.text
    place = page.redirect_chain[-1][0]
    assert office_there.client.post(place, {"wave": "tasks"}).status_code == 403
    session = office_there.client.session
    del session["lti_held"]
    session.save()
    assert office_there.client.get(place).status_code == 404


def test_answer_goes_back_to_no_address_inside(office_there):
    office_there.claims[DEEP + "deep_linking_settings"]["deep_link_return_url"] = "https://10.0.0.5/back"

    assert office_there.launch().status_code == 400


def test_course_that_counts_a_survey_is_remembered_with_its_roster(learn):
    learn.claims |= {
        ENDPOINT: {"scope": [SCORE], "lineitem": "https://learn.example/items/7"},
        CLAIM + "context": {"id": "c-1", "title": "Leading"},
        ROSTER: {"context_memberships_url": "https://learn.example/members"},
    }
    opened_by(learn)

    task, course = LtiTask.objects.get(), LtiCourse.objects.get()
    assert (task.person_id, task.line_item) == (learn.requests[0].person_id, "https://learn.example/items/7")
    assert (course.title, course.memberships_url) == ("Leading", "https://learn.example/members")


def test_addresses_of_the_inside_in_a_launch_are_not_kept(learn):
    learn.claims |= {
        ENDPOINT: {"scope": [SCORE], "lineitem": "https://169.254.169.254/items/7"},
        CLAIM + "context": {"id": "c-1"},
        ROSTER: {"context_memberships_url": "http://127.0.0.1/members"},
    }
    opened_by(learn)

    assert not LtiTask.objects.exclude(line_item="").exists()
    assert not LtiCourse.objects.exists()
