"""The facts of pairs, read at once for any number: homes, lists and reminders all ask here."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import DateField, Max, Q, QuerySet

from rounds.core.clock import institution_day, institution_today
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ask, Ids, Prepared
from rounds.mentorships.agreements.selectors import SignedTerms, pens_of, signed_terms_of
from rounds.mentorships.dues.enums import Subject
from rounds.mentorships.dues.selectors.rotations import rotation_facts_of
from rounds.mentorships.dues.values import AgreedTerms, Facts, Held, Span
from rounds.mentorships.enums import Choice, Occasion
from rounds.mentorships.growth.selectors.goals import mentees_with_goal
from rounds.mentorships.models import Answer, Conversation, Mentorship, Pause
from rounds.mentorships.models.conversations import COUNTS
from rounds.people.models import Leave

# Older conversations than these say nothing more, but for the newest: a period is at most a year, with its stops.
LOOKED_BACK = timedelta(days=550)
MONTHS_A_YEAR = 12


def facts_of(
    pairs: Collection[Mentorship], *, to_tell: bool = True, signed: dict[UUID, SignedTerms] | None = None
) -> dict[UUID, Facts]:
    """Return what the dues of pairs follow from; their cycles and programs are loaded with them. Ten queries at most.

    Where nobody is told, rotations and who has the pen need not be known: all days stay the same but those of debriefs.
    Who has read the signed terms already hands them in.
    """
    ids = [pair.id for pair in pairs]
    held, stops = held_by(ids), stops_of(pairs)
    signed = signed_terms_of(ids) if signed is None else signed
    rotations = rotation_facts_of(pairs, within=LOOKED_BACK) if to_tell else {}
    answers, pens = _answers_by(ids), pens_of(ids) if to_tell else {}
    with_goal = mentees_with_goal(pair.mentee_id for pair in pairs)
    return {
        pair.id: _with_answers(
            replace(
                with_terms(facts_from(pair, held.get(pair.id, ()), stops[pair.id]), signed.get(pair.id)),
                pen=_side_of(pair, pens.get(pair.id)),
                has_goal=pair.mentee_id in with_goal,
                rotations=rotations.get(pair.id, ()),
            ),
            answers.get(pair.id, ()),
        )
        for pair in pairs
    }


def times_of(pairs: Collection[Mentorship]) -> dict[UUID, Facts]:
    """Return the facts of pairs without what they did: their time, its stops, and what they answered. Three queries."""
    stops, answers = stops_of(pairs), _answers_by([pair.id for pair in pairs])
    return {
        pair.id: _with_answers(facts_from(pair, (), stops[pair.id]), answers.get(pair.id, ()))
        for pair in pairs
    }


def asks_for_times(pairs: Collection[Mentorship]) -> list[Ask]:
    """Return what `times_of` and `held_by` will ask, unless a pair has not talked for long."""
    ids, since = [pair.id for pair in pairs], institution_today() - LOOKED_BACK
    return [
        _pauses.asked(pair_ids=ids),
        _leaves.asked(person_ids=people_of(pairs), since=since),
        _answers.asked(pair_ids=ids),
        _recent.asked(pair_ids=ids, since=since),
    ]


def people_of(pairs: Iterable[Mentorship]) -> set[UUID]:
    """Return both of each pair."""
    return {person for pair in pairs for person in (pair.mentee_id, pair.mentor_id)}


def with_terms(facts: Facts, signed: SignedTerms | None) -> Facts:
    """Return facts with the agreement in force."""
    if signed is None:
        return facts
    terms = AgreedTerms(signed.signed_on, signed.review_on)
    return replace(facts, interval_days=signed.interval_days, agreement=terms)


def counts_from(pair: Mentorship) -> date:
    """Return from which day on something is due of a pair: what was before an imported one was known is not asked of it."""
    known_on = institution_day(pair.created_at)
    if pair.imported_start_on:
        return max(pair.opened_on or known_on, known_on)
    return pair.opened_on or known_on


def facts_from(pair: Mentorship, held: Iterable[Held], stops: Iterable[Span]) -> Facts:
    """Return the facts of a pair's own row, with its conversations and the days that don't count."""
    months = MONTHS_A_YEAR // pair.cycle.program.checkins_in(pair.phase)
    return facts_with(pair, held, stops, cycle_ends_on=pair.cycle.ends_on, check_in_months=months)


def facts_with(
    pair: Any, held: Iterable[Held], stops: Iterable[Span], *, cycle_ends_on: date, check_in_months: int
) -> Facts:
    """Return the facts of a pair, or of what was read of one, whose cycle and program are known."""
    return Facts(
        opened_on=counts_from(pair),
        began_on=pair.opened_on if pair.imported_start_on else None,
        ends_on=pair.planned_end_on or cycle_ends_on,
        check_in_months=check_in_months,
        stops=tuple(stops),
        held=tuple(held),
        ended_on=pair.ended_on if pair.is_over else None,
    )


def held_by(ids: Collection[UUID]) -> dict[UUID, list[Held]]:
    """Return for each pair its newest conversation and those not too long ago."""
    found: dict[UUID, list[Held]] = {}
    for pair_id, on, minutes in _recent(pair_ids=ids, since=institution_today() - LOOKED_BACK):
        found.setdefault(pair_id, []).append(Held(on, minutes))
    older = [one for one in ids if one not in found]
    for pair_id, on in _newest(pair_ids=older) if older else ():
        found[pair_id] = [Held(on, 1)]
    return found


def _held(pair_ids: Any) -> QuerySet[Conversation]:
    return Conversation.objects.filter(COUNTS, mentorship_id__in=among(pair_ids)).order_by()


_recent: Prepared[Any] = Prepared(
    lambda pair_ids, since: (
        _held(pair_ids).filter(held_on__gte=since).values_list("mentorship_id", "held_on", "minutes")
    ),
    pair_ids=Ids(),
    since=DateField(),
)
_newest: Prepared[tuple[UUID, date]] = Prepared(
    lambda pair_ids: _held(pair_ids).values_list("mentorship_id").annotate(last=Max("held_on")),
    pair_ids=Ids(),
)


def stops_of(pairs: Collection[Mentorship], *, since: date | None = None) -> dict[UUID, list[Span]]:
    """Return the days that don't count for each pair: its pauses, and the leaves of either. Two queries.

    Leaves that ended before a day are left out: before those that can matter now, unless it is said.
    """
    found: dict[UUID, list[Span]] = {pair.id: [] for pair in pairs}
    for pause in _pauses(pair_ids=found):
        found[pause.mentorship_id].append(Span(pause.from_on, pause.to_on))
    away = leaves_by_person(people_of(pairs), since=since)
    for pair in pairs:
        found[pair.id] += [*away.get(pair.mentee_id, ()), *away.get(pair.mentor_id, ())]
    return found


_pauses = Prepared(lambda pair_ids: Pause.objects.filter(mentorship_id__in=among(pair_ids)), pair_ids=Ids())


def leaves_by_person(person_ids: Iterable[UUID], *, since: date | None = None) -> dict[UUID, list[Span]]:
    """Return the leaves of people that can matter now, or since a day; one query."""
    found: dict[UUID, list[Span]] = {}
    for person_id, from_on, to_on in _leaves(
        person_ids=set(person_ids), since=since or institution_today() - LOOKED_BACK
    ):
        found.setdefault(person_id, []).append(Span(from_on, to_on))
    return found


_leaves: Prepared[tuple[UUID, date, date | None]] = Prepared(
    lambda person_ids, since: Leave.objects.filter(
        Q(to_on=None) | Q(to_on__gte=since), person_id__in=among(person_ids)
    ).values_list("person_id", "from_on", "to_on"),
    person_ids=Ids(),
    since=DateField(),
)


Answers = list[tuple[str, str, str, date]]


def _answers_by(ids: Collection[UUID]) -> dict[UUID, Answers]:
    found: dict[UUID, Answers] = {}
    for pair_id, *said in _answers(pair_ids=ids):
        found.setdefault(pair_id, []).append((said[0], said[1], said[2], said[3]))
    return found


_answers: Prepared[Any] = Prepared(
    lambda pair_ids: (
        Answer.objects.filter(mentorship_id__in=among(pair_ids))
        .exclude(occasion=Occasion.TIER)
        .values_list("mentorship_id", "occasion", "side", "choice", "on")
    ),
    pair_ids=Ids(),
)


def _with_answers(facts: Facts, answers: Iterable[tuple[str, str, str, date]]) -> Facts:
    """Return facts with what the two have answered."""
    said: dict[str, dict[Subject, date]] = {one: {} for one in Occasion.values}
    goes_on = set()
    for occasion, side, choice, on in answers:
        said[occasion][Subject(side)] = on
        if choice == Choice.GO_ON:
            goes_on.add(Subject(side))
    return replace(
        facts,
        mid_point=said[Occasion.MID_POINT],
        choices=said[Occasion.CLOSING],
        afterward=said[Occasion.AFTERWARD],
        goes_on=frozenset(goes_on),
    )


def _side_of(pair: Mentorship, person_id: UUID | None) -> Subject:
    return Subject.MENTOR if person_id == pair.mentor_id else Subject.MENTEE
