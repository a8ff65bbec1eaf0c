"""Invitations to sessions of which the mail of the day tells."""

from __future__ import annotations

from collections.abc import Set
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from rounds.core.clock import now
from rounds.core.database.bulk_rows import among
from rounds.core.mail import Line
from rounds.development.enums import PlaceState
from rounds.development.models import SessionPlace
from rounds.programs.enums import EnrollmentState, Side
from rounds.programs.models import Enrollment

SOURCE = "training"
PLACE = 29


def _open() -> QuerySet[SessionPlace, SessionPlace]:
    return SessionPlace.objects.filter(
        state=PlaceState.INVITED, session__called_off_at=None, session__starts_at__gt=now()
    )


def invitations_to_tell() -> list[Line]:
    """Return a line for each invitation of which no mail has told."""
    rows = list(_open().filter(told_on=None))
    places = Enrollment.objects.filter(person_id__in=among({one.person_id for one in rows}), side=Side.MENTOR)
    places = places.exclude(state=EnrollmentState.WITHDRAWN).order_by("state_at")
    programs = dict(places.values_list("person_id", "cohort__cycle__program_id"))
    return [
        Line(
            person_id=one.person_id,
            source=SOURCE,
            key=one.id,
            place=PLACE,
            program_id=programs[one.person_id],
            is_for_mentor=True,
            is_reminder=False,
            can_wait=True,
        )
        for one in rows
        if one.person_id in programs
    ]


def invitations_told_on(days: Set[tuple[UUID, date]]) -> dict[tuple[UUID, date], list[SessionPlace]]:
    """Return the invitations of people's mails of a day that still wait for an answer."""
    rows = _open().filter(told_on__in={on for _person, on in days}).select_related("session")
    found: dict[tuple[UUID, date], list[SessionPlace]] = {}
    for one in rows:
        if one.told_on is not None and (one.person_id, one.told_on) in days:
            found.setdefault((one.person_id, one.told_on), []).append(one)
    return found
