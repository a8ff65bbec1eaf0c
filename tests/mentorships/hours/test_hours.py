"""Promised, used and lost time of a mentor's month; two presses to report, one to take back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, NotFound
from rounds.mentorships.figures.selectors import year_figures
from rounds.mentorships.hours.selectors import month_of, own_lost_time_for
from rounds.mentorships.hours.services import report_lost_time, take_back_lost_time
from rounds.mentorships.models import LostTime
from rounds.programs.models import Baseline, Enrollment, Rotation
from rounds.web.participant.records.seen import sights_of
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import log, run_pair
from tests.web.pairs.test_log_page import client_of


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def pair(scene):
    return run_pair(scene, since=200)


def month(pair):
    return month_of([pair.mentor_enrollment_id], institution_today())[pair.mentor_enrollment_id]


def test_month_adds_minutes_that_count_and_hours_that_were_lost(scene, pair):
    Baseline.objects.create(enrollment_id=pair.mentor_enrollment_id, protected_hours=4, items={})
    log(pair, scene.cleo, minutes=45)
    disputed = log(pair, scene.cleo, minutes=60, is_another=True)
    type(disputed).objects.filter(id=disputed.id).update(disputed_at=disputed.logged_at)
    lost = report_lost_time(enrollment=pair.mentor_enrollment, hours=2, by=scene.bob)
    report_lost_time(enrollment=pair.mentor_enrollment, hours=1, by=scene.bob)

    found = month(pair)
    take_back_lost_time(lost=lost, by=scene.bob)

    assert (found.promised, found.used_minutes, found.lost) == (Decimal(4), 45, Decimal(3))
    assert month(pair).lost == Decimal(1)


def test_time_is_lost_in_two_presses_from_home_and_taken_back_in_one(scene, pair):
    client = client_of(scene, "Bob")
    home = reverse("home", kwargs={"institution": scene.institution.slug})
    page = reverse(
        "pairs:lost_time",
        kwargs={
            "institution": scene.institution.slug,
            "mentor_enrollment_id": pair.mentor_enrollment_id,
        },
    )
    assert page in client.get(home).content.decode()
    assert 'name="hours" value="2"' in client.get(page).content.decode()

    client.post(page, {"hours": "2"})

    shown = client.get(home).content.decode()
    assert "2 h lost" in shown
    (lost,) = LostTime.objects.all()
    assert str(lost.id) in shown


def test_hours_that_are_not_offered_and_hours_of_others_are_refused(scene, pair):
    with pytest.raises(DomainError, match="1, 2 or 4"):
        report_lost_time(enrollment=pair.mentor_enrollment, hours=30, by=scene.bob)
    lost = report_lost_time(enrollment=pair.mentor_enrollment, hours=1, by=scene.bob)

    with pytest.raises(NotFound):
        own_lost_time_for(scene.cleo, lost.id)


def test_form_sent_twice_is_one_report(scene, pair):
    client = client_of(scene, "Bob")
    page = reverse(
        "pairs:lost_time",
        kwargs={"institution": scene.institution.slug, "mentor_enrollment_id": pair.mentor_enrollment_id},
    )
    entry = client.get(page).context["entry"]

    for _time in range(2):
        client.post(page, {"hours": "4", "entry": entry})

    assert LostTime.objects.count() == 1


def test_what_was_reported_can_be_taken_back_from_the_page_later(scene, pair):
    client = client_of(scene, "Bob")
    lost = report_lost_time(enrollment=pair.mentor_enrollment, hours=4, by=scene.bob)
    place = {"institution": scene.institution.slug}
    to = reverse("pairs:lost_time", kwargs={**place, "mentor_enrollment_id": pair.mentor_enrollment_id})
    back = reverse("pairs:give_back_time", kwargs={**place, "lost_id": lost.id})

    assert f'action="{back}"' in client.get(to).text
    client.post(back)
    assert back not in client.get(to).text
    assert "Reported: 1 hour lost." in client.post(to, {"hours": "1"}, follow=True).text


def test_what_others_see_names_lost_time_rotations_and_assistants(scene, pair):
    def things(who):
        return {one.thing: one.readers for group in sights_of(scene.viewer(who)) for one in group.sights}

    assert "assistant" in things("Bob")["When you two meet"]
    assert not {"Lost time that you reported", "Your rotations, with their days"} & {
        *things("Bob"),
        *things("Cleo"),
    }

    report_lost_time(enrollment=pair.mentor_enrollment, hours=4, by=scene.bob)
    today = institution_today()
    Rotation.objects.create(
        person=pair.mentee, name="Wards", kind="elective", from_on=today, to_on=today + timedelta(days=7)
    )

    assert "program office" in things("Bob")["Lost time that you reported"]
    assert pair.mentor.display_name in things("Cleo")["Your rotations, with their days"]


def test_hours_promised_are_the_same_on_the_mentors_home_and_in_the_offices_figures(scene, pair):
    """Protected time counts where somebody promised it; else what the mentor promised to give, on every page."""
    cycle, place = pair.cycle, pair.mentor_enrollment_id
    days = (institution_today() - max(pair.opened_on, cycle.starts_on)).days

    def in_figures():
        return year_figures(scene.alice, [cycle])[cycle.id].hours.promised

    Enrollment.objects.filter(id=place).update(hours_per_month=3)
    assert (month(pair).promised, in_figures()) == (3, round(3 * days / 30.44))
    Baseline.objects.create(enrollment_id=place, protected_hours=8, items={})
    assert (month(pair).promised, in_figures()) == (8, round(8 * days / 30.44))
