"""Mails of the day that leave together are read together, and each says what it would have said by itself."""

from datetime import timedelta

import pytest

from rounds.core.clock import institution_today, now
from rounds.core.models import DayMail, MailChoice, OutgoingMail
from rounds.mentorships.enums import NewsKind
from rounds.mentorships.models import News
from rounds.mentorships.news.services import add_news
from rounds.web.mail.day import FRESH, read_days_ahead, write_day
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import log, run_pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def messages(in_hospital):
    """Let both of a pair have a mail of today with a line of news each."""
    scene = make_scene(in_hospital)
    pair = run_pair(scene)
    talk, found = log(pair, scene.bob), []
    for person in (pair.mentee, pair.mentor):
        add_news(pair=pair, person_id=person.id, kind=NewsKind.CORRECTED, thing_id=talk.id)
        day = DayMail.objects.create(person_id=person.id, on=institution_today(), is_sent=True)
        found.append(
            OutgoingMail.objects.create(
                key=f"day:{day.id}",
                kind="day",
                to_person_id=person.id,
                to_address="x@example.org",
                ids={"day": str(day.id)},
                subject="Day",
                body="Day",
            )
        )
    News.objects.update(told_on=institution_today())
    return found


def test_read_together_says_the_same_with_fewer_questions(messages, django_assert_max_num_queries):
    alone = [write_day(one).text for one in messages]

    with django_assert_max_num_queries(25), read_days_ahead(messages):
        together = [write_day(one).text for one in messages]

    assert together == alone
    assert alone[0] != alone[1]


def test_who_stopped_a_moment_ago_gets_nothing_and_what_leaves_much_later_is_read_again(messages, clock):
    clock.move_to(now())
    with read_days_ahead(messages):
        MailChoice.objects.create(person_id=messages[0].to_person_id, stopped_at=now())
        assert write_day(messages[0]) is None

        News.objects.filter(person_id=messages[1].to_person_id).delete()
        clock.shift(FRESH + timedelta(seconds=1))
        assert write_day(messages[1]) is None
