"""What a platform is told and asked: who is done and never more, who is in a course, where a link is placed."""

import json
import secrets
import time
from datetime import timedelta
from urllib.parse import parse_qs
from uuid import uuid4

import jwt
import pytest
from django.core.cache import cache

from rounds.core.access import Grant, Viewer
from rounds.core.clock import institution_today, now
from rounds.core.enums import Role
from rounds.core.errors import OutOfOrder
from rounds.integrations.lti.services import calling, noting, own_key, rosters, telling
from rounds.integrations.lti.values.launches import CLAIM, DEEP, Placing
from rounds.integrations.models import Connection, ConnectionRun, LtiCourse, LtiTask
from rounds.integrations.outgoing import Answer
from rounds.people.models import Person
from rounds.surveys.models import Request, Wave
from tests.integrations.lti.platform import key_named
from tests.surveys.scenes import an_audience, office, opened, people, plan
from tests.worlds.year_surveys.connections import PLATFORM, a_connection

SCORE = "application/vnd.ims.lis.v1.score+json"


@pytest.fixture(scope="module")
def made_key():
    """Our own key, made once."""
    return key_named("ours")[0]


class There:
    """A platform that gives tokens, takes completions, and says who is in a course."""

    def __init__(self, connection):
        self.connection, self.told, self.tokens = connection, [], []
        self.status, self.token_status, self.pages = {}, 200, []

    def ask(self, address, *, method="GET", headers=None, body=None):
        if address == PLATFORM["token_url"]:
            self.tokens.append(parse_qs(body.decode()))
            return Answer(self.token_status, {}, json.dumps({"access_token": "t-1"}).encode())
        assert headers["Authorization"] == "Bearer t-1"
        if method == "POST":
            assert headers["Content-Type"] == SCORE
            self.told.append((address, json.loads(body)))
            return Answer(self.status.get(json.loads(body)["userId"], 200), {}, b"")
        number = int(address.partition("page=")[2] or 0)
        more = (
            {"link": f'<{address.partition("?")[0]}?page={number + 1}>; rel="next"'}
            if self.pages[number + 1 :]
            else {}
        )
        return Answer(200, more, json.dumps({"members": self.pages[number]}).encode())


@pytest.fixture
def there(in_hospital, monkeypatch, made_key):
    cache.clear()
    sid, alice = people(2)
    connection = a_connection("Learn", "on", sid, confirmed_by=alice, confirmed_at=now())
    monkeypatch.setattr(
        "cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key", lambda **_size: made_key
    )
    own_key.ensure_key(connection)
    made = There(connection)
    made.by = Viewer(in_hospital.id, None, alice.id, "Alice", frozenset({Grant(Role.COORDINATOR)}))
    monkeypatch.setattr(calling, "ask", made.ask)
    return made


def a_wave(there, count, mode="pooled"):
    """Send a survey to people, each of whom opened it from the course; return their requests."""
    program = uuid4()
    by = office(there.connection.institution, program)
    asked = [
        Person.objects.create(
            given_name="Q", family_name=f"{n:03}", email=f"q{secrets.token_hex(4)}@hospital.example"
        )
        for n in range(count)
    ]
    is_blind = mode == "anonymous"
    with an_audience(asked, None if is_blind else Person.objects.first()):
        requests = opened(plan(by, program, key="climate" if is_blind else "pulse", mode=mode), by)
    LtiTask.objects.bulk_create(
        LtiTask(
            connection=there.connection,
            person=one.person,
            wave_id=one.wave_id,
            subject=f"s-{number}",
            line_item="https://learn.example/items/7?type=1",
        )
        for number, one in enumerate(requests)
    )
    return requests


def answer(*requests):
    Request.objects.filter(id__in=[one.id for one in requests]).update(
        state="answered", asked_on=institution_today(), answered_on=institution_today()
    )


def tell(there):
    there.told.clear()
    telling.tell_completions(Connection.objects.get())
    return {body["userId"] for _address, body in there.told}


def test_who_is_done_is_told_once_and_nothing_else(there):
    requests = a_wave(there, 3)
    answer(requests[1])

    assert tell(there) == {"s-1"}
    address, body = there.told[0]
    assert address == "https://learn.example/items/7/scores?type=1"
    assert sorted(body) == [
        "activityProgress",
        "gradingProgress",
        "scoreGiven",
        "scoreMaximum",
        "timestamp",
        "userId",
    ]
    assert (body["scoreGiven"], body["scoreMaximum"]) == (1, 1)
    assert tell(there) == set()
    asked = there.tokens[0]
    assert asked["scope"] == [telling.SCORE]
    claims = jwt.decode(
        asked["client_assertion"][0],
        jwt.PyJWK(own_key.published_keys(there.connection)["keys"][0]),
        algorithms=["RS256"],
        audience=PLATFORM["token_url"],
    )
    assert (claims["iss"], claims["sub"]) == (PLATFORM["client_id"], PLATFORM["client_id"])
    assert claims["exp"] - time.time() <= 60


def test_score_for_a_stranger_is_refused_for_good_and_a_busy_platform_is_asked_another_time(there):
    requests = a_wave(there, 3)
    answer(*requests)
    there.status = {"s-0": 404, "s-1": 503}
    tell(there)
    there.status = {"s-0": 404}
    tell(there)

    assert LtiTask.objects.get(subject="s-0").refused == "404"
    assert LtiTask.objects.exclude(told_at=None).count() == 2
    assert tell(there) == set()


@pytest.mark.parametrize("status", [400, 401, 403])
def test_refused_credential_breaks_the_connection_at_once(there, status):
    answer(*a_wave(there, 1))
    there.token_status = status

    assert tell(there) == set()
    assert Connection.objects.get().state == "broken"
    there.token_status = 200
    assert tell(there) == set()


def test_paused_connection_tells_nothing(there):
    answer(*a_wave(there, 1))
    Connection.objects.update(state="paused")

    assert tell(there) == set()


def test_anonymous_completions_go_in_batches_of_five_with_one_time_stamp_and_the_rest_at_closing(there):
    requests = a_wave(there, 12, mode="anonymous")
    answer(*requests[:4])
    assert tell(there) == set()
    answer(*requests[4:7])
    assert tell(there) == {f"s-{n}" for n in range(7)}
    assert len({body["timestamp"] for _address, body in there.told}) == 1
    answer(*requests[7:9])
    assert tell(there) == set()
    Wave.objects.update(
        closes_on=institution_today() - timedelta(days=1), late_until=institution_today() + timedelta(days=2)
    )
    assert tell(there) == set()  # who answers late is waited for
    Wave.objects.update(state="closed")
    assert tell(there) == {"s-7", "s-8"}


def test_order_in_which_a_platform_is_told_says_nothing_of_who_answered_when(there):
    """200 people answer one after another, as many a night as there are: where each stands in what is told is chance."""
    requests = a_wave(there, 200, mode="anonymous")
    by_time = sorted(range(200), key=lambda number: requests[number].id)
    answer(*requests)
    tell(there)

    told = [int(body["userId"].removeprefix("s-")) for _address, body in there.told]
    assert len(told) == 200
    for known in (list(range(200)), by_time):
        same = sum(one == other for one, other in zip(told, known, strict=True))
        assert same <= 8  # at chance one on average; nine or more come once in 800,000
    assert len({body["timestamp"] for _address, body in there.told}) == 1


def member(number, **more):
    return {
        "user_id": f"s-{number}",
        "status": "Active",
        "given_name": "Ann",
        "family_name": f"Lee{number}",
        "email": f"ann{number}@st-brigid.example",
        **more,
    }


def a_course(there):
    return LtiCourse.objects.create(
        connection=there.connection,
        context_id="c-1",
        title="Leading",
        memberships_url="https://learn.example/members",
    )


def test_roster_of_250_in_pages_goes_into_an_import_that_writes_nothing(there):
    there.pages = [[member(page * 50 + n) for n in range(50)] for page in range(5)]
    there.pages[2][3]["status"] = "Inactive"
    before = Person.objects.count()

    staged = rosters.stage_roster(course=a_course(there), by=there.by)

    assert (staged.kind, staged.rows, staged.state) == ("roster", 249, "staged")
    assert Person.objects.count() == before
    assert ConnectionRun.objects.get().counts == {"people": 249, "left_out": 0}


def paused_after(there, monkeypatch, count):
    """Let somebody pause the connection while the platform answers the call of this number; a token counts too."""
    calls, ask = [], there.ask

    def answer(address, **more):
        calls.append(address)
        if len(calls) == count:
            Connection.objects.update(state="paused")
        return ask(address, **more)

    monkeypatch.setattr(calling, "ask", answer)
    return calls


def test_pause_stops_telling_between_two_people_and_the_rest_is_told_later(there, monkeypatch):
    answer(*a_wave(there, 5))
    calls = paused_after(there, monkeypatch, 3)  # the token, two people

    assert len(tell(there)) == 2
    assert len(calls) == 3
    assert tell(there) == set()
    Connection.objects.update(state="on")
    assert len(tell(there)) == 3


def test_pause_stops_the_reading_of_a_course_between_two_pages(there, monkeypatch):
    there.pages = [[member(1)], [member(2)], [member(3)]]
    calls = paused_after(there, monkeypatch, 2)  # the token, a page

    with pytest.raises(OutOfOrder, match="paused meanwhile"):
        rosters.stage_roster(course=a_course(there), by=there.by)
    assert len(calls) == 2


LIS = "http://purl.imsglobal.org/vocab/lis/v2"


@pytest.mark.parametrize(
    ("roles", "teaches"),
    [
        ([f"{LIS}/membership#Learner"], False),
        ([f"{LIS}/membership#Instructor"], True),
        ([f"{LIS}/membership/Instructor#TeachingAssistant", f"{LIS}/membership#Learner"], True),
        ([f"{LIS}/membership#ContentDeveloper"], True),
        ([f"{LIS}/membership/Learner#Instructor"], False),  # learns as a guest of the teachers
        (["Instructor"], True),
        (["urn:lti:role:ims/lis/Instructor/GuestInstructor"], True),
        # what somebody is at the hospital, not in the course
        ([f"{LIS}/institution/person#Faculty", f"{LIS}/membership#Learner"], False),
        ([f"{LIS}/system/person#Administrator", f"{LIS}/membership#Learner"], False),
        (None, False),
        ([7, {}], False),
    ],
)
def test_who_teaches_a_course_is_read_apart_and_the_others_are_counted(there, roles, teaches):
    there.pages = [[member(1), {**member(2), "roles": roles}, {**member(3), "roles": ["Instructor"]}]]
    course = a_course(there)

    learners = rosters.stage_roster(course=course, by=there.by)
    said = ConnectionRun.objects.first()
    teachers = rosters.stage_roster(course=course, by=there.by, teachers=True)

    assert (learners.rows, teachers.rows) == ((1, 2) if teaches else (2, 1))
    assert said.counts == {"people": learners.rows, "left_out": teachers.rows}
    assert f"Left out: {teachers.rows} p" in said.sentence


@pytest.mark.parametrize("answered", [[[]], [None]])
def test_course_of_nobody_is_said(there, answered):
    there.pages = answered

    with pytest.raises(OutOfOrder):
        rosters.stage_roster(course=a_course(there), by=there.by)


def test_next_page_on_another_host_is_not_read(there, monkeypatch):
    answered = Answer(200, {"link": '<https://evil.example/members>; rel="next"'}, b'{"members": []}')
    monkeypatch.setattr(rosters.Caller, "call", lambda *_of, **_more: answered)

    with pytest.raises(OutOfOrder):
        rosters.stage_roster(course=a_course(there), by=there.by)


def test_link_that_is_placed_is_signed_and_carries_what_came(there):
    from rounds.integrations.lti.services.placing import Link, answer_with

    wave = uuid4()
    placing = Placing("https://learn.example/back", "as it came", "1")
    signed = answer_with(
        connection=there.connection,
        placing=placing,
        link=Link("Pulse", wave),
        target="https://rounds.example/launch/",
    )

    claims = jwt.decode(
        signed,
        jwt.PyJWK(own_key.published_keys(there.connection)["keys"][0]),
        algorithms=["RS256"],
        audience=PLATFORM["issuer"],
    )
    (item,) = claims[DEEP + "content_items"]
    assert (claims[DEEP + "data"], claims[CLAIM + "deployment_id"]) == ("as it came", "1")
    assert item["window"] == {"targetName": "_blank"}
    assert item["custom"] == {"rounds_wave": str(wave)}
    assert item["lineItem"]["scoreMaximum"] == 1


def test_own_key_is_sealed_and_only_its_public_half_is_shown(there):
    from django.db import connection as database

    with database.cursor() as cursor:
        cursor.execute("SELECT sealed FROM integrations_connection")
        assert "PRIVATE" not in cursor.fetchone()[0]
    (shown,) = own_key.published_keys(there.connection)["keys"]
    assert sorted(shown) == ["alg", "e", "key_ops", "kid", "kty", "n", "use"]


def test_platform_of_the_demo_is_switched_on_by_two_and_knows_two(in_hospital, monkeypatch, made_key):
    from rounds.demo.feedback.connections import connect_learning_platform

    monkeypatch.setattr(
        "cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key", lambda **_size: made_key
    )
    sam, alice, cleo, bob = people(4)
    connect_learning_platform(office(in_hospital, uuid4()), sam, alice, (cleo, bob))

    found, waits = Connection.objects.filter(kind="lti").order_by("state")
    assert (waits.state, waits.confirmed_by) == ("trying", None)
    assert (found.state, found.entered_by, found.confirmed_by) == ("on", sam, alice)
    assert len(own_key.published_keys(found)["keys"]) == 1
    assert {one.person for one in found.identities.all()} == {cleo, bob}
    (monitoring,) = Connection.objects.filter(kind="monitor")
    assert (monitoring.state, monitoring.entered_by, monitoring.confirmed_by) == ("on", sam, alice)
    assert monitoring.credentials.filter(ended_at=None).count() == 1


ITEM, ALL = "https://learn.example/items/7", "https://learn.example/items/8"


def came(there, requests, subject, *, line_item="", wave_id=None):
    """Let somebody come out of a course for whom requests wait."""
    noting.note_tasks(
        connection=there.connection,
        subject=subject,
        person_id=requests[0].person_id,
        wave_ids=[one.wave_id for one in requests],
        counted=noting.Counted("c-1", line_item, wave_id),
    )


def asked_twice(there):
    """Send two surveys to the same two people; return the requests of each person."""
    first, second = a_wave(there, 2), a_wave(there, 2)
    for one, other in zip(first, second, strict=True):
        Request.objects.filter(id=other.id).update(person_id=one.person_id)
        other.person_id = one.person_id
    LtiTask.objects.all().delete()
    return list(zip(first, second, strict=True))


def test_who_came_by_what_waits_is_told_by_the_item_that_another_has_shown(there):
    (ann, ben) = asked_twice(there)
    came(there, ann, "ann")
    answer(ann[0])
    assert tell(there) == set()  # no item is known yet

    came(there, ben, "ben", line_item=ITEM, wave_id=ben[0].wave_id)
    assert tell(there) == {"ann"}
    assert [address for address, _body in there.told] == [f"{ITEM}/scores"]
    assert tell(there) == set()


def test_point_of_what_waits_is_told_once_all_of_it_is_answered(there):
    ((one, other), _ben) = asked_twice(there)
    came(there, [one, other], "ann", line_item=ALL)
    answer(one)
    assert tell(there) == set()
    Request.objects.filter(id=other.id).update(state="declined")

    assert tell(there) == {"ann"}
    assert len(there.told) == 1
    came(there, [one, other], "ann", line_item=ALL)
    assert tell(there) == set()


def test_point_of_what_waits_shows_nobody_alone_who_answered_an_anonymous_survey(there):
    """Four whose all is done are held back with the one anonymous survey, also when a fifth has answered only that."""
    blind, named = a_wave(there, 8, mode="anonymous"), a_wave(there, 8)
    LtiTask.objects.all().delete()
    for number, (one, other) in enumerate(zip(blind, named, strict=True)):
        Request.objects.filter(id=other.id).update(person_id=one.person_id)
        came(there, [one, other], f"s-{number}", line_item=ALL)
    answer(*blind[:5], *named[:4])
    assert tell(there) == set()
    answer(named[4])

    assert tell(there) == {f"s-{number}" for number in range(5)}
