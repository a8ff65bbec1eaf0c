import pytest
from collections import Counter
from rounds.core.models import DayMail, Institution, OutgoingMail
from rounds.surveys.models import Request
from rounds.mentorships.models import Telling
from tests.surveys.year.simulation import FEW_HOURS, run_year
def test_x(in_hospital):
    Institution.objects.filter(id=in_hospital.id).update(mail_is_live=True)
    in_hospital.mail_is_live = True
    year = run_year(in_hospital, pairs=6, by_hand=3, days_of_year=36, hours=FEW_HOURS)
    print(Counter(OutgoingMail.objects.values_list("kind","state")))
    for m in OutgoingMail.objects.filter(kind="day").exclude(state="sent")[:6]:
        d=DayMail.objects.get(id=m.ids["day"])
        print(m.state,m.problem,m.queued_at,m.send_after,d.on,d.reminders,d.dropped, list(Telling.objects.filter(person_id=d.person_id).values_list("on","due__rule","is_dropped")), list(Request.objects.filter(person_id=d.person_id).values_list("reminded_on","state","reminders")))
    ledger=set(DayMail.objects.filter(is_sent=True).values_list("person_id","on")); print(len(ledger), sum(map(len,year.sent.values())))
    sentdays=Counter(); 
    assert 0
