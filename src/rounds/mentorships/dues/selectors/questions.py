"""What the two are asked about their pair itself: in the middle, at the end, afterward, and when a tier has changed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import DateField, OuterRef, QuerySet, Subquery

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ask, Ids, Prepared
from rounds.core.errors import NotFound
from rounds.mentorships.dues.enums import Rule, Subject
from rounds.mentorships.dues.selectors.facts import people_of, times_of
from rounds.mentorships.dues.selectors.plans import plans_of
from rounds.mentorships.dues.values import due
from rounds.mentorships.enums import Choice, Occasion
from rounds.mentorships.models import Answer, Mentorship
from rounds.mentorships.selectors import own_mentorship_for
from rounds.people.models import CareerStage
from rounds.programs.enums import Side

# So long a new tier is asked about.
NEW_TIER = timedelta(days=60)
ASKED = {Rule.MID_POINT: Occasion.MID_POINT, Rule.CLOSING: Occasion.CLOSING}


@dataclass(frozen=True)
class Question:
    """One question to one of the two, with what they answered, and the other's answer once both are there."""

    pair: Mentorship
    side: Side
    occasion: Occasion
    key: str = ""
    mine: str = ""
    theirs: str = ""
    has_other: bool = False


def question_for(viewer: Viewer, mentorship_id: UUID, occasion: str) -> Question:
    """Return a question to one of the two of a pair; NotFound where it is not asked of them."""
    pair = own_mentorship_for(viewer, mentorship_id)
    side = Side.MENTOR if pair.mentor_id == viewer.own_id else Side.MENTEE
    if occasion not in Occasion.values or not _is_askable(pair, side, occasion):
        raise NotFound
    key = (new_tiers_of([pair]).get(pair.id) or "") if occasion == Occasion.TIER else ""
    said = {
        row.side: row.choice for row in Answer.objects.filter(mentorship=pair, occasion=occasion, key=key)
    }
    mine, other = said.pop(side, ""), next(iter(said.values()), "")
    # what one chose at the end is shown to the other once both have
    theirs = other if occasion == Occasion.CLOSING and mine else ""
    return Question(pair, side, Occasion(occasion), key, mine, theirs, bool(other))


def _is_askable(pair: Mentorship, side: Side, occasion: str) -> bool:
    if occasion != Occasion.AFTERWARD:
        return pair.is_running
    chose = Answer.objects.filter(mentorship=pair, side=side, choice=Choice.GO_ON)
    return pair.is_over and chose.exists()


def waiting_questions(pairs: Collection[Mentorship], person_id: UUID) -> dict[UUID, list[Occasion]]:
    """Return what is asked of a person about each of their running pairs and not answered, by pair."""
    found: dict[UUID, list[Occasion]] = {pair.id: [] for pair in pairs}
    for pair_id, occasions in _asked_by_plan(pairs, person_id).items():
        found[pair_id] += occasions
    tiers = new_tiers_of(pairs)
    said = set(
        Answer.objects.filter(
            mentorship_id__in=tiers, person_id=person_id, occasion=Occasion.TIER
        ).values_list("mentorship_id", "key")
        if tiers
        else ()
    )
    for pair_id, key in tiers.items():
        if (pair_id, key) not in said:
            found[pair_id].append(Occasion.TIER)
    return found


def _asked_by_plan(pairs: Collection[Mentorship], person_id: UUID) -> dict[UUID, list[Occasion]]:
    """Return the same for the middle and the end; it asks the database only where a pair is far enough."""
    today = institution_today()
    far = [pair for pair in pairs if _is_far_enough(pair, today)]
    if not far:
        return {}
    facts, plans = times_of(pairs), plans_of({pair.cycle.program_id for pair in pairs})
    found: dict[UUID, list[Occasion]] = {}
    for pair in far:
        side = Subject.MENTOR if pair.mentor_id == person_id else Subject.MENTEE
        known = facts[pair.id]
        plan = tuple(row for row in plans.of_pair(pair) if row.rule in ASKED)
        answered = {Rule.MID_POINT: known.mid_point, Rule.CLOSING: known.choices}
        open_rules = [one.rule for one in due(known, (), today, plan=plan) if one.subject == side]
        # nobody is asked about the middle at the end
        last = open_rules[-1:] if Rule.CLOSING not in open_rules else [Rule.CLOSING]
        found[pair.id] = [ASKED[rule] for rule in last if side not in answered[rule]]
    return found


def _is_far_enough(pair: Mentorship, today: date) -> bool:
    first, last = pair.opened_on or today, pair.planned_end_on or pair.cycle.ends_on
    return today >= first + (last - first) // 2


def _begun(person_ids: Any, since: Any, until: Any) -> QuerySet[Any, Any]:
    """Return the stages that began in some days and go on, each with the tier before it."""
    before = CareerStage.objects.filter(
        person_id=OuterRef("person_id"), to_on=OuterRef("from_on"), from_on__lt=OuterRef("from_on")
    ).order_by("-from_on")
    return (
        CareerStage.objects.filter(
            person_id__in=among(person_ids), from_on__gte=since, from_on__lte=until, to_on=None
        )
        .annotate(tier_before=Subquery(before.values("tier")[:1]))
        .values_list("person_id", "from_on", "tier", "tier_before")
    )


_new_stages: Prepared[tuple[UUID, date, str, str]] = Prepared(
    _begun, person_ids=Ids(), since=DateField(), until=DateField()
)


def ask_for_new_tiers(pairs: Collection[Mentorship]) -> Ask:
    """Return what `new_tiers_of` will ask."""
    today = institution_today()
    return _new_stages.asked(person_ids=people_of(pairs), since=today - NEW_TIER, until=today)


def new_tiers_of(pairs: Collection[Mentorship]) -> dict[UUID, str]:
    """Return the pairs of which one has a new career tier since they began, and which: a key of person and day."""
    today = institution_today()
    rows = _new_stages(person_ids=people_of(pairs), since=today - NEW_TIER, until=today)
    changed = {
        person: from_on for person, from_on, tier, earlier in rows if tier and earlier and tier != earlier
    }
    found = {}
    for pair in pairs:
        for side, person_id in ((Side.MENTEE, pair.mentee_id), (Side.MENTOR, pair.mentor_id)):
            on = changed.get(person_id)
            if on is not None and pair.opened_on is not None and pair.opened_on < on:
                found[pair.id] = f"{side}:{on.isoformat()}"
    return found
