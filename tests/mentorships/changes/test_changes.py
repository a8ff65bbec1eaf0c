"""Asking for a change: private between whoever asks and the office, never for the other one or who is concerned."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from rounds.core.audit import openings_of
from rounds.core.clock import institution_today
from rounds.core.enums import Role
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.models import AuditEvent, OutgoingMail
from rounds.mentorships.changes.selectors import change_request_for, own_change_request_of, readers_of_change
from rounds.mentorships.changes.services import answer_change, ask_for_change, withdraw_change
from rounds.mentorships.dues.selectors import office_pairs
from rounds.mentorships.models import ChangeRequest
from rounds.mentorships.news.selectors import news_of
from rounds.mentorships.services.going_on import let_pair_go_on
from rounds.mentorships.services.office import end_pair_by_office
from rounds.mentorships.services.states import end_mentorship
from rounds.people.models import AuthorityLine
from rounds.programs.models import ProgramRole
from tests.matching.scenes import add_person, add_residency, make_scene
from tests.mentorships.conversations.scenes import run_pair

pytestmark = pytest.mark.django_db
REASON = "We never find an hour"


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def pair(scene):
    return run_pair(scene)


def give(scene, name, role):
    person = scene.people.get(name) or add_person(scene, name, "Office", login=True)
    ProgramRole.objects.create(program=scene.program, person=person, role=role, from_on=institution_today())
    return scene.viewer(name, role)


def ask(pair, by, reason=REASON, entry=None):
    return ask_for_change(mentorship_id=pair.id, reason=reason, entry_id=entry or uuid4(), by=by)


def ahead(days):
    return institution_today() + timedelta(days=days)


def answer(row, by, reply="talk", on=7):
    return answer_change(change_request_id=row.id, answer=reply, again_on=ahead(on), by=by)


def desk(scene, viewer):
    return [one.request_id for one in office_pairs(viewer, [scene.program]).changes]


def may_read(viewer, row):
    try:
        return change_request_for(viewer, row.id).reason == REASON
    except NotFound:
        return False


def pages_of(scene, name):
    client = Client()
    client.force_login(scene.people[name].user)
    return lambda address, **arguments: client.get(
        reverse(address, kwargs={"institution": scene.institution.slug, **arguments})
    )


def test_request_is_on_the_desk_of_the_office_until_it_is_answered_and_again_on_its_day(scene, pair, clock):
    row, entry = ask(pair, scene.cleo), uuid4()
    for _press in range(2):
        assert ask(pair, scene.cleo, reason="other words") == row
    assert own_change_request_of(scene.cleo, pair).reason == f"{REASON}\n\nother words"
    assert desk(scene, scene.alice) == [row.id]

    with pytest.raises(DomainError) as refused:
        answer(row, scene.alice, on=-1)
    assert refused.value.field == "again_on"
    for _press in range(2):
        answer(row, scene.alice)

    assert desk(scene, scene.alice) == []
    [[news]] = news_of(scene.cleo, [pair]).values()
    assert news.kind == "change"
    assert news_of(scene.bob, [pair]) == {}
    mine = own_change_request_of(scene.cleo, pair)
    assert (mine.reply, mine.again_on, mine.answered_by.id) == ("talk", ahead(7), scene.people["Alice"].id)
    clock.shift(timedelta(days=7))
    assert desk(scene, scene.alice) == [row.id]

    withdraw_change(mentorship_id=pair.id, by=scene.cleo)
    assert desk(scene, scene.alice) == []
    with pytest.raises(NotFound):
        change_request_for(scene.alice, row.id)
    assert news_of(scene.cleo, [pair]) == {}
    assert ask(pair, scene.cleo, entry=entry) != row
    withdraw_change(mentorship_id=pair.id, by=scene.cleo)
    assert ask(pair, scene.cleo, entry=entry).withdrawn_at is None


@pytest.mark.parametrize("asker", ["cleo", "bob"])
def test_the_other_one_finds_nothing_of_it_anywhere(scene, pair, asker):
    other = "Bob" if asker == "cleo" else "Cleo"
    shown = pages_of(scene, other)
    places = [
        ("home", {}),
        ("pairs:pair", {"mentorship_id": pair.id}),
        ("pairs:ask_change", {"mentorship_id": pair.id}),
        ("pairs:conversations", {"mentorship_id": pair.id}),
        ("record:seen", {}),
        ("audit:own", {}),
        ("record:take", {"taken_as": "json"}),
    ]
    before = [shown(name, **arguments).content for name, arguments in places]

    row = ask(pair, getattr(scene, asker))
    answer(row, scene.alice, "later")

    after = [shown(name, **arguments).content for name, arguments in places]
    for one, other_one in zip(before, after, strict=True):
        assert without_tokens(one).splitlines() == without_tokens(other_one).splitlines()
    assert OutgoingMail.objects.count() == 0
    who = {scene.people["Cleo"].full_name, scene.people["Bob"].full_name}
    told = AuditEvent.objects.filter(action__startswith="change.")
    assert [(one.action, one.about_person_id, one.by_name in who) for one in told] == [
        ("change.answered", None, False)
    ]


def without_tokens(content):
    text = re.sub(
        r'(csrfmiddlewaretoken|entry|typed_by)" value="[^"]*"|id="id_entry"[^>]*', "", content.decode()
    )
    # the day on which a file was made, and what its own taking adds
    return re.sub(r'"(at|made_at|on)": "[^"]*"|\d\d?:\d\d [AP]M', "", text)


def test_who_is_concerned_is_gone_around_and_named_nowhere(scene, pair):
    dana = give(scene, "Dana", Role.DIRECTOR)
    as_mentor = scene.viewer("Bob", Role.MENTOR, Role.COORDINATOR)
    give(scene, "Bob", Role.COORDINATOR)
    add_residency(scene)
    rolf = give(scene, "Rolf", Role.COORDINATOR)
    reports_to_mentor = give(scene, "Rita", Role.COORDINATOR)
    over_mentee = give(scene, "Max", Role.DIRECTOR)
    for over, subject in (("Bob", "Rita"), ("Max", "Cleo")):
        AuthorityLine.objects.create(
            over=scene.people[over],
            subject=scene.people[subject],
            kind="line_manager",
            from_on=institution_today(),
        )
    row = ask(pair, scene.cleo)

    concerned = (as_mentor, rolf, reports_to_mentor, over_mentee)
    assert [one.full_name for one in readers_of_change(pair)] == ["Alice Adams", "Dana Office"]
    assert [may_read(one, row) for one in (scene.alice, dana)] == [True, True]
    assert [may_read(one, row) for one in concerned] == [False] * 4
    assert [desk(scene, one) for one in concerned] == [[]] * 4
    for viewer in concerned:
        with pytest.raises(NotFound):
            answer(row, viewer)
    page = pages_of(scene, "Cleo")("pairs:ask_change", mentorship_id=pair.id).content.decode()
    assert "You and Dr. Alice Adams, Dr. Dana Office, program office. Not Dr. Bob Brandt." in page
    assert "Rita" not in page
    assert REASON in page
    for name in ("Bob", "Rolf", "Rita", "Max"):
        shown = pages_of(scene, name)
        assert shown("year:change", change_request_id=row.id).status_code == 404
        for page in (shown("home"), shown("year:list"), shown("year:pair", mentorship_id=pair.id)):
            assert REASON not in page.content.decode()
            assert "asks for a change" not in page.content.decode()


def test_where_everybody_of_the_office_is_concerned_others_are_named_and_nothing_is_kept(scene, pair):
    ProgramRole.objects.all().delete()
    give(scene, "Bob", Role.COORDINATOR)

    shown = pages_of(scene, "Cleo")("pairs:ask_change", mentorship_id=pair.id).content.decode()

    assert "<textarea" not in shown
    assert "Whom to write to" in shown
    with pytest.raises(OutOfOrder, match="help page"):
        ask(pair, scene.cleo)
    assert not ChangeRequest.objects.exists()


def test_office_answers_on_a_page_that_says_who_asks_and_whoever_asked_sees_that_it_was_opened(scene, pair):
    row = ask(pair, scene.cleo)
    client = Client()
    client.force_login(scene.people["Alice"].user)
    page = reverse("year:change", kwargs={"institution": scene.institution.slug, "change_request_id": row.id})

    home = client.get(reverse("home", kwargs={"institution": scene.institution.slug})).content.decode()
    assert "In 1 pair somebody asks for a change" in home
    assert page in home
    assert REASON in client.get(page).content.decode()
    missing = client.post(page, {"reply": "", "again_on": ""}).content.decode()
    assert "Choose what you answer." in missing
    sent = client.post(page, {"reply": "arrange", "again_on": str(ahead(9))})
    listed = client.get(
        reverse("year:list", kwargs={"institution": scene.institution.slug}), {"show": "change"}
    ).content.decode()

    assert (
        "One of the two asks for a change: answered: " in listed
    )  # a promise with a day is found until it is kept
    assert sent.url.endswith(f"/{pair.id}/")
    assert [(one.reader_id, one.kind) for one in openings_of(scene.cleo)] == [
        (scene.people["Alice"].id, "change")
    ]
    end_mentorship(mentorship_id=pair.id, reason="changed", by=scene.alice)
    assert desk(scene, scene.alice) == []
    with pytest.raises(OutOfOrder):
        answer(row, scene.alice)
    assert may_read(scene.alice, row)


def test_database_keeps_one_open_request_a_person_and_no_half_answer(scene, pair):
    row = ask(pair, scene.cleo)

    twin = ChangeRequest(mentorship=pair, asked_by=scene.people["Cleo"])
    twin.seal_value({"text": ""})
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.filter(id=row.id).update(reply="talk")
    assert REASON not in ChangeRequest.objects.values_list("sealed", flat=True).get()


def test_change_of_mentor_that_is_taken_back_leaves_the_request_where_it_was(scene, pair):
    row = ask(pair, scene.cleo)
    end_pair_by_office(mentorship_id=pair.id, reason="changed", ended_on=institution_today(), by=scene.alice)
    assert desk(scene, scene.alice) == []
    with pytest.raises(OutOfOrder):
        ask(pair, scene.bob)
    with pytest.raises(OutOfOrder):
        withdraw_change(mentorship_id=pair.id, by=scene.cleo)

    let_pair_go_on(mentorship_id=pair.id, by=scene.alice)

    assert desk(scene, scene.alice) == [row.id]


def test_two_of_the_office_who_answer_at_once_are_asked_which_answer_holds(scene, pair):
    give(scene, "Dana", Role.DIRECTOR)
    row = ask(pair, scene.cleo)
    page = reverse("year:change", kwargs={"institution": scene.institution.slug, "change_request_id": row.id})
    clients = []
    for name in ("Alice", "Dana"):
        client = Client()
        client.force_login(scene.people[name].user)
        form = client.get(page).context["form"]
        shown = {f"shown-{field}": form.mark_shown(field) for field in ("reply", "again_on")}
        clients.append((client, shown))
    (alice, hers), (dana, theirs) = clients

    assert alice.post(page, {**hers, "reply": "arrange", "again_on": str(ahead(3))}).status_code == 302
    asked = dana.post(page, {**theirs, "reply": "later", "again_on": str(ahead(14))})

    assert asked.status_code == 200
    row.refresh_from_db()
    assert (row.reply, row.again_on) == ("arrange", ahead(3))


def test_nobody_but_the_two_asks(scene, pair):
    with pytest.raises((NotFound, ObjectDoesNotExist)):
        ask(pair, scene.alice)
