"""A talk for a mentor: which facts prompt it, that the mentor reads the same, and that each answer is one press."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rounds.core.access import Grant, Viewer
from rounds.core.clock import institution_today, now
from rounds.core.database.scope import current_institution_id
from rounds.core.errors import NotFound, OutOfOrder
from rounds.evidence.mentors.facts import Prompt
from rounds.insights.models import HelpOffer
from rounds.insights.selectors.help import (
    OfferCounts,
    facts_kept,
    mentor_to_help,
    mentors_to_help,
    offer_counts,
    own_facts,
    own_offer,
)
from rounds.insights.services.helping import (
    answer_offer,
    ask_for_contact,
    end_offer,
    offer_help,
    take_back_offer,
    take_back_wish,
)
from rounds.mentorships.models import LostTime, Mentorship
from rounds.people.models import Person, TrainingRecord
from rounds.people.services.merging import merge_people
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import log, run_pair

pytestmark = pytest.mark.django_db


def viewer(person_id=None, *grants):
    return Viewer(
        current_institution_id(), None, person_id, "Fay Dunn", frozenset(Grant(*one) for one in grants)
    )


@pytest.fixture
def pair(in_hospital):
    found = run_pair(make_scene(in_hospital), since=200)
    Mentorship.objects.update(imported_start_on=None)  # begun here
    return found


@pytest.fixture
def fay(pair):
    return viewer(pair.mentee_id, ("faculty_developer", None))


def test_facts_have_their_day_and_go_when_life_changes(pair, fay):
    today = institution_today()
    mentor = viewer(pair.mentor_id)
    prompted = [one.prompt for one in own_facts(mentor)]
    assert prompted == [Prompt.NO_TRAINING, Prompt.LATE_FIRST]

    TrainingRecord.objects.create(person=pair.mentor, title="Day one", done_on=today - timedelta(days=1100))
    LostTime.objects.create(enrollment=pair.mentor_enrollment, on=today - timedelta(days=3), hours=4)
    facts = {one.prompt: one for one in own_facts(mentor)}
    assert facts[Prompt.NO_TRAINING].on == today - timedelta(days=1100)
    assert (facts[Prompt.LOST_TIME].hours, facts[Prompt.LOST_TIME].on) == (4, today - timedelta(days=3))
    Mentorship.objects.update(imported_start_on=today - timedelta(days=200))  # what was before is not known
    assert [one.prompt for one in own_facts(mentor)] == [Prompt.NO_TRAINING, Prompt.LOST_TIME]
    Mentorship.objects.update(imported_start_on=None)
    (line,) = mentors_to_help(fay)
    assert line.facts == own_facts(mentor)  # the two read the same

    log(pair, viewer(pair.mentee_id), ago=2)
    TrainingRecord.objects.create(person=pair.mentor, title="Again", done_on=today)
    assert [one.prompt for one in own_facts(mentor)] == [Prompt.LATE_FIRST, Prompt.LOST_TIME]


def test_wish_leads_to_an_offer_and_each_step_twice_is_one(pair, fay):
    mentor = viewer(pair.mentor_id)
    assert ask_for_contact(by=mentor) == ask_for_contact(by=mentor)
    line = mentor_to_help(fay, pair.mentor_id)
    assert line.facts[0].prompt == Prompt.ASKED

    offer = offer_help(line=line, by=fay)
    assert offer_help(line=line, by=fay) == offer == own_offer(mentor)
    assert facts_kept(offer) == line.facts
    with pytest.raises(OutOfOrder):
        take_back_wish(by=mentor)
    with pytest.raises(OutOfOrder):
        end_offer(line=mentor_to_help(fay, pair.mentor_id), by=fay)

    take_back_offer(line=mentor_to_help(fay, pair.mentor_id), by=fay)
    assert not own_offer(mentor).is_offered  # the wish stands again
    offer_help(line=mentor_to_help(fay, pair.mentor_id), by=fay)
    answer_offer(answer="talk", by=mentor)
    with pytest.raises(OutOfOrder):
        take_back_offer(line=mentor_to_help(fay, pair.mentor_id), by=fay)
    end_offer(line=mentor_to_help(fay, pair.mentor_id), by=fay)
    assert own_offer(mentor) is None
    assert mentors_to_help(fay) == []


@pytest.mark.parametrize("answer", ["not_now", "wrong"])
def test_no_ends_it_and_the_mentor_is_left_in_peace(pair, fay, answer):
    mentor = viewer(pair.mentor_id)
    with pytest.raises(OutOfOrder):
        answer_offer(answer=answer, by=mentor)
    offer_help(line=mentor_to_help(fay, pair.mentor_id), by=fay)
    answer_offer(answer=answer, by=mentor)
    assert (own_offer(mentor), mentors_to_help(fay)) == (None, [])

    past = HelpOffer.objects.get().ended_at - timedelta(days=91)
    HelpOffer.objects.update(ended_at=past)
    assert len(mentors_to_help(fay)) == 1


def test_only_faculty_developers_of_the_program_read_it(pair):
    program = pair.cycle.program_id
    assert mentors_to_help(viewer(pair.mentee_id, ("faculty_developer", program)))
    for other in (
        viewer(pair.mentee_id, ("coordinator", program)),
        viewer(pair.mentor_id, ("faculty_developer", None)),
    ):
        with pytest.raises(NotFound):
            mentor_to_help(other, pair.mentor_id)


def test_merged_records_keep_one_open_wish(pair):
    other = Person.objects.create(given_name="Bob", family_name="Okafor")
    for one in (pair.mentor, other):
        ask_for_contact(by=viewer(one.id))
    merge_people(keep=pair.mentor, other=other, by=viewer(pair.mentee_id, ("coordinator", None)))
    assert HelpOffer.objects.filter(person=pair.mentor, ended_at=None).count() == 1
    assert HelpOffer.objects.filter(person=pair.mentor).count() == 2


def test_offices_read_counts_alone_and_of_few_nothing(in_hospital):
    people = [Person.objects.create(family_name=f"Mentor {one}") for one in range(6)]
    for one in people[:4]:
        HelpOffer.objects.create(person=one, asked_at=now())
    assert offer_counts().is_too_small
    HelpOffer.objects.create(person=people[4], asked_at=now(), offered_at=now(), answer="talk")
    HelpOffer.objects.create(person=people[5], offered_at=now(), answer="talk", ended_at=now())

    assert offer_counts() == OfferCounts(asked=5, offered=2, accepted=2, talked=1)
    assert not offer_counts().is_too_small
