"""Who has trained, whose training runs out, who leads: for the faculty developer, and one's own for a mentor."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import DateTimeField, Q, UUIDField

from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ask, Prepared
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.development.enums import PlaceState
from rounds.development.models import HouseTitles, SessionPlace, TrainingSession
from rounds.development.values.modules import MODULES, REFRESHER, Module
from rounds.mentorships.enums import RUNNING
from rounds.mentorships.models import Mentorship
from rounds.people.models import Person, TrainingRecord
from rounds.people.selectors import training_of
from rounds.people.selectors.training import Trained, trained_of
from rounds.programs.enums import CycleState, EnrollmentState, Side
from rounds.programs.models import Enrollment

_places_ahead: Prepared[SessionPlace] = Prepared(
    lambda person_id, at: (
        SessionPlace.objects.filter(
            person_id=person_id, session__called_off_at=None, session__starts_at__gt=at
        )
        .select_related("session")
        .order_by("session__starts_at", "id")
    ),
    person_id=UUIDField(),
    at=DateTimeField(),
)


@dataclass(frozen=True)
class MentorLine:
    """A mentor with what they have on record."""

    person: Person
    trained: Trained


@dataclass(frozen=True)
class Desk:
    """All mentors, each in one of four groups, and the sessions that are to come and that were."""

    none: tuple[MentorLine, ...]
    begun: tuple[MentorLine, ...]
    due: tuple[MentorLine, ...]
    fresh: tuple[MentorLine, ...]
    ahead: tuple[SessionLine, ...]
    past: tuple[SessionLine, ...]

    @property
    def mentors(self) -> int:
        """Return how many mentors there are."""
        return sum(len(one) for one in (self.none, self.begun, self.due, self.fresh))

    @property
    def trained(self) -> int:
        """Return how many of them are trained, those whose refresher is due among them."""
        return len(self.due) + len(self.fresh)


@dataclass(frozen=True)
class SessionLine:
    """A session with its module and how many are invited, come and were there."""

    session: TrainingSession
    module: Module
    title: str
    invited: int
    coming: int
    came: int

    @property
    def is_past(self) -> bool:
        """Tell whether it has begun."""
        return self.session.starts_at <= now()


def uses_plain_titles() -> bool:
    """Tell whether the institution in scope has chosen the plain titles."""
    return HouseTitles.objects.filter(is_plain=True).exists()


def title_of(module: str) -> str:
    """Return the title of a module as the institution in scope has chosen it."""
    return MODULES[module].title_for(is_plain=uses_plain_titles())


def module_for(_viewer: Viewer, module: str) -> Module:
    """Return a module by its key; NotFound otherwise."""
    if module not in MODULES:
        raise NotFound
    return MODULES[module]


def mentors_of(viewer: Viewer) -> list[Person]:
    """Return the mentors whose training a faculty developer looks after: of pairs that run, and enrolled in what is not closed."""
    scopes = viewer.scopes(Role.FACULTY_DEVELOPER)
    pairs = Mentorship.objects.filter(state__in=RUNNING)
    places = Enrollment.objects.filter(side=Side.MENTOR).exclude(
        Q(state=EnrollmentState.WITHDRAWN) | Q(cohort__cycle__state=CycleState.CLOSED)
    )
    if None not in scopes:
        pairs = pairs.filter(cycle__program_id__in=scopes)
        places = places.filter(cohort__cycle__program_id__in=scopes)
    ids = set(pairs.values_list("mentor_id", flat=True)) | set(places.values_list("person_id", flat=True))
    here = Person.objects.filter(id__in=among(ids), merged_into=None)
    here = here.filter(Q(left_on=None) | Q(left_on__gt=institution_today()))
    return list(here.order_by("folded_family", "folded_given", "id"))


def desk_of(viewer: Viewer) -> Desk:
    """Return the desk of a faculty developer; seven queries for any number of mentors."""
    lines, day = lines_of(mentors_of(viewer)), institution_today()
    sessions = session_lines(TrainingSession.objects.filter(called_off_at=None))
    ready = [one for one in lines if one.trained.is_trained]
    return Desk(
        none=tuple(one for one in lines if not one.trained.modules and not one.trained.is_trained),
        begun=tuple(one for one in lines if one.trained.has_begun),
        due=tuple(
            sorted(
                (one for one in ready if one.trained.is_due(day)),
                key=lambda one: one.trained.fresh_until or date.max,
            )
        ),
        fresh=tuple(one for one in ready if not one.trained.is_due(day)),
        ahead=tuple(one for one in sessions if not one.is_past),
        past=tuple(reversed([one for one in sessions if one.is_past])),
    )


def lines_of(people: Sequence[Person]) -> list[MentorLine]:
    """Return what each of these mentors has on record."""
    known = trained_of([one.id for one in people])
    return [MentorLine(one, known[one.id]) for one in people]


def session_lines(sessions: Collection[TrainingSession]) -> list[SessionLine]:
    """Return sessions with their counts, the earliest first."""
    found, is_plain = list(sessions), uses_plain_titles()
    counts: dict[UUID, dict[str, int]] = {one.id: {} for one in found}
    rows = SessionPlace.objects.filter(session_id__in=among(counts)).order_by()
    for session_id, state in rows.values_list("session_id", "state"):
        counts[session_id][state] = counts[session_id].get(state, 0) + 1
    lines = [
        SessionLine(
            one,
            MODULES[one.module],
            MODULES[one.module].title_for(is_plain=is_plain),
            sum(counts[one.id].values()),
            counts[one.id].get(PlaceState.COMING, 0),
            counts[one.id].get(PlaceState.CAME, 0),
        )
        for one in found
    ]
    return sorted(lines, key=lambda line: (line.session.starts_at, str(line.session.id)))


def session_for(viewer: Viewer, session_id: UUID) -> TrainingSession:
    """Return a session for a faculty developer; NotFound otherwise."""
    found = TrainingSession.objects.filter(id=session_id).first()
    if found is None or not viewer.has_anywhere(Role.FACULTY_DEVELOPER):
        raise NotFound
    return found


def places_of(session: TrainingSession) -> list[SessionPlace]:
    """Return the places of a session, by name."""
    rows = SessionPlace.objects.filter(session=session).select_related("person")
    return list(rows.order_by("person__folded_family", "person__folded_given", "person_id"))


def to_invite(viewer: Viewer, session: TrainingSession) -> list[Person]:
    """Return the mentors who lack a session's module and have no place in a session of it that is to come.

    For the refresher: those whose training runs out.
    """
    day = institution_today()
    taken = set(
        SessionPlace.objects.filter(session__module=session.module, session__called_off_at=None)
        .filter(Q(session=session) | Q(session__starts_at__gt=now()))
        .exclude(~Q(session=session) & Q(state=PlaceState.NOT_COMING))
        .values_list("person_id", flat=True)
    )
    return [
        one.person
        for one in lines_of(mentors_of(viewer))
        if one.person.id not in taken and _lacks(one.trained, session.module, day)
    ]


def may_have_come(viewer: Viewer, session: TrainingSession) -> list[Person]:
    """Return the mentors who lack a session's module and have no place in it: some come uninvited."""
    day = institution_today()
    placed = set(SessionPlace.objects.filter(session=session).values_list("person_id", flat=True))
    return [
        one.person
        for one in lines_of(mentors_of(viewer))
        if one.person.id not in placed and _lacks(one.trained, session.module, day)
    ]


def _lacks(trained: Trained, module: str, day: date) -> bool:
    if module == REFRESHER:
        return trained.is_due(day)
    return module not in trained.modules and not trained.has_elsewhere


@dataclass(frozen=True)
class OwnTraining:
    """What a mentor reads of their own training."""

    trained: Trained
    records: tuple[TrainingRecord, ...]
    places: tuple[OwnPlace, ...]
    modules: tuple[tuple[Module, str, bool], ...]


@dataclass(frozen=True)
class OwnPlace:
    """One's own place in a session."""

    place: SessionPlace
    title: str
    module: Module


def own_training(viewer: Viewer) -> OwnTraining:
    """Return the viewer's own training, and the sessions to which they are invited."""
    trained = trained_of([viewer.own_id])[viewer.own_id]
    is_plain = uses_plain_titles()
    return OwnTraining(
        trained,
        tuple(training_of(viewer.own_id)),
        tuple(own_places(viewer)),
        tuple(
            (one, one.title_for(is_plain=is_plain), one.key in trained.modules) for one in MODULES.values()
        ),
    )


def own_places(viewer: Viewer) -> list[OwnPlace]:
    """Return the viewer's places in sessions that are to come."""
    found = _places_ahead(person_id=viewer.own_id, at=now())
    is_plain = uses_plain_titles() if found else False
    return [
        OwnPlace(one, MODULES[one.session.module].title_for(is_plain=is_plain), MODULES[one.session.module])
        for one in found
    ]


def ask_for_own_places(viewer: Viewer) -> Ask:
    """Return what `own_places` will ask."""
    return _places_ahead.asked(person_id=viewer.own_id, at=now())


def own_place_for(viewer: Viewer, place_id: UUID) -> SessionPlace:
    """Return the viewer's own place in a session; NotFound otherwise."""
    found = (
        SessionPlace.objects.filter(id=place_id, person_id=viewer.own_id).select_related("session").first()
    )
    if found is None:
        raise NotFound
    return found
