"""Experiences: twenty ship, seats are drawn fairly and never over, what is for somebody hangs on links alone."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.scope import current_institution_id
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.development.enums import SEATED, AskState, Kind
from rounds.development.models import Draw, Entry, Offering, Rehearsal, SeatAsk
from rounds.development.selectors.experiences import (
    earlier_of,
    entry_for,
    list_catalog,
    list_offerings,
    place_in_line,
    rehearsal_for,
)
from rounds.development.services.experiences import (
    Posting,
    Wording,
    ask_for_seat,
    draw_seats,
    draw_what_has_closed,
    give_back,
    plan_rehearsal,
    post_offering,
    rewrite_entry,
    settle_seat,
    write_rehearsal,
)
from rounds.development.values.catalog import CATALOG
from rounds.framework.services import install_first_version
from rounds.framework.values.first_version import DOMAINS, TIERS
from rounds.mentorships.growth.services.goals import change_goal
from rounds.people.models import CareerStage, Person
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import run_pair
from tests.mentorships.growth.scenes import words, write_goal

pytestmark = pytest.mark.django_db
ASKED, SEATS = 500, 40


def viewer(person):
    return Viewer(current_institution_id(), None, person.id, person.full_name)


@pytest.fixture
def office(in_hospital):
    return Viewer(current_institution_id(), None, uuid4(), "Alice")


@pytest.fixture
def host(office):
    return Person.objects.create(given_name="Hal", family_name="Host")


def people(count):
    return Person.objects.bulk_create(
        Person(given_name="P", family_name=f"Asker {one:03}") for one in range(count)
    )


def post(office, host, *, key="committee_seat", seats=2):
    day = institution_today()
    posting = Posting(host, None, "Tuesdays", day + timedelta(days=20), day + timedelta(days=5), seats)
    return post_offering(entry=entry_for(office, key), posting=posting, entry_id=uuid4(), by=office)


def close(offering):
    """Let the last day to ask be over, and the first day here."""
    day = institution_today()
    Offering.objects.filter(id=offering.id).update(closes_on=day - timedelta(days=1), starts_on=day)


def replayed(record):
    """Repeat a draw from its record alone, written anew: no code of ours."""
    order = sorted(
        (
            (one[1], sha256((record["seed"] + ":" + one[0]).encode()).hexdigest(), one[0])
            for one in record["lots"]
        ),
    )
    return [person for _earlier, _lot, person in order]


def test_twenty_ship_with_everything_that_an_entry_needs(office):
    assert len(CATALOG) == 20
    assert Counter(one.tier for one in CATALOG.values()) == dict(zip(TIERS, (5, 4, 5, 4, 2), strict=True))
    for one in list_catalog():
        assert set(one.domains) <= set(DOMAINS)
        assert all((one.title, one.prompts, one.looks_for, one.length, one.evidence))
        assert len(one.prompts) < 500
    assert Entry.objects.count() == 0  # nothing is written before somebody does


def test_500_asks_for_40_seats_are_drawn_as_independent_code_draws_them(office, host):
    """The order hangs on nothing but the seed, earlier experiences and ids: not on who was first."""
    everybody = people(ASKED)
    other = post(office, host, key="search_panel", seats=60)
    SeatAsk.objects.bulk_create(
        SeatAsk(offering=other, person=one, state=AskState.DONE, seat=number)
        for number, one in enumerate(everybody[:60], start=1)
    )
    offering = post(office, host, seats=SEATS)
    SeatAsk.objects.bulk_create(SeatAsk(offering=offering, person=one) for one in everybody)
    with pytest.raises(OutOfOrder, match="still open"):
        draw_seats(offering_id=offering.id, by=office)
    close(offering)
    assert draw_what_has_closed(by=office) == 1
    drawn = draw_seats(offering_id=offering.id, by=office)  # drawn twice is drawn once

    record = json.loads(json.dumps({"seed": drawn.seed, "lots": drawn.lots}))
    order = replayed(record)
    rows = SeatAsk.objects.filter(offering=offering)
    seated = [str(one.person_id) for one in rows.filter(state__in=SEATED).order_by("seat")]
    print(
        f"\n{ASKED} asks, {len(seated)} of {SEATS} seats, same order: {order == [one[0] for one in drawn.lots]}"
    )
    assert order == [one[0] for one in drawn.lots]
    assert seated == order[:SEATS]
    assert rows.filter(state=AskState.WAITING).count() == ASKED - SEATS
    # who had an experience comes after all who had none
    assert [one[1] for one in drawn.lots] == [0] * 440 + [1] * 60
    assert drawn.seed == Offering.objects.get(id=offering.id).seed


def test_database_refuses_a_seat_too_many_and_another_draw_or_wording(office, host):
    offering = post(office, host, seats=1)
    first, second = people(2)
    SeatAsk.objects.create(offering=offering, person=first, state=AskState.SEAT, seat=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        SeatAsk.objects.create(offering=offering, person=second, state=AskState.SEAT, seat=1)
    with pytest.raises(DatabaseError, match="beyond"), transaction.atomic():
        SeatAsk.objects.create(offering=offering, person=second, state=AskState.SEAT, seat=2)
    SeatAsk.objects.create(offering=offering, person=second)
    with pytest.raises(DatabaseError, match="beyond"), transaction.atomic():
        SeatAsk.objects.filter(person=second).update(state=AskState.SEAT, seat=2)
    SeatAsk.objects.filter(person=first).delete()
    close(offering)
    draw_seats(offering_id=offering.id, by=office)
    for model, change in ((Draw, {"lots": []}), (Entry, {"title": "Other"})):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")


def test_seat_given_back_moves_on_in_the_order_of_the_draw(office, host):
    offering = post(office, host, seats=1)
    askers = people(4)
    for one in askers:
        for _twice in range(2):
            ask_for_seat(offering_id=offering.id, line=f"I am {one.family_name}", by=viewer(one))
    give_back(offering_id=offering.id, by=viewer(askers[0]))
    ask_for_seat(offering_id=offering.id, line="", by=viewer(askers[0]))
    with pytest.raises(OutOfOrder, match="host"):
        ask_for_seat(offering_id=offering.id, line="", by=viewer(host))
    close(offering)
    with pytest.raises(OutOfOrder, match="closed"):
        ask_for_seat(offering_id=offering.id, line="late", by=viewer(askers[1]))
    order = [one[0] for one in draw_seats(offering_id=offering.id, by=office).lots]
    by_id = {str(one.id): one for one in askers}

    def seated():
        return [str(one.person_id) for one in SeatAsk.objects.filter(offering=offering, state=AskState.SEAT)]

    assert seated() == order[:1]
    third = SeatAsk.objects.get(offering=offering, person_id=order[2])
    assert place_in_line(third) == 2
    for _twice in range(2):
        give_back(offering_id=offering.id, by=viewer(by_id[order[0]]))
    assert seated() == order[1:2]
    give_back(offering_id=offering.id, by=viewer(by_id[order[2]]))
    give_back(offering_id=offering.id, by=viewer(by_id[order[1]]))
    assert seated() == order[3:]

    ask = SeatAsk.objects.get(offering=offering, state=AskState.SEAT)
    settle_seat(ask=ask, state=AskState.DONE, by=viewer(host))
    assert earlier_of([ask.person_id], without=uuid4()) == {ask.person_id: 1}
    with pytest.raises(OutOfOrder):
        give_back(offering_id=offering.id, by=viewer(by_id[order[3]]))


def test_rewritten_entry_is_a_version_and_offerings_keep_theirs(office, host):
    offering = post(office, host)
    entry = entry_for(office, "committee_seat")
    wording = Wording("A seat", Kind.SEAT, "fellow", "3 months", ("POL",), "Why?", "A motion", "Minutes")
    again = rewrite_entry(entry=entry, wording=wording, by=office)
    assert rewrite_entry(entry=again, wording=wording, by=office) == again
    with pytest.raises(OutOfOrder, match="meanwhile"):
        rewrite_entry(entry=entry, wording=wording, by=office)
    assert [one.title for one in list_catalog() if one.key == entry.key] == ["A seat"]
    assert Offering.objects.get(id=offering.id).entry.number == 1
    day = institution_today()
    late = Posting(host, None, "Now", day, day, 1)
    with pytest.raises(DomainError, match="begins before"):
        post_offering(entry=again, posting=late, entry_id=uuid4(), by=office)


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def pair(scene):
    return run_pair(scene)


def test_every_goal_text_changed_and_links_kept_leaves_the_same_offers(scene, pair, host):
    install_first_version(by=scene.alice)
    CareerStage.objects.filter(person_id=pair.mentee_id).update(tier="fellow")
    post(scene.alice, host, key="policy_brief")
    post(scene.alice, host, key="budget_line")
    post(scene.alice, host, key="capital")
    assert not any(one.fits for one in list_offerings(scene.cleo))
    goal = write_goal(scene.cleo, pair, text="Join the council", indicators=("POL.fellow",))

    def offered():
        return {one.offering.entry.key: one.domains for one in list_offerings(scene.cleo) if one.fits}

    assert offered() == {"policy_brief": ("POL",)}
    other = words("Money, budgets, finance, capital", indicators=("POL.fellow",))
    change_goal(goal_id=goal.id, text=other, version=1, by=scene.cleo)
    assert offered() == {"policy_brief": ("POL",)}


def test_rehearsal_is_read_by_the_two_alone(scene, pair, host):
    entry, entry_id = entry_for(scene.cleo, "stop_line"), uuid4()
    row = plan_rehearsal(pair=pair, entry=entry, entry_id=entry_id, by=scene.cleo)
    assert plan_rehearsal(pair=pair, entry=entry, entry_id=entry_id, by=scene.cleo) == row
    day = institution_today()
    write_rehearsal(rehearsal=row, words="Zzq mine", held_on=None, by=scene.cleo)
    write_rehearsal(rehearsal=row, words="Zzq seen", held_on=day, by=scene.bob)
    with pytest.raises(DomainError, match="to come"):
        write_rehearsal(rehearsal=row, words="", held_on=day + timedelta(days=1), by=scene.bob)

    assert rehearsal_for(scene.bob, row.id).opened() == {"mentee": "Zzq mine", "mentor": "Zzq seen"}
    for other in (viewer(host), scene.alice):
        with pytest.raises(NotFound):
            rehearsal_for(other, row.id)
    assert "Zzq" not in Rehearsal.objects.get().sealed
    assert earlier_of([pair.mentee_id], without=uuid4()) == {pair.mentee_id: 1}
    with pytest.raises(OutOfOrder, match="not rehearsed"):
        plan_rehearsal(pair=pair, entry=entry_for(scene.cleo, "huddle"), entry_id=uuid4(), by=scene.cleo)
