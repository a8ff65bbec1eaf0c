"""A fake year: each mail once, in hours, none in quiet days, leave or after leaving; caps never passed; reasons add up."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import Sum

from rounds.core.models import DayMail, Institution, OutgoingMail
from rounds.people.models import Leave, Person
from rounds.surveys.models import Ask, AskYear, QuietPeriod, Request, Wave
from rounds.surveys.quiet.selectors import quiet_days
from tests.surveys.year.simulation import FEW_HOURS, HOURS, run_year


@pytest.mark.parametrize(
    ("pairs", "by_hand", "days"), [(6, 3, 110), pytest.param(150, 12, 365, marks=pytest.mark.long)]
)
def test_fake_year(in_hospital, pairs, by_hand, days):
    """Takes seconds: hundreds of hours of a worker."""
    Institution.objects.filter(id=in_hospital.id).update(mail_is_live=True)
    in_hospital.mail_is_live = True

    hours = HOURS if days == 365 else FEW_HOURS

    year = run_year(in_hospital, pairs=pairs, by_hand=by_hand, days_of_year=days, hours=hours)

    assert sum(map(len, year.sent.values())) > pairs
    check_mails(year)
    check_years()
    check_reasons()


def check_mails(year):
    by_address = {one.email: Person.objects.get(id=one.id) for one in year.people}
    for address, sent in year.sent.items():
        person, zone = by_address[address], year.zone[address]
        local = [moment.astimezone(zone) for moment, _letter in sent]
        surveys = [at for at, (_m, letter) in zip(local, sent, strict=True) if "/s/" in letter.body]
        assert all(at.weekday() < 5 and 7 <= at.hour < 19 for at in surveys), address
        assert all(at.weekday() < 5 and 7 <= at.hour < 22 for at in local), address
        on_a_day = Counter(at.date() for at in local)
        assert max(on_a_day.values(), default=0) <= 1, address
        assert all(
            sum(day - timedelta(days=7) < other <= day for other in on_a_day) <= 3 for day in on_a_day
        ), address
        quiet = quiet_days([person.id], min(on_a_day), max(on_a_day)).get(person.id, set())
        away = [(one.from_on, one.to_on) for one in Leave.objects.filter(person=person)]
        assert not quiet & set(on_a_day), address
        assert not [day for day in on_a_day for first, back in away if first <= day < back], address
        assert person.left_on is None or max(on_a_day) <= person.left_on, address
    # one message asks of a request, and none is left in flight
    told = Request.objects.exclude(mail_id=None).values_list("mail_id", flat=True)
    assert set(OutgoingMail.objects.filter(id__in=told).values_list("state", flat=True)) <= {"sent"}
    for request in Request.objects.exclude(mail_id=None).select_related("wave"):
        assert request.asked_on <= request.wave.closes_on - timedelta(days=2)
    # who had answered before a mail of a survey left was not asked by it
    assert not Request.objects.filter(state="answered", mail_id=None, asked_on=None).exists()
    # each letter took a day of the ledger; of a few days nothing was left to say when the mail's hour came
    ledger = set(DayMail.objects.filter(is_sent=True).values_list("person_id", "on"))
    letters = {
        (by_address[address].id, moment.astimezone(year.zone[address]).date())
        for address, sent in year.sent.items()
        for moment, _letter in sent
    }
    assert letters <= ledger
    assert len(ledger - letters) <= len(ledger) / 20
    assert QuietPeriod.objects.count() == 2


def check_years():
    for row in AskYear.objects.all():
        held = Ask.objects.filter(ask_year=row, state__in=["held", "charged"])
        assert row.requests == held.count() <= row.most_requests
        assert row.minutes == (held.aggregate(all=Sum("minutes"))["all"] or 0) <= row.most_minutes
        assert row.minutes + row.other_minutes <= row.most_in_all
    asked = Request.objects.filter(state__in=["asked", "answered"]).values_list("wave_id", "person_id")
    charged = Ask.objects.filter(state="charged").values_list("wave_id", "ask_year__person_id")
    assert set(asked) == set(charged)


def check_reasons():
    for wave in Wave.objects.exclude(sent_at=None):
        states = Counter(wave.requests.values_list("state", flat=True))
        reasons = Counter(wave.requests.exclude(reason="").values_list("reason", flat=True))
        assert sum(reasons.values()) == states["not_asked"]
        assert states.total() == wave.requests.values("person_id").distinct().count()
