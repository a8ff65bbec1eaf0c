"""Waves: who is asked, what is promised to the byte, stopped for 15 minutes, reminded twice, chased by name."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.mail import stop_batch
from rounds.core.mail.selectors import list_lines, list_mail
from rounds.core.mail.sending import record_bounce
from rounds.core.models import Institution, OutgoingMail
from rounds.people.models import Leave, Person
from rounds.surveys.answering.selectors import (
    answers_of,
    own_requests,
    request_for,
    request_of_token,
)
from rounds.surveys.answering.services import decline, keep_answers, make_link, note_asked, send_answers
from rounds.surveys.campaigns.selectors import (
    is_closed,
    is_open,
    list_waves,
    missing_of,
    promise_of,
    requests_of_message,
    requests_to_remind,
    requests_told_on,
    wave_for,
)
from rounds.surveys.campaigns.selectors.candidates import candidates_of, reasons_of
from rounds.surveys.campaigns.services import send_wave, settle_reminders, stop_wave
from rounds.surveys.campaigns.services.ending import close_wave, delete_wave, extend_wave
from rounds.surveys.campaigns.values.promises import anonymous_promise, pooled_promise
from rounds.surveys.campaigns.values.schedule import is_reminder_due
from rounds.surveys.models import AskYear, Campaign, LinkHash, Request, Wave
from rounds.surveys.scores import SKIPPED
from tests.surveys.box.scenes import make_wave
from tests.surveys.scenes import PURPOSE, an_audience, office, opened, people, plan

PROGRAM = uuid4()

NAMED = (
    "With your name. The coordinators of your program and the directors of your program read your answers from {when} on. "
    "So could whoever runs the server and holds its key; a court could ask."
)
POOLED = (
    "Confidential. Your answers are kept with your name so that the program office learns what to mend. Pages show them "
    "only with those of at least 5 people; no page shows yours to anyone else. Comments appear in mixed order, once "
    "somebody outside the program's office has read them: they may put them in other words or hold them back. Whoever runs "
    "the server and holds its key could read them; a court could ask."
)
ANONYMOUS = (
    "Anonymous. You are one of 40 who are asked. We note the day you answer, so that we can say how many "
    "have; reminders go to everybody who is asked, so that no mail tells who has answered. Your answers are locked as you "
    "send them; on 3 Mar 2027 all are opened together and mixed, and 3 days later the key is destroyed. Fewer than 5 "
    "answers: all are deleted unread. After that nobody can tell who wrote what, not even whoever runs the "
    "server, unless it was tampered with or copied before then. In comments your style can still give you away."
)


@pytest.fixture
def by(in_hospital):
    Institution.objects.filter(id=in_hospital.id).update(mail_is_live=True)
    return office(in_hospital, PROGRAM)


@pytest.fixture
def mentor(in_hospital):
    return Person.objects.create(given_name="Bob", family_name="Moss", email="bob@hospital.example")


@pytest.fixture
def asked(in_hospital, mentor):
    found = people(3)
    with an_audience(found, mentor):
        yield found


def viewer_of(person, by):
    from rounds.core.access import Viewer

    return Viewer(by.institution_id, uuid4(), person.id, person.full_name)


def test_promises_are_to_the_byte(by, asked):
    pooled = plan(by, PROGRAM)
    named = Wave(mode="named", readers=["coordinator", "director"], closes_on=pooled.closes_on)

    assert promise_of(pooled) == POOLED
    day = named.closes_on + timedelta(days=1)
    when = f"{day.day} {day:%b %Y}"
    assert promise_of(named) == NAMED.format(when=when)
    assert anonymous_promise(n=40, k=5, date="3 Mar 2027", days=3) == ANONYMOUS
    without = {"with_comments": False}
    assert "omment" not in anonymous_promise(n=40, k=5, date="3 Mar 2027", days=3, **without)
    assert "omment" not in pooled_promise(purpose="it is seen", k=5, **without)
    assert "anonymous" not in (POOLED + NAMED).casefold()
    # what an office says it is for stands in every promise: in two of them as a sentence of its own
    named.purpose = PURPOSE
    assert promise_of(named) == f"This is asked so that {PURPOSE}. {NAMED.format(when=when)}"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"mode": "named"}, "readers"),
        ({"mode": "named", "readers": ("mentor",)}, "readers"),
        ({"readers": ("coordinator",)}, "readers"),
        ({"mode": "in secret"}, "mode"),
        ({"purpose": " "}, "purpose"),
        ({"days": 0}, "closes_on"),
        ({"key": "focus_guide"}, "instrument"),
        ({"audience": "nobody in particular"}, "audience"),
    ],
)
def test_plan_that_cannot_be_sent_is_refused_in_words(by, asked, change, field):
    from rounds.surveys.campaigns.values import audiences

    audiences.add_audience("nobody in particular", lambda *_: [], label="")

    with pytest.raises(DomainError) as refused:
        plan(by, PROGRAM, **change)

    assert refused.value.field == field
    del audiences._sources["nobody in particular"]


def test_who_is_asked_and_who_is_not_and_why(by, asked):
    today = institution_today()
    Person.objects.filter(id=asked[0].id).update(email="")
    Leave.objects.create(person=asked[1], from_on=today - timedelta(days=3))
    wave = plan(by, PROGRAM)

    found = candidates_of(wave)

    assert [one.is_asked for one in found] == [False, False, True]
    assert reasons_of(found) == [("on leave", 1), ("no e-mail address", 1)]
    assert send_wave(wave=wave, by=by) == 1
    assert sorted(Request.objects.values_list("state", "reason")) == [
        ("not_asked", "leave"),
        ("not_asked", "no_address"),
        ("waiting", ""),
    ]


def test_wave_is_sent_once_and_no_queue_holds_a_link(by, asked):
    wave = plan(by, PROGRAM)

    assert send_wave(wave=wave, by=by) == 3
    with pytest.raises(OutOfOrder):
        send_wave(wave=wave, by=by)

    mails = OutgoingMail.objects.filter(kind="survey")
    assert mails.count() == 3
    assert {mail.ids["wave"] for mail in mails} == {str(wave.id)}
    assert not any("/s/" in mail.body for mail in mails)
    assert LinkHash.objects.count() == 0


@pytest.mark.parametrize("way", ["its page", "sent mail"])
def test_stopped_wave_asks_nobody(by, asked, way):
    wave = plan(by, PROGRAM)
    send_wave(wave=wave, by=by)

    if way == "its page":
        assert stop_wave(wave=wave, by=by) == 3
    else:
        assert stop_batch(wave.id, by=by) == 3

    wave.refresh_from_db()
    assert wave.state == "stopped"
    assert Request.objects.count() == 0
    assert own_requests(viewer_of(asked[0], by)) == []


def test_wave_that_has_left_cannot_be_stopped(by, asked):
    wave = plan(by, PROGRAM)
    opened(wave, by)
    OutgoingMail.objects.update(state="sent")

    with pytest.raises(OutOfOrder):
        stop_wave(wave=wave, by=by)
    close_wave(wave=wave, by=by)

    wave.refresh_from_db()
    assert is_closed(wave)


def test_nobody_sees_a_request_before_its_time_or_that_is_another_ones(by, asked):
    wave = plan(by, PROGRAM)
    send_wave(wave=wave, by=by)
    request = Request.objects.get(wave=wave, person=asked[0])
    me, other = viewer_of(asked[0], by), viewer_of(asked[1], by)

    assert own_requests(me) == []
    with pytest.raises(NotFound):
        request_for(me, request.id)
    Wave.objects.filter(id=wave.id).update(stop_until=now())

    assert own_requests(me) == [request]
    assert request_for(me, request.id) == request
    with pytest.raises(NotFound):
        request_for(other, request.id)


def test_answers_are_kept_page_by_page_counted_when_sent_and_changeable(by, asked):
    request = opened(plan(by, PROGRAM), by)[0]

    keep_answers(request=request, answers={"sat_all": 4, "sat_time": 5})
    keep_answers(request=request, answers={"ali_fit": -98})
    assert Request.objects.get(id=request.id).state == "asked"
    send_answers(request=request)
    send_answers(request=request)
    keep_answers(request=request, answers={"sat_all": 2})

    kept = answers_of(request)
    assert (kept["sat_all"], kept["sat_time"], kept["ali_fit"], kept["next"]) == (2, 5, -98, SKIPPED)
    row = Request.objects.get(id=request.id)
    assert (row.state, row.answered_on) == ("answered", institution_today())
    with pytest.raises(OutOfOrder):
        decline(request=request)


def test_closed_wave_takes_no_answer(by, asked):
    wave = plan(by, PROGRAM)
    request = opened(wave, by)[0]
    token = make_link(request)
    Wave.objects.filter(id=wave.id).update(closes_on=institution_today() - timedelta(days=1))

    for act in (keep_answers, send_answers, decline):
        with pytest.raises(OutOfOrder):
            act(request=request, **({"answers": {"sat_all": 1}} if act is keep_answers else {}))
    with pytest.raises(NotFound):
        request_of_token(token)


def test_link_is_kept_as_a_hash_and_leads_to_its_request(by, asked):
    request = opened(plan(by, PROGRAM), by)[0]

    token = make_link(request)

    assert len(token) >= 43  # 256 bits
    assert token not in str(list(LinkHash.objects.values()))
    assert request_of_token(token) == request
    for wrong in ("", token[:-1], token + "A", token.lower()):
        with pytest.raises(NotFound):
            request_of_token(wrong)
    Person.objects.filter(id=request.person_id).update(left_on=institution_today())
    with pytest.raises(NotFound):
        request_of_token(token)


def test_who_is_missing_has_a_name_and_counts_add_up(by, asked):
    wave = plan(by, PROGRAM)
    first, second, third = opened(wave, by)
    send_answers(request=first)
    decline(request=second)

    assert missing_of(wave) == [third.person]
    (line,) = list_waves(by)
    assert (line.asked, line.answered) == (3, 1)
    assert wave_for(by, wave.id) == wave
    stranger = office(third.institution, uuid4())
    assert list_waves(stranger) == []
    with pytest.raises(NotFound):
        wave_for(stranger, wave.id)


DAYS = [
    (3, 0, False),
    (4, 0, True),
    (8, 1, False),
    (9, 1, True),
    (10, 2, False),
    (12, 0, True),
    (13, 0, False),
]


@pytest.mark.parametrize(("after", "reminders", "is_due"), DAYS)
def test_reminders_come_on_day_four_and_nine_and_not_before_closing(after, reminders, is_due):
    asked_on = date(2027, 3, 1)

    found = is_reminder_due(
        asked_on=asked_on,
        reminders=reminders,
        today=asked_on + timedelta(days=after),
        closes_on=asked_on + timedelta(days=14),
    )

    assert found is is_due


def test_who_has_answered_is_not_reminded(by, asked):
    wave = plan(by, PROGRAM)
    requests = opened(wave, by)
    for request in requests:
        note_asked(request)
    Request.objects.update(asked_on=institution_today() - timedelta(days=4))
    send_answers(request=requests[0])

    lines = [replace(line, on=institution_today()) for line in requests_to_remind()]
    settle_reminders(lines[:1], lines[1:])

    assert {line.person_id for line in lines} == {asked[1].id, asked[2].id}
    assert list(requests_to_remind()) == []
    both = [(line.person_id, institution_today()) for line in lines[:2]]
    told = requests_told_on(set(both))
    assert {whose: [one.id for one in some] for whose, some in told.items()} == {both[0]: [lines[0].key]}


def test_of_an_anonymous_wave_everybody_is_reminded_alike_answered_or_not(by):
    wave = make_wave(8)
    Wave.objects.filter(id=wave.id).update(stop_until=now() - timedelta(minutes=1))
    asked = list(Request.objects.filter(wave=wave).order_by("id"))
    long_ago = institution_today() - timedelta(days=4)
    Request.objects.update(asked_on=long_ago)
    Request.objects.filter(id=asked[0].id).update(state="answered", answered_on=long_ago)
    Request.objects.filter(id=asked[1].id).update(state="declined")

    lines = [replace(line, on=institution_today()) for line in requests_to_remind()]
    settle_reminders(lines, [])

    assert {line.key for line in lines} == {one.id for one in asked} - {asked[1].id}
    told = [
        requests_told_on({(one.person_id, institution_today())}).get((one.person_id, institution_today()), [])
        for one in asked
    ]
    assert [len(one) for one in told] == [1, 0, 1, 1, 1, 1, 1, 1]
    # a request that leaves after its reader has answered from home leaves all the same
    said = [len(requests_of_message(uuid4(), one.person_id)) for one in asked]
    assert said == [1, 0, 1, 1, 1, 1, 1, 1]


def test_sent_mail_has_one_line_of_an_anonymous_wave_and_no_reader(by):
    with an_audience(people(9)):
        blind = plan(by, PROGRAM, key="climate", mode="anonymous")
        send_wave(wave=blind, by=by)

    assert not list_mail(by).exists()
    assert [(one.people, one.not_arrived) for one in list_lines(by)] == [(9, 0)]
    # an address that is none has to be mended, so it has its name
    one = OutgoingMail.objects.first()
    record_bounce(one.id, problem="no such mailbox")
    assert [(one.people, one.not_arrived) for one in list_lines(by)] == [(9, 1)]
    assert [found.id for found in list_mail(by)] == [one.id]
    assert list_lines(office(Institution.objects.get(), uuid4())) == []
    stop_wave(wave=blind, by=by)
    assert [one.people for one in list_lines(by)] == [9]


def test_wave_that_nobody_answered_can_be_deleted_and_gives_the_room_in_years_back(by, asked):
    planned, wave = plan(by, PROGRAM), plan(by, PROGRAM)
    requests = opened(wave, by)
    note_asked(requests[0])
    year = AskYear.objects.get(person=asked[0])
    assert (year.requests, year.minutes > 0) == (1, True)

    delete_wave(wave=planned, by=by)
    delete_wave(wave=wave, by=by)

    year.refresh_from_db()
    assert (Wave.objects.count(), Campaign.objects.count(), Request.objects.count()) == (0, 0, 0)
    assert (year.requests, year.minutes) == (0, 0)


def test_wave_that_somebody_answered_or_that_comes_by_a_plan_stays(by, asked):
    wave, by_plan = plan(by, PROGRAM), plan(by, PROGRAM)
    send_answers(request=opened(wave, by)[0])
    Wave.objects.filter(id=by_plan.id).update(plan_key="year 3, month 6", opens_on=institution_today())
    by_plan.refresh_from_db()

    for stays in (wave, by_plan):
        with pytest.raises(OutOfOrder):
            delete_wave(wave=stays, by=by)

    assert is_open(wave)
    assert PURPOSE in promise_of(wave)


def test_open_wave_is_given_more_days_and_a_closed_one_is_not(by, asked):
    wave = plan(by, PROGRAM)
    opened(wave, by)
    later = wave.closes_on + timedelta(days=7)

    extend_wave(wave=wave, closes_on=later, by=by)
    for wrong in (later, institution_today() + timedelta(days=400)):
        with pytest.raises(DomainError):
            extend_wave(wave=wave, closes_on=wrong, by=by)
    wave.refresh_from_db()
    assert wave.closes_on == later
    close_wave(wave=wave, by=by)

    with pytest.raises(OutOfOrder):
        extend_wave(wave=wave, closes_on=later + timedelta(days=7), by=by)
    with pytest.raises(OutOfOrder):
        close_wave(wave=wave, by=by)
    wave.refresh_from_db()
    assert wave.closes_on == institution_today()
