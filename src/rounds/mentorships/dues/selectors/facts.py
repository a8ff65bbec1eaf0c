"""The facts of pairs, read at once for any number: homes, lists and reminders all ask here."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, Q

from rounds.core.clock import institution_day, institution_today
from rounds.mentorships.agreements.selectors import SignedTerms, pens_of, signed_terms_of
from rounds.mentorships.dues.enums import Subject
from rounds.mentorships.dues.values import AgreedTerms, CountsAs, Facts, Held, Span, counts_as
from rounds.mentorships.enums import Choice, Occasion
from rounds.mentorships.growth.selectors.goals import mentees_with_goal
from rounds.mentorships.models import Answer, Conversation, Mentorship, Pause
from rounds.mentorships.models.conversations import COUNTS
from rounds.people.models import Leave

# Older conversations than these say nothing more, but for the newest: a period is at most a year, with its stops.
LOOKED_BACK = timedelta(days=550)
MONTHS_A_YEAR = 12


def facts_of(pairs: Collection[Mentorship]) -> dict[UUID, Facts]:
    """Return what the dues of pairs follow from; their cycles and programs are loaded with them. Eight queries."""
    ids = [pair.id for pair in pairs]
    held, stops, signed = _held_by(ids), stops_of(pairs), signed_terms_of(ids)
    answers, pens = _answers_by(ids), pens_of(ids)
    with_goal = mentees_with_goal(pair.mentee_id for pair in pairs)
    return {
        pair.id: _with_answers(
            replace(
                with_terms(facts_from(pair, held.get(pair.id, ()), stops[pair.id]), signed.get(pair.id)),
                pen=_side_of(pair, pens.get(pair.id)),
                has_goal=pair.mentee_id in with_goal,
            ),
            answers.get(pair.id, ()),
        )
        for pair in pairs
    }


def with_terms(facts: Facts, signed: SignedTerms | None) -> Facts:
    """Return facts with the agreement in force."""
    if signed is None:
        return facts
    terms = AgreedTerms(signed.signed_on, signed.review_on)
    return replace(facts, interval_days=signed.interval_days, agreement=terms)


def facts_from(pair: Mentorship, held: Iterable[Held], stops: Iterable[Span]) -> Facts:
    """Return the facts of a pair's own row, with its conversations and the days that don't count."""
    # What was before Rounds knew of an imported pair is not asked of it.
    known_on = institution_day(pair.created_at)
    began = max(pair.opened_on or known_on, known_on) if pair.imported_start_on else pair.opened_on
    return Facts(
        opened_on=began or known_on,
        ends_on=pair.planned_end_on or pair.cycle.ends_on,
        check_in_months=MONTHS_A_YEAR // pair.cycle.program.checkins_per_year,
        stops=tuple(stops),
        held=tuple(held),
        ended_on=pair.ended_on if pair.is_over else None,
    )


def _held_by(ids: Collection[UUID]) -> dict[UUID, list[Held]]:
    """Return for each pair its newest conversation and those not too long ago."""
    rows = Conversation.objects.filter(COUNTS, mentorship_id__in=ids).order_by()
    found: dict[UUID, list[Held]] = {}
    recent = rows.filter(held_on__gte=institution_today() - LOOKED_BACK)
    for pair_id, on, minutes in recent.values_list("mentorship_id", "held_on", "minutes"):
        found.setdefault(pair_id, []).append(Held(on, minutes))
    for pair_id, on in rows.values_list("mentorship_id").annotate(last=Max("held_on")):
        found.setdefault(pair_id, [Held(on, 1)])
    return found


def stops_of(pairs: Collection[Mentorship]) -> dict[UUID, list[Span]]:
    """Return the days that don't count for each pair: its pauses, and the leaves of either. Two queries."""
    found: dict[UUID, list[Span]] = {pair.id: [] for pair in pairs}
    for pause in Pause.objects.filter(mentorship_id__in=list(found)):
        found[pause.mentorship_id].append(Span(pause.from_on, pause.to_on))
    away = leaves_by_person()
    for pair in pairs:
        found[pair.id] += [*away.get(pair.mentee_id, ()), *away.get(pair.mentor_id, ())]
    return found


def leaves_by_person() -> dict[UUID, list[Span]]:
    """Return the leaves of everybody that can matter now; one query."""
    recent = Q(to_on=None) | Q(to_on__gte=institution_today() - LOOKED_BACK)
    found: dict[UUID, list[Span]] = {}
    for person_id, from_on, to_on in Leave.objects.filter(recent).values_list(
        "person_id", "from_on", "to_on"
    ):
        found.setdefault(person_id, []).append(Span(from_on, to_on))
    return found


Answers = list[tuple[str, str, str, date]]


def _answers_by(ids: Collection[UUID]) -> dict[UUID, Answers]:
    found: dict[UUID, Answers] = {}
    rows = Answer.objects.filter(mentorship_id__in=ids).exclude(occasion=Occasion.TIER)
    for pair_id, *said in rows.values_list("mentorship_id", "occasion", "side", "choice", "on"):
        found.setdefault(pair_id, []).append((said[0], said[1], said[2], said[3]))
    return found


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


def counts_of(pair: Mentorship, conversations: Iterable[Conversation]) -> dict[UUID, tuple[CountsAs, ...]]:
    """Return what each conversation of a pair counts as that stands as held; all of the pair's are needed."""
    rows = [one for one in conversations if one.counts and one.held_on is not None]
    rows.sort(key=lambda one: (one.held_on, one.logged_at))
    held = tuple(Held(one.held_on, one.minutes or 0) for one in rows if one.held_on)
    facts = replace(facts_of([pair])[pair.id], held=held)
    return {one.id: counts for one, counts in zip(rows, counts_as(facts), strict=True)}


def would_count(pair: Mentorship, on: date, minutes: int) -> tuple[CountsAs, ...]:
    """Return what a conversation would count as that is logged now."""
    facts = facts_of([pair])[pair.id]
    return counts_as(replace(facts, held=(*facts.held, Held(on, minutes))))[-1]
