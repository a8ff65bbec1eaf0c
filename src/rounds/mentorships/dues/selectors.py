"""The facts of pairs, read at once for any number, and what is due of them: homes, lists and reminders all ask here."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery

from rounds.core.access import Viewer
from rounds.core.clock import institution_day, institution_today
from rounds.core.database.unchanged import kept_while_unchanged
from rounds.mentorships.agreements.selectors import SignedTerms, signed_terms_of
from rounds.mentorships.dues.enums import Rule
from rounds.mentorships.dues.values import (
    DEFAULT_PLAN,
    AgreedTerms,
    CountsAs,
    Due,
    Facts,
    Held,
    Span,
    counts_as,
    due,
)
from rounds.mentorships.enums import OPEN
from rounds.mentorships.models import AgreementVersion, Conversation, Mentorship, Pause
from rounds.mentorships.models.conversations import COUNTS
from rounds.people.models import Person
from rounds.people.selectors import is_judged_by
from rounds.programs.models import Program

# Older conversations than these say nothing more, but for the newest: a period is at most a year, with its stops.
LOOKED_BACK = timedelta(days=550)
MONTHS_A_YEAR = 12
# What lists say of a person.
NAMED = ("title", "given_name", "family_name", "left_on")


def facts_of(pairs: Collection[Mentorship]) -> dict[UUID, Facts]:
    """Return what the dues of pairs follow from; their cycles and programs are loaded with them. Four queries."""
    ids = [pair.id for pair in pairs]
    held, stops, signed = _held_by(ids), _stops_by(ids), signed_terms_of(ids)
    return {
        pair.id: _with_terms(
            _facts_of(pair, held.get(pair.id, ()), stops.get(pair.id, ())), signed.get(pair.id)
        )
        for pair in pairs
    }


def _with_terms(facts: Facts, signed: SignedTerms | None) -> Facts:
    if signed is None:
        return facts
    terms = AgreedTerms(signed.signed_on, signed.review_on)
    return replace(facts, interval_days=signed.interval_days, agreement=terms)


def _facts_of(pair: Mentorship, held: Iterable[Held], stops: Iterable[Span]) -> Facts:
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


def _stops_by(ids: Collection[UUID]) -> dict[UUID, list[Span]]:
    found: dict[UUID, list[Span]] = {}
    for pause in Pause.objects.filter(mentorship_id__in=ids):
        found.setdefault(pause.mentorship_id, []).append(Span(pause.from_on, pause.to_on))
    return found


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


# What the office lists of pairs that run.
LISTED = (Rule.FIRST_CONVERSATION, Rule.SILENCE, Rule.AGREEMENT)
_PLAN = tuple(row for row in DEFAULT_PLAN if row.rule in LISTED)


@dataclass(frozen=True)
class Member:
    """One of the two of a pair, as lists name them."""

    full_name: str
    display_name: str
    left_on: date | None
    enrollment_id: UUID


@dataclass(frozen=True)
class OpenPair:
    """A pair that takes a place, as the program office lists it."""

    id: UUID
    program_id: UUID
    cohort_id: UUID
    opened_on: date | None
    mentee: Member
    mentor: Member


@dataclass(frozen=True)
class Trouble:
    """A pair with something that the program office should see."""

    pair: OpenPair
    due: Due
    last_held_on: date | None


@dataclass(frozen=True)
class OfficePairs:
    """What of the open pairs of some programs the office should see."""

    leaving: tuple[OpenPair, ...]
    troubles: tuple[Trouble, ...]

    @property
    def trouble(self) -> dict[Rule, list[Trouble]]:
        """Return what is due by its rule, each list the longest first."""
        return {rule: [row for row in self.troubles if row.due.rule == rule] for rule in LISTED}

    def leavers(self, cohort_id: UUID) -> list[OpenPair]:
        """Return the pairs of a cohort in which one of the two leaves or has left the institution."""
        return [pair for pair in self.leaving if pair.cohort_id == cohort_id]


def office_pairs(viewer: Viewer, programs: Iterable[Program]) -> OfficePairs:
    """Return what the office of the viewer's programs should see of their open pairs; one query.

    What is due is listed the longest first. Mentees in whose training the viewer has a hand are left out of it:
    somebody else of the office sees them.
    """
    return _office_pairs(viewer, tuple(sorted(program.id for program in programs)))


@kept_while_unchanged
def _office_pairs(viewer: Viewer, program_ids: tuple[UUID, ...]) -> OfficePairs:
    rows: list[Any] = list(_open_pairs(viewer, program_ids))
    stops: dict[UUID, list[Span]] = {}
    for row in rows:
        if row.stop_from_on:
            stops.setdefault(row.id, []).append(Span(row.stop_from_on, row.stop_to_on))
    today = institution_today()
    leaving, troubles = [], []
    for row in {row.id: row for row in rows}.values():
        pair = _open_pair(row)
        if pair.mentor.left_on or pair.mentee.left_on:
            leaving.append(pair)
        found = _office_dues(row, stops.get(row.id, ()), today)
        troubles += [Trouble(pair, one, row.last_held_on) for one in found]
    troubles.sort(key=lambda row: row.due.due_on or today)
    return OfficePairs(tuple(leaving), tuple(troubles))


def _office_dues(row: Any, stops: Iterable[Span], today: date) -> Iterator[Due]:
    """Yield what the office should see of a pair, as `_open_pairs` reads it."""
    if not row.is_running or row.is_judged:
        return
    held = (Held(row.last_held_on, 1),) if row.last_held_on else ()
    facts = _facts_of(row, held, stops)
    if row.agreed_interval:
        facts = replace(facts, interval_days=row.agreed_interval, agreement=AgreedTerms(facts.opened_on))
    yield from (one for one in due(facts, (), today, plan=_PLAN) if one.is_for_office)


def _open_pair(row: Any) -> OpenPair:
    return OpenPair(
        id=row.id,
        program_id=row.cycle.program_id,
        cohort_id=row.cohort_id,
        opened_on=row.opened_on,
        mentee=_member(row.mentee, row.mentee_enrollment_id),
        mentor=_member(row.mentor, row.mentor_enrollment_id),
    )


def _member(person: Person, enrollment_id: UUID) -> Member:
    return Member(person.full_name, person.display_name, person.left_on, enrollment_id)


_READ = (
    *("state", "opened_on", "created_at", "imported_start_on", "planned_end_on", "ended_on"),
    *("cycle__ends_on", "cycle__program__checkins_per_year"),
    *("mentee_enrollment_id", "mentor_enrollment_id"),
    *(f"{side}__{name}" for side in ("mentee", "mentor") for name in NAMED),
)


def _open_pairs(viewer: Viewer, program_ids: Collection[UUID]) -> QuerySet[Mentorship]:
    """Return open pairs with what the lists need; a pair that was paused comes once for each pause."""
    held = Conversation.objects.filter(COUNTS, mentorship_id=OuterRef("id")).order_by("-held_on")
    signed = (
        AgreementVersion.objects.filter(mentorship_id=OuterRef("id"))
        .annotate(signed=Count("signatures"))
        .filter(signed=2)
        .order_by("-number")
    )
    return (
        Mentorship.objects.filter(cycle__program_id__in=program_ids, state__in=OPEN)
        .select_related("mentee", "mentor", "cycle__program")
        .only(*_READ)
        .annotate(
            cohort_id=F("mentee_enrollment__cohort_id"),
            agreed_interval=Subquery(signed.values("interval_days")[:1]),
            last_held_on=Subquery(held.values("held_on")[:1]),
            is_judged=is_judged_by(viewer, OuterRef("mentee_id")),
            stop_from_on=F("pauses__from_on"),
            stop_to_on=F("pauses__to_on"),
        )
        .order_by("mentee__folded_family", "mentee__folded_given", "id")
    )
