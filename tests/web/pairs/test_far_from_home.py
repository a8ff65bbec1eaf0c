"""Who works a day ahead of the institution logs, reports and plans with what the page proposes, unchanged."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from rounds.core.clock import institution_today
from rounds.mentorships.models import Conversation
from rounds.people.models import CareerStage, Site
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import run_pair
from tests.web.pairs.test_log_page import client_of

pytestmark = pytest.mark.django_db
# 2 PM in Chicago, 6 AM of the next day in Guam
MOMENT = datetime(2027, 3, 9, 20, 0, tzinfo=UTC)


@pytest.fixture
def scene(in_hospital):
    in_hospital.timezone = "America/Chicago"
    in_hospital.save()
    with time_machine.travel(MOMENT, tick=False):
        scene = make_scene(in_hospital)
        CareerStage.objects.update(site=Site.objects.create(name="Naval Hospital", timezone="Pacific/Guam"))
        yield scene


def test_log_proposes_a_day_that_it_takes_where_the_next_day_has_begun(scene):
    pair = run_pair(scene)
    client = client_of(scene, "Cleo")
    page = reverse("pairs:log", kwargs={"institution": scene.institution.slug, "mentorship_id": pair.id})

    form = client.get(page).context["form"]
    sent = {name: form[name].value() or "" for name in ("entry", "held_on", "minutes", "audience")}
    answer = client.post(page, sent)

    assert client.get(page).context["log"].viewer.today() == date(2027, 3, 10)
    assert answer.status_code == 302
    assert Conversation.objects.get().held_on == institution_today() == date(2027, 3, 9)
