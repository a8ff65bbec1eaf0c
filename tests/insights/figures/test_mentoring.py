"""How mentors do together: counts of a faculty developer's programs, no name, nothing of fewer than five."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rounds.core.access import Grant, Viewer
from rounds.core.clock import institution_today, now
from rounds.core.database.scope import current_institution_id
from rounds.insights.models import HelpOffer
from rounds.insights.selectors.facts.mentoring import Answered, Mentoring, mentoring_for
from rounds.people.models import Person, TrainingRecord
from rounds.programs.models import Program
from rounds.web.evidence.pictures.mentoring import mentoring_pictures
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import run_pair

TODAY = institution_today


def viewer(*grant):
    fay = Person.objects.create(given_name="Fay", family_name="Dunn")
    return Viewer(current_institution_id(), None, fay.id, "Fay Dunn", frozenset({Grant(*grant)}))


@pytest.mark.django_db
def test_training_and_talks_count_the_mentors_of_the_own_programs(in_hospital):
    pair = run_pair(make_scene(in_hospital), since=200)
    other = Program.objects.create(name="Other", slug="other")
    TrainingRecord.objects.create(
        person=pair.mentor, title="Elsewhere", done_on=TODAY() - timedelta(days=900)
    )
    HelpOffer.objects.create(person=pair.mentor, offered_at=now(), offered_by="Fay", answer="talk")
    HelpOffer.objects.create(
        person=Person.objects.create(family_name="Far"), offered_at=now(), offered_by="Fay"
    )

    own = mentoring_for(viewer("faculty_developer", pair.cycle.program_id))
    assert (own.trained, own.offers) == ((1, 1, 1, 0), (1, 1, 1, 0))
    assert mentoring_for(viewer("faculty_developer", None)).offers == (2, 1, 1, 0)
    assert mentoring_for(viewer("faculty_developer", other.id)).trained == (0, 0, 0, 0)
    assert mentoring_pictures(own) == [], "one mentor is somebody"


@pytest.mark.django_db
def test_pictures_say_the_counts(in_hospital):
    waves = (Answered("Pulse", TODAY(), 40, 31), Answered("Midpoint", TODAY(), 38, 30))
    found = Mentoring((30, 28, 25, 20), (8, 6, 4, 3), waves, None, ())

    trained, offers, answered = mentoring_pictures(found)

    assert trained.words.title == "25 of 30 mentors are trained"
    assert offers.words.title == "4 of 8 mentors who were offered a talk said yes"
    assert answered.words.title == "61 of 78 requests of closed surveys were answered"
    assert answered.table.header == ("Group", "Answered", "Asked")
