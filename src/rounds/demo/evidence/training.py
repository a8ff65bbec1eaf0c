"""Training of mentors, as a hospital that takes it seriously has it on record: of most, not of all."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from rounds.mentorships.enums import RUNNING
from rounds.mentorships.models import Mentorship
from rounds.people.models import TrainingRecord

TRAINED = 0.88
COURSES = (
    ("Mentoring skills workshop", 4),
    ("Giving feedback that helps", 2),
    ("Mentoring across differences", 3),
)
LONGEST_AGO = 900


def train_mentors(random: Random, day: date) -> None:
    """Record a course for most mentors whose pairs run; a few did theirs long ago or never."""
    mentors = Mentorship.objects.filter(state__in=RUNNING).order_by("mentor__folded_family", "mentor_id")
    records = []
    for person_id in dict.fromkeys(mentors.values_list("mentor_id", flat=True)):
        if random.random() < TRAINED:
            title, hours = random.choice(COURSES)
            done_on = day - timedelta(days=random.randrange(20, LONGEST_AGO))
            records.append(
                TrainingRecord(person_id=person_id, title=title, hours=Decimal(hours), done_on=done_on)
            )
    TrainingRecord.objects.bulk_create(records)
