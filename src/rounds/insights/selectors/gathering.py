"""Facts for measures, read from the tables: cycles, pairs, changes of confidence, careers."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.utils.text import capfirst

from rounds.core.database.bulk_rows import among
from rounds.insights.enums import Kind
from rounds.insights.models import Sighting
from rounds.insights.selectors.facts.promptness import agreed_in_time, asks_in_time
from rounds.insights.selectors.leaving_out import left_out
from rounds.insights.values.facts import Career, Change, CycleFacts, Faculty, PairFact, Stages
from rounds.insights.values.happened import Blocks, lives_in, observed_from
from rounds.mentorships.dues.selectors.agreed import agreed_of
from rounds.mentorships.enums import SERVED
from rounds.mentorships.models import Conversation, Mentorship
from rounds.mentorships.models.conversations import COUNTS
from rounds.mentorships.models.pairs import NOT_ON_PANEL
from rounds.people.enums import Tier
from rounds.people.models import CareerStage, Person
from rounds.people.selectors import current_stages
from rounds.programs.enums import EnrollmentState, Side
from rounds.programs.models import Cycle, Enrollment, Intake
from rounds.surveys.instruments.selectors import spoken
from rounds.surveys.models import Item, Publication, Score
from rounds.surveys.publication import Figure as Published
from rounds.surveys.publication import Statistic, Whole
from rounds.surveys.results.selectors.doors import newest_snapshot
from rounds.surveys.results.values.keeping import Answers, answers_in

FACULTY = (Tier.JUNIOR_FACULTY, Tier.MID_CAREER, Tier.EXECUTIVE)
# what may happen again and again
AGAIN = (
    *(Kind.ROLE, Kind.SEAT, Kind.PROPOSAL, Kind.GRANT_AWARDED),
    *(Kind.QI_SUBMITTED, Kind.QI_COMPLETED, Kind.QI_MET),
)
CONFIDENCE = "confidence"


def cycle_facts(cycle: Cycle, as_of: date) -> CycleFacts:
    """Return what is known of a cycle on a day."""
    changes, answered_on = _changes(cycle.program_id, as_of)
    begins_on = cycle.starts_on if cycle.starts_on > as_of else None
    pairs = tuple(_pair_facts(cycle, as_of))
    return CycleFacts(
        _stages(cycle),
        pairs,
        changes,
        answered_on,
        begins_on,
        agreed=agreed_in_time(cycle, as_of),
        asks=asks_in_time(cycle, as_of),
    )


def _stages(cycle: Cycle) -> Stages:
    mentees = Enrollment.objects.filter(cohort__cycle=cycle, side=Side.MENTEE).exclude(
        state=EnrollmentState.WITHDRAWN
    )
    pairs = Mentorship.objects.filter(NOT_ON_PANEL, mentee_enrollment=OuterRef("id"), state__in=SERVED)
    held = Conversation.objects.filter(COUNTS, mentorship__mentee_enrollment=OuterRef("id"))
    sent = Intake.objects.filter(enrollment=OuterRef("id"), submitted_at__isnull=False)
    rows = mentees.annotate(has_sent=Exists(sent), is_paired=Exists(pairs), has_met=Exists(held)).order_by()
    counts = rows.aggregate(
        all=Count("id"),
        sent=Count("id", filter=Q(has_sent=True) | Q(is_paired=True)),
        paired=Count("id", filter=Q(is_paired=True)),
        met=Count("id", filter=Q(is_paired=True, has_met=True)),
    )
    return Stages(counts["all"], counts["sent"], counts["paired"], counts["met"])


def _pair_facts(cycle: Cycle, as_of: date) -> Iterable[PairFact]:
    held = Conversation.objects.filter(COUNTS, mentorship_id=OuterRef("id"), held_on__lte=as_of).order_by()
    pairs = list(
        Mentorship.objects.filter(NOT_ON_PANEL, cycle=cycle, opened_on__lte=as_of, is_primary=True)
        .annotate(
            held=Subquery(held.values("mentorship_id").annotate(count=Count("id")).values("count")),
        )
        .select_related("cycle__program")
        .order_by()
    )
    stages = current_stages([pair.mentee_id for pair in pairs])
    agreed = agreed_of(pairs, as_of)
    for pair in pairs:
        where = _place(stages.get(pair.mentee_id))
        yield PairFact(where, pair.held or 0, agreed[pair.id].conversations)


def _changes(program_id: UUID, as_of: date) -> tuple[tuple[Change, ...], date | None]:
    """Return what came out of the surveys' door about confidence that was asked again: the newest wave, first answers against it."""
    publication = (
        Publication.objects.filter(
            wave__campaign__instrument__key=CONFIDENCE,
            wave__campaign__scope_id=program_id,
            released_on__lte=as_of,
        )
        .select_related("wave")
        .order_by("-wave__closes_on")
        .first()
    )
    if publication is None:
        return (), None
    answers = answers_in(newest_snapshot(publication).figures)
    names = _names(publication.wave.version_id, answers)
    spreads = {ask.measure: figure for ask, figure in answers.items() if ask.statistic == Statistic.SPREAD}
    found: dict[str, Change] = {}
    for ask, figure in answers.items():
        if ask.statistic != Statistic.CHANGE or ask.measure not in names or not isinstance(ask.group, Whole):
            continue
        is_shown = isinstance(figure, Published)
        spread = spreads.get(ask.measure)
        found.setdefault(
            ask.measure,
            Change(
                names[ask.measure],
                figure.people if isinstance(figure, Published) else 0,
                figure.limits["mean"] if isinstance(figure, Published) and is_shown else None,
                spread.limits["sd"] if isinstance(spread, Published) else None,
            ),
        )
    return tuple(found.values()), publication.wave.closes_on


def _names(version_id: UUID, answers: Answers) -> dict[str, str]:
    """Return what is compared: the scores that were asked both times, else the questions."""
    asked = {ask.measure for ask in answers if ask.statistic == Statistic.CHANGE}
    for model, field in ((Score, "name"), (Item, "text")):
        rows = model.objects.filter(version_id=version_id, key__in=asked)
        found = {row.key: capfirst(spoken(getattr(row, field))) for row in rows}
        if found:
            return found
    return {}


def faculty(blocks: Blocks, as_of: date) -> Faculty:
    """Return the careers of the faculty, from stages and from what happened as it was known, in the order of their ids."""
    lives = lives_in(blocks)
    begun = _first_faculty_days()
    appointed = {UUID(one) for one, own in lives.items() if Kind.APPOINTMENT in own}
    rows = Person.objects.filter(merged_into=None, id__in=among({*begun, *appointed}))
    rows = rows.exclude(id__in=left_out().values("person_id")).order_by("id")
    people = dict(rows.values_list("id", "left_on"))
    seen, joined, places = _sightings(people, as_of), _joined(people), _places(people)
    careers = (
        replace(
            _career(
                str(key),
                lives.get(str(key), {}),
                left_on=left_on,
                stage_on=begun.get(key),
                sightings=seen.get(key, ()),
                joined_on=joined.get(key),
            ),
            place=places.get(key, ""),
        )
        for key, left_on in people.items()
    )
    return Faculty(tuple(one for one in careers if one.appointed_on <= as_of), observed_from(blocks))


def _place(stage: CareerStage | None) -> str:
    return stage.department.name if stage and stage.department else ""


def _places(people: Collection[UUID]) -> dict[UUID, str]:
    """Return where each was last: who has left too."""
    rows = CareerStage.objects.filter(person_id__in=among(people)).exclude(to_on=F("from_on"))
    ordered = rows.order_by("from_on").values_list("person_id", "department__name")
    return {person_id: name or "" for person_id, name in ordered}


def _first_faculty_days() -> dict[UUID, date]:
    """Return since when each person is of the faculty, by career stages."""
    found: dict[UUID, date] = {}
    rows = CareerStage.objects.filter(tier__in=FACULTY).exclude(to_on=F("from_on"))
    for person_id, day in rows.order_by("from_on").values_list("person_id", "from_on"):
        found.setdefault(person_id, day)
    return found


def _sightings(people: Collection[UUID], as_of: date) -> dict[UUID, tuple[date, ...]]:
    found: dict[UUID, list[date]] = {}
    rows = Sighting.objects.filter(person_id__in=among(people), on__lte=as_of)
    for person_id, day in rows.values_list("person_id", "on"):
        found.setdefault(person_id, []).append(day)
    stages = CareerStage.objects.filter(person_id__in=among(people), from_on__lte=as_of)
    for person_id, day in stages.values_list("person_id", "from_on"):
        found.setdefault(person_id, []).append(day)
    return {key: tuple(days) for key, days in found.items()}


def _joined(people: Collection[UUID]) -> dict[UUID, date]:
    """Return since when each has had a mentor."""
    found: dict[UUID, date] = {}
    rows = Mentorship.objects.filter(mentee_id__in=among(people), opened_on__isnull=False)
    for person_id, day in rows.order_by("opened_on").values_list("mentee_id", "opened_on"):
        found.setdefault(person_id, day)
    return found


def _career(
    key: str,
    days: Mapping[str, list[date]],
    *,
    left_on: date | None,
    stage_on: date | None,
    sightings: tuple[date, ...],
    joined_on: date | None,
) -> Career:
    appointed = min([*days.get(Kind.APPOINTMENT, []), *([stage_on] if stage_on else [])])
    left = [day for day in days.get(Kind.DEPARTURE, []) if day > appointed]
    rose = [day for day in days.get(Kind.PROMOTION, []) if day > appointed]
    seen = (*sightings, *(day for own in days.values() for day in own))
    acts = tuple((kind, day) for kind in AGAIN for day in days.get(kind, []))
    left_on = min(left, default=left_on)
    certified = min((day for day in days.get(Kind.CREDENTIAL, []) if day > appointed), default=None)
    return Career(
        key, appointed, seen, left_on, min(rose, default=None), joined_on, acts=acts, certified_on=certified
    )
