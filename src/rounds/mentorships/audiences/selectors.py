"""Who of a program's running pairs is asked, and about whom."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rounds.mentorships.enums import RUNNING
from rounds.mentorships.models import Mentorship
from rounds.surveys.campaigns.values.audiences import Invitee, add_audience


def add_audiences_of_pairs() -> None:
    """Register mentees about their mentor, mentors, and mentors about each mentee."""
    add_audience("mentees", _mentees, label=_("mentees, each about the first mentor"), about="mentor")
    add_audience("mentors", _mentors, label=_("mentors, once each"))
    add_audience("pairs", _pairs, label=_("mentors, about each mentee"), about="mentee")


def _running(parameters: Mapping[str, Any]) -> QuerySet[Mentorship]:
    return Mentorship.objects.filter(
        mentee_enrollment__cohort__cycle__program_id=parameters["program"], state__in=RUNNING
    )


def _mentees(_institution_id: UUID, parameters: Mapping[str, Any], _on: date) -> Iterable[Invitee]:
    """Return each mentee once, about the first mentor: of a panel the others are not asked about."""
    rows = _running(parameters).filter(is_primary=True).order_by("mentee_id", "-opened_on")
    found = {mentee: Invitee(mentee, mentor) for mentee, mentor in rows.values_list("mentee_id", "mentor_id")}
    return found.values()


def _mentors(_institution_id: UUID, parameters: Mapping[str, Any], _on: date) -> Iterable[Invitee]:
    ids = _running(parameters).order_by("mentor_id").values_list("mentor_id", flat=True)
    return [Invitee(key) for key in ids.distinct()]


def _pairs(_institution_id: UUID, parameters: Mapping[str, Any], _on: date) -> Iterable[Invitee]:
    rows = _running(parameters).order_by("mentor_id", "mentee_id")
    return [
        Invitee(mentor, mentee) for mentor, mentee in rows.values_list("mentor_id", "mentee_id").distinct()
    ]
