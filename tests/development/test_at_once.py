"""Five hundred ask for forty seats at once, on real threads; many draw and give back at the same moment."""

import threading
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.core.errors import DomainError
from rounds.core.models import Institution
from rounds.development.enums import SEATED, AskState
from rounds.development.models import Draw, Offering, SeatAsk
from rounds.development.services.experiences import ask_for_seat, draw_seats, give_back
from rounds.people.models import Person
from tests.development.test_experiences import ASKED, SEATS, close, people, post, replayed

THREADS = 20


def at_once(hospital, acts):
    """Do lists of acts on a thread each, all beginning at the same moment; return what was done and what broke."""
    barrier, done, broken = threading.Barrier(len(acts), timeout=60), Counter(), []

    def work(mine):
        try:
            with scope(hospital.id):
                connection.ensure_connection()
                barrier.wait()
                for act in mine:
                    try:
                        act()
                        done["done"] += 1
                    except DomainError:
                        done["refused"] += 1
        except Exception as error:
            broken.append(f"{type(error).__name__}: {error}")
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(mine,)) for mine in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done, broken


@pytest.mark.long
def test_500_asks_for_40_seats_at_once_and_draws_at_the_same_moment(transactional_db):
    """A minute: each ask is a transaction of its own on a real connection."""
    hospital = Institution.objects.create(slug="st-brigid", name="St. Brigid Health")
    with scope(hospital.id):
        office = Viewer(hospital.id, None, uuid4(), "Alice")
        host = Person.objects.create(given_name="Hal", family_name="Host")
        viewers = [Viewer(hospital.id, None, one.id, one.full_name) for one in people(ASKED)]
        offering = post(office, host, seats=SEATS)

        def ask(viewer):
            return lambda: ask_for_seat(offering_id=offering.id, line="", by=viewer)

        asks = [[ask(one) for one in viewers[place::THREADS]] for place in range(THREADS)]
        done, broken = at_once(hospital, asks)
        assert (done, broken) == ({"done": ASKED}, [])

        close(offering)
        drawing = [[lambda: draw_seats(offering_id=offering.id, by=office)] for _ in range(THREADS // 2)]
        leaving = [
            [
                lambda one=one: give_back(offering_id=offering.id, by=one)
                for one in viewers[place :: ASKED // 10]
            ]
            for place in range(THREADS // 2)
        ]
        done, broken = at_once(hospital, drawing + leaving)

        rows = SeatAsk.objects.filter(offering=offering)
        seated = list(rows.filter(state__in=SEATED))
        drawn = Draw.objects.get()
        order = replayed({"seed": drawn.seed, "lots": drawn.lots})
        print(
            f"\n{connection.vendor}: {rows.count()} asks, {len(seated)} of {SEATS} seats, {len(broken)} errors,"
            f" same order: {order == [one[0] for one in drawn.lots]}"
        )
        assert broken == []
        assert sorted(one.seat for one in seated) == list(range(1, SEATS + 1))
        assert order == [one[0] for one in drawn.lots]
        gone = set(map(str, rows.filter(state=AskState.WITHDRAWN).values_list("person_id", flat=True)))
        assert {str(one.person_id) for one in seated} == set(
            [one for one in order if one not in gone][:SEATS]
        )
        assert Offering.objects.get().closes_on == institution_today() - timedelta(days=1)
