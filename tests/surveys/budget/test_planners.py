"""Many send at once: no cap is passed, and each who is not asked is told for a reason."""

import threading
from uuid import uuid4

import pytest
from django.db import connection

from rounds.core.database.scope import scope
from rounds.core.models import Institution
from rounds.surveys.budget.values import REQUESTS
from rounds.surveys.campaigns.services import send_wave
from rounds.surveys.models import Ask, AskYear, Request, Wave
from tests.surveys.scenes import an_audience, office, people, plan

PROGRAM = uuid4()


def send_all(institution, waves, start, broken):
    """Send some waves as one of many planners."""
    try:
        with scope(institution.id):
            connection.ensure_connection()
            start.wait()
            for wave in waves:
                send_wave(wave=wave, by=office(institution, PROGRAM))
    except Exception as error:
        broken.append(f"{type(error).__name__}: {error} {[str(w.id)[:4] for w in waves]} {wave.id}")
    finally:
        connection.close()


@pytest.mark.parametrize(("planners", "asked"), [(6, 4), pytest.param(50, 30, marks=pytest.mark.long)])
def test_planners_who_send_at_once_never_pass_a_cap(transactional_db, planners, asked):
    """Takes seconds: each planner sends two waves to everybody."""
    hospital = Institution.objects.create(slug="st-brigid", name="St. Brigid Health", mail_is_live=True)
    broken, start = [], threading.Barrier(planners, timeout=60)
    with scope(hospital.id):
        everybody = people(asked)
        with an_audience(everybody, everybody[0]):
            by = office(hospital, PROGRAM)
            waves = [plan(by, PROGRAM, key="closure_mentee") for _n in range(2 * planners)]
            for place, wave in enumerate(waves):
                type(wave.campaign).objects.filter(id=wave.campaign_id).update(rank=1 + place % 6)
            waves = list(Wave.objects.select_related("campaign__instrument", "version"))
            threads = [
                threading.Thread(target=send_all, args=(hospital, waves[n::planners], start, broken))
                for n in range(planners)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        years = list(AskYear.objects.all())
        held = [Ask.objects.filter(ask_year=one, state="held") for one in years]
        said = Request.objects.order_by().values_list("state", "reason")

    refused = [one for one in broken if "Nobody of this audience" not in one]
    assert refused == []
    assert len(years) == asked
    for year, asks in zip(years, held, strict=True):
        with scope(hospital.id):
            assert year.requests == asks.count() <= REQUESTS
            assert year.minutes == sum(ask.minutes for ask in asks) <= year.most_minutes
            waiting = Request.objects.filter(person=year.person_id, state="waiting")
            assert set(waiting.values_list("wave_id", flat=True)) == {ask.wave_id for ask in asks}
            # those that stay are of the highest ranks there were
            assert max(ask.rank for ask in asks) <= min(
                6,
                1 + min((one.rank for one in Ask.objects.filter(ask_year=year, state="yielded")), default=6),
            )
    assert set(said) <= {("waiting", ""), ("not_asked", "budget")}
