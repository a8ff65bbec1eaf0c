"""What is known of the people of roll-outs: hours promised, rosters, intakes, training, baselines."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.clock import institution_today
from rounds.core.database.dated import open_on
from rounds.people.enums import TrainingKind
from rounds.people.models import AuthorityLine, TrainingProgramMember
from rounds.people.selectors.training import trained_of
from rounds.programs.enums import Side
from rounds.programs.models import Baseline, Intake
from rounds.rollout.selectors.facts.here import Fact, Here, share
from rounds.rollout.values.checklist import MANY, MOST


def hours(here: Here) -> dict[UUID, Fact]:
    """Return how many mentors say who promised them their hours."""
    rows = Baseline.objects.filter(enrollment_id__in=here.places(Side.MENTOR), protected_hours__isnull=False)
    promised = set(rows.exclude(promised_by="").values_list("enrollment_id", flat=True))
    words = _("%(count)s of %(of)s mentors say who promised them how many hours")
    return {
        program_id: share(len(promised & places.keys()), len(places), MOST, words)
        for program_id, places in here.mentors.items()
    }


def roster(here: Here) -> dict[UUID, Fact]:
    """Return how many mentees have a recorded line of authority."""
    today, mentees = institution_today(), here.people(Side.MENTEE)
    lines = AuthorityLine.objects.filter(open_on(today), subject_id__in=mentees)
    trainees = TrainingProgramMember.objects.filter(
        open_on(today), person_id__in=mentees, kind=TrainingKind.RESIDENT
    )
    under = set(lines.values_list("subject_id", flat=True)) | set(
        trainees.values_list("person_id", flat=True)
    )
    words = _("%(mentors)s mentors enrolled; of %(of)s mentees %(count)s have a line of authority recorded")
    found = {}
    for program_id, places in here.mentees.items():
        mentors = len(here.mentors[program_id])
        count = len(under & set(places.values()))
        known = {"mentors": mentors, "count": count, "of": len(places)}
        found[program_id] = Fact(
            mentors > 0 and len(places) > 0 and count >= MOST * len(places), words % known
        )
    return found


def intakes(here: Here) -> dict[UUID, Fact]:
    """Return how many intakes are sent."""
    both = here.places(Side.MENTOR) | here.places(Side.MENTEE)
    rows = Intake.objects.filter(enrollment_id__in=both, submitted_at__isnull=False)
    sent = set(rows.values_list("enrollment_id", flat=True))
    words = _("%(count)s of %(of)s intakes are sent")
    found = {}
    for program_id in here.launches:
        places = here.mentors[program_id].keys() | here.mentees[program_id].keys()
        found[program_id] = share(len(sent & places), len(places), MOST, words)
    return found


def trained(here: Here) -> dict[UUID, Fact]:
    """Return how many mentors are trained."""
    known = trained_of(here.people(Side.MENTOR))
    trained = {one for one, has in known.items() if has.is_trained}
    words = _("%(count)s of %(of)s mentors are trained")
    return {
        program_id: share(len(trained & set(places.values())), len(places), MANY, words)
        for program_id, places in here.mentors.items()
    }


def baseline(here: Here) -> dict[UUID, Fact]:
    """Return how many mentees have answered the baseline."""
    rows = Baseline.objects.filter(enrollment_id__in=here.places(Side.MENTEE)).exclude(items={})
    answered = set(rows.values_list("enrollment_id", flat=True))
    words = _("%(count)s of %(of)s mentees have answered")
    return {
        program_id: share(len(answered & places.keys()), len(places), MANY, words)
        for program_id, places in here.mentees.items()
    }
