"""Sessions of mentor training: two that were, one to come to which mentors are invited."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from rounds.core.access import Grant, Viewer
from rounds.core.clock import day_begins, institution_today
from rounds.core.enums import Role
from rounds.core.models import Institution
from rounds.demo.development.awards import give_awards
from rounds.demo.development.thanks import WORDS, thank
from rounds.development.enums import Honor, PlaceState
from rounds.development.models import TrainingSession
from rounds.development.selectors.training import to_invite
from rounds.development.services.recognition import issue_certificates
from rounds.development.services.training import (
    Plan,
    answer_invitation,
    invite,
    plan_session,
    record_attendance,
)
from rounds.people.models import Person

PAST = (("1", 34, 5), ("6", 20, 3))
AHEAD = (("6", 16, 2), ("R", 23, 1))


def hold_sessions(named: Mapping[Role, Person], hospital: Institution) -> None:
    """Hold two sessions, plan two, and invite to one of them whoever lacks it; thank, and ask for nominations."""
    developer = named[Role.FACULTY_DEVELOPER]
    grants = frozenset({Grant(Role.FACULTY_DEVELOPER)})
    by = Viewer(hospital.id, developer.user_id, developer.id, developer.full_name, grants)
    for module, days, came in PAST:
        found = _plan(module, -days, by)
        people = [one.id for one in to_invite(by, found)][:came]
        record_attendance(session_id=found.id, came=people, shown=people, by=by)
    for module, days, coming in AHEAD:
        found = _plan(module, days, by)
        places = invite(session_id=found.id, by=by)
        for place in places[:coming]:
            answer_invitation(place=place, answer=PlaceState.COMING, by=by)
    for honor in (Honor.TRAINED, Honor.YEAR):
        thank(issue_certificates(honor=honor, by=by)[: len(WORDS)], by)
    give_awards(named, hospital)


def _plan(module: str, days: int, by: Viewer) -> TrainingSession:
    plan = Plan(module, _at(days), "Auditorium B", by.name)
    return plan_session(plan=plan, entry_id=_entry(module, days), by=by)


def _at(days: int) -> datetime:
    return day_begins(institution_today() + timedelta(days=days)) + timedelta(hours=16)


def _entry(module: str, days: int) -> UUID:
    return uuid5(UUID(int=16), f"{module} {days}")
