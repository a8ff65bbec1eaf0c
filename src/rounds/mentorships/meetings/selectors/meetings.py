"""Reads around meetings: proposed times, hours that both have free, the meetings of a person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, Q, QuerySet

from rounds.core.access import Viewer
from rounds.core.clock import institution_day, institution_today, now
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ask, Ids, Prepared
from rounds.core.database.scope import current_zone
from rounds.core.errors import NotFound
from rounds.mentorships.agreements.selectors import ask_for_signed_terms, signed_terms_of
from rounds.mentorships.agreements.values.terms import Terms, default_terms, proposer_of
from rounds.mentorships.conversations.values.series import Occurrence, Repeats, occurrences
from rounds.mentorships.enums import OPEN, RUNNING, ConversationState, ProposalState, State
from rounds.mentorships.meetings.selectors.days_off import asks_for_days_off, days_off_of
from rounds.mentorships.models import AgreementVersion, Conversation, GroupMember, Mentorship, ProposedTimes
from rounds.mentorships.selectors import own_mentorships
from rounds.people.selectors import current_stages
from rounds.programs.selectors.hours import asks_for_hours, free_hours_of
from rounds.programs.values.hours import free_moments

# How far ahead times are looked for, from when on, and how many times of a day are shown.
AHEAD, FROM = timedelta(days=21), timedelta(days=1)
OFFERED = 2
AGREED_MINUTES = 30
# Meetings so far back stay in a calendar that is subscribed to.
LOOKED_BACK = timedelta(days=90)
# A time further off was entered by mistake, or by hand: no calendar can write it.
LOOKED_AHEAD = timedelta(days=3 * 366)
ASKED_FOR = timedelta(days=4)
SLIP = timedelta(hours=1)
AROUND = ("mentorship__mentee", "mentorship__mentor", "mentorship__cycle__program", "meeting")


@dataclass(frozen=True)
class OpenTimes:
    """Times that both of a pair have free: None where one of them has not said when."""

    minutes: int
    moments: tuple[datetime, ...] | None

    def offered(self) -> list[datetime]:
        """Return the first two of them, on two days."""
        found: list[datetime] = []
        for moment in self.moments or ():
            if all(abs(moment - one) >= timedelta(hours=20) for one in found):
                found.append(moment)
        return found[:OFFERED]


def own_proposal_for(viewer: Viewer, proposal_id: UUID) -> ProposedTimes:
    """Return proposed times to one of the two; NotFound to everybody else."""
    pairs = own_mentorships(viewer).order_by().values("id")
    found: ProposedTimes | None = (
        ProposedTimes.objects.filter(id=proposal_id, mentorship_id__in=pairs)
        .select_related("mentorship__mentee", "mentorship__mentor", "proposed_by", "conversation")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def open_proposals_of(pairs: Iterable[Mentorship]) -> dict[UUID, ProposedTimes]:
    """Return what waits for an answer, by pair, while one of its times is still to come; one query."""
    ids = [pair.id for pair in pairs]
    rows = _open_proposals(pair_ids=ids) if ids else []
    return {row.mentorship_id: row for row in rows if any(moment > now() for moment in row.moments)}


def ask_for_proposals(pairs: Iterable[Mentorship]) -> Ask:
    """Return what `open_proposals_of` will ask."""
    return _open_proposals.asked(pair_ids=[pair.id for pair in pairs])


_open_proposals = Prepared(
    lambda pair_ids: ProposedTimes.objects.filter(
        mentorship_id__in=among(pair_ids), state=ProposalState.OPEN
    ).select_related("proposed_by"),
    pair_ids=Ids(),
)


def own_meeting_for(viewer: Viewer, meeting_id: UUID) -> Conversation:
    """Return what a meeting of one's own pair is now; NotFound to everybody else."""
    pairs = own_mentorships(viewer).order_by().values("id")
    return _newest(Conversation.objects.filter(meeting_id=meeting_id, mentorship_id__in=pairs))


def current_of(meeting_id: UUID) -> Conversation | None:
    """Return what a meeting is now; None for one that is gone. Whoever calls this has found it for its reader."""
    try:
        return _newest(Conversation.objects.filter(meeting_id=meeting_id))
    except NotFound:
        return None


def _newest(rows: QuerySet[Conversation]) -> Conversation:
    """Return what stands for a meeting: the one that is planned, else what was entered last."""
    found = sorted(
        rows.exclude(state=ConversationState.MOVED).select_related(*AROUND),
        key=lambda one: (one.state == ConversationState.PLANNED, one.logged_at),
    )
    if not found:
        raise NotFound
    return found[-1]


def was_moved(conversation: Conversation) -> bool:
    """Tell whether a planned conversation stood at another time before."""
    if conversation.meeting_id is None:
        return False
    rows = Conversation.objects.filter(meeting_id=conversation.meeting_id, state=ConversationState.MOVED)
    return rows.exists()


def zones_of(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the zone in which each person reads clocks: of the site, else of the institution; one query."""
    ids = list(person_ids)
    stages = current_stages(ids)
    return {one: _zone_at(stages.get(one)) for one in ids}


def _zone_at(stage) -> str:  # type: ignore[no-untyped-def]
    site = stage.site if stage else None
    return (site.timezone if site else "") or current_zone()


def open_times_of(pairs: Sequence[Mentorship], *, minutes: int | None = None) -> dict[UUID, OpenTimes]:
    """Return the times that both of each pair have free in the next three weeks; seven queries for any number.

    As long as agreed, unless `minutes` says another length; what either has planned already is taken out, and days on
    which one of them is off, works nights or comes from them.
    """
    if not pairs:
        return {}
    signed = signed_terms_of([pair.id for pair in pairs]) if minutes is None else {}
    free = free_hours_of(one for pair in pairs for one in (pair.mentee_enrollment, pair.mentor_enrollment))
    busy = _busy_spans(pairs)
    off = days_off_of(_people_of(pairs), institution_day(now() + FROM + AHEAD))
    found = {}
    for pair in pairs:
        terms = signed.get(pair.id)
        length = minutes or (terms.minutes if terms else AGREED_MINUTES)
        both = [free.get(one) for one in (pair.mentee_enrollment_id, pair.mentor_enrollment_id)]
        known = [one for one in both if one is not None]
        if len(known) < 2:
            found[pair.id] = OpenTimes(length, None)
            continue
        begin = now() + FROM
        moments = free_moments(known, begin=begin, end=begin + AHEAD, minutes=length)
        taken = [*busy.get(pair.mentee_id, ()), *busy.get(pair.mentor_id, ())]
        lasts = timedelta(minutes=length)
        away = off.get(pair.mentee_id, set()) | off.get(pair.mentor_id, set())
        here = (one for one in moments if institution_day(one) not in away)
        left = (one for one in here if not any(a < one + lasts and one < b for a, b in taken))
        found[pair.id] = OpenTimes(length, tuple(left))
    return found


def asks_for_open_times(pairs: Sequence[Mentorship]) -> list[Ask]:
    """Return what `open_times_of` will ask, with the length that was agreed."""
    both = (one for pair in pairs for one in (pair.mentee_enrollment, pair.mentor_enrollment))
    return [
        ask_for_signed_terms(pairs),
        *asks_for_hours(both),
        _planned_of.asked(people=_people_of(pairs), at=now()),
        _sessions_of.asked(people=_people_of(pairs), at=now()),
        *asks_for_days_off(_people_of(pairs)),
    ]


def _people_of(pairs: Iterable[Mentorship]) -> set[UUID]:
    return {person for pair in pairs for person in (pair.mentee_id, pair.mentor_id)}


def _busy_spans(pairs: Iterable[Mentorship]) -> dict[UUID, list[tuple[datetime, datetime]]]:
    """Return from when until when each of these people has a meeting planned here."""
    found: dict[UUID, list[tuple[datetime, datetime]]] = {}
    for starts_at, minutes, *both in _planned_of(people=_people_of(pairs), at=now()):
        if starts_at > now() + LOOKED_AHEAD:
            continue
        for person in both:
            span = (starts_at, starts_at + timedelta(minutes=minutes or AGREED_MINUTES))
            found.setdefault(person, []).append(span)
    for starts_at, minutes, mentor_id, member_id in _sessions_of(people=_people_of(pairs), at=now()):
        for person in (mentor_id, member_id):
            found.setdefault(person, []).append((starts_at, starts_at + timedelta(minutes=minutes)))
    return found


def _group_sessions(people: Any, at: Any) -> QuerySet[Any, Any]:
    """Return the planned sessions of groups in which some people are: when, how long, the mentor, a member."""
    inside = Q(person_id__in=among(people)) | Q(group__mentor_id__in=among(people))
    rows = GroupMember.objects.filter(
        inside,
        left_at=None,
        group__ended_at=None,
        group__meetings__starts_at__gte=at,
        group__meetings__called_off_at=None,
        group__meetings__session=None,
    )
    return rows.order_by().values_list(
        "group__meetings__starts_at", "group__meetings__minutes", "group__mentor_id", "person_id"
    )


_sessions_of = Prepared(_group_sessions, people=Ids(), at=DateTimeField())


_planned_of = Prepared(
    lambda people, at: (
        Conversation.objects.filter(
            Q(mentorship__mentee_id__in=among(people)) | Q(mentorship__mentor_id__in=among(people)),
            state=ConversationState.PLANNED,
            starts_at__gte=at,
            mentorship__state__in=RUNNING,
        )
        .order_by()
        .values_list("starts_at", "minutes", "mentorship__mentee_id", "mentorship__mentor_id")
    ),
    people=Ids(),
    at=DateTimeField(),
)


def proposers_of(pairs: Sequence[Mentorship]) -> Mapping[UUID, str]:
    """Return which side proposes times by what each pair has signed, "" for either; for the two alone.

    Where nothing is signed, the terms of the program count.
    """
    rows = AgreementVersion.objects.filter(mentorship_id__in=[pair.id for pair in pairs])
    signed: dict[UUID, str] = {}
    for row in rows.prefetch_related("signatures").order_by("number"):
        if len(row.signatures.all()) == 2:
            signed[row.mentorship_id] = Terms.from_json(row.opened()).proposes
    usual = default_terms(institution_today()).proposes
    return {pair.id: proposer_of(signed.get(pair.id, usual)) for pair in pairs}


# meetings of a person, for calendars


def meetings_of(person_id: UUID) -> list[Conversation]:
    """Return what belongs in somebody's calendar, by time: what is planned, and what was held at a time that was planned."""
    own = Q(mentorship__mentee_id=person_id) | Q(mentorship__mentor_id=person_id)
    to_come = Q(state=ConversationState.PLANNED, mentorship__state__in=RUNNING)
    was = Q(state=ConversationState.HELD, disputed_at=None, taken_back_at=None)
    rows = Conversation.objects.filter(
        own, to_come | was, starts_at__range=(now() - LOOKED_BACK, now() + LOOKED_AHEAD)
    )
    return list(rows.select_related(*AROUND).order_by("starts_at", "id"))


def meetings_to_ask_about() -> list[Conversation]:
    """Return what was planned and is over for less than four days, and of which nobody has said what became of it.

    So long a worker may have been down. Pairs that pause or have ended are left alone.
    """
    over = Conversation.objects.filter(
        state=ConversationState.PLANNED,
        starts_at__range=(now() - ASKED_FOR, now()),
        mentorship__state=State.ACTIVE,
    ).select_related(*AROUND)
    return [
        one for one in over if one.starts_at and one.starts_at + timedelta(minutes=one.minutes or 0) <= now()
    ]


def meetings_after_end() -> list[UUID]:
    """Return the planned conversations to come of pairs that are over for an hour: an end can be a slip of the hand."""
    rows = Conversation.objects.filter(state=ConversationState.PLANNED, starts_at__gte=now())
    over = rows.exclude(mentorship__state__in=OPEN).exclude(mentorship__ended_at__gt=now() - SLIP)
    return list(over.values_list("id", flat=True))


def occurrences_of(made: ProposedTimes, moment: datetime) -> list[Occurrence]:
    """Return the meetings that follow when one of proposed times is taken: that one, and those that repeat it."""
    return occurrences(moment, made.zone or "UTC", Repeats(made.repeats), made.until)
