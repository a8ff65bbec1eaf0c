"""Who of an audience would be asked in a wave today, who not and why, and who later."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID

from django.db.models import Min, Q

from rounds.core.clock import institution_today
from rounds.core.database.bulk_rows import among
from rounds.core.fields import is_mail_address
from rounds.core.mail.budget import is_quiet
from rounds.core.mail.days import quiet_days_of
from rounds.core.mail.sharing import free_moments_of
from rounds.core.models import Institution, OutgoingMail
from rounds.people.models import Leave, Person
from rounds.surveys.budget.selectors import Want, without_room
from rounds.surveys.budget.values import RATES_OTHERS
from rounds.surveys.campaigns.values.audiences import Invitee, audience
from rounds.surveys.campaigns.values.schedule import QUIET_BEFORE_CLOSING
from rounds.surveys.enums import WaveState, WhyNot
from rounds.surveys.instruments.selectors import minutes_of, questions_of
from rounds.surveys.models import Request, Wave

PULSE = "pulse"


@dataclass(frozen=True)
class Candidate:
    """Somebody of an audience: asked, or not and why."""

    invitee: Invitee
    person: Person
    why_not: str
    # the first day on which they can be written to, where that is not the next working day
    later_on: date | None = None

    @property
    def is_asked(self) -> bool:
        return not self.why_not

    @property
    def why(self) -> str:
        return str(WhyNot(self.why_not).label)


def candidates_of(wave: Wave) -> list[Candidate]:
    """Return everybody of a wave's audience as it is today, by name: who would be asked, who not and why."""
    today = institution_today()
    source = audience(wave.campaign.audience)
    invited = {
        (one.person_id, one.subject_id): one
        for one in source.gathered(cast(UUID, wave.institution_id), wave.campaign.parameters, today)
    }
    ids = {person_id for person_id, _subject in invited}
    people = Person.objects.in_bulk(list(ids))
    free, away = free_days_of(ids, wave.closes_on), _away(ids, wave.closes_on)
    first = min((days[0] for days in free.values() if days), default=None)
    found = [
        Candidate(one, person, _why_not(person, away, free[person.id]), _later(free[person.id], first))
        for one in invited.values()
        if (person := people.get(one.person_id)) is not None
    ]
    full = without_room(wants_of(wave, found))
    return sorted(
        (replace(one, why_not=WhyNot.BUDGET) if one.person.id in full else one for one in found),
        key=lambda one: (one.person.folded_family, one.person.folded_given, str(one.person.id)),
    )


def wants_of(wave: Wave, candidates: Iterable[Candidate]) -> list[Want]:
    """Return what a wave takes of the year of each who would be asked: one request, with as many minutes as they are asked about."""
    times = Counter(one.person.id for one in candidates if one.is_asked)
    minutes = minutes_of(questions_of(wave.version_id))
    kept = _not_asked_last_time(wave)
    is_rating = wave.campaign.instrument.key in RATES_OTHERS
    return [
        Want(key, wave.id, wave.campaign.rank, wave.created_at, minutes * many, is_rating, key in kept)
        for key, many in times.items()
    ]


def _not_asked_last_time(wave: Wave) -> set[UUID]:
    """Return whom a program's last pulse did not ask, as they were asked enough: that doesn't happen twice running."""
    campaign = wave.campaign
    if campaign.instrument.key != PULSE:
        return set()
    sent = Wave.objects.filter(
        campaign__instrument=campaign.instrument_id,
        campaign__scope_id=campaign.scope_id,
        sent_at__isnull=False,
    )
    last = sent.exclude(id=wave.id).exclude(state=WaveState.STOPPED).order_by("-sent_at").first()
    rows = Request.objects.filter(wave=last, reason=WhyNot.BUDGET) if last else Request.objects.none()
    return set(rows.values_list("person_id", flat=True))


def _away(ids: Iterable[UUID], closes_on: date) -> set[UUID]:
    """Return who is away from today until a wave has closed."""
    today = institution_today()
    leaves = Leave.objects.filter(person_id__in=among(list(ids)), from_on__lte=today)
    return set(leaves.filter(Q(to_on=None) | Q(to_on__gt=closes_on)).values_list("person_id", flat=True))


def free_days_of(ids: Collection[UUID], closes_on: date) -> dict[UUID, list[date]]:
    """Return on which days a wave's mail can reach each of some people: not quiet, not in its last two days."""
    today, last = institution_today(), last_day_of_mail(closes_on)
    quiet = quiet_days_of(ids, today, last)
    days = [today + timedelta(days=ahead) for ahead in range((last - today).days + 1)]
    return {one: [day for day in days if not is_quiet(day, quiet.get(one, ()))] for one in ids}


def last_day_of_mail(closes_on: date) -> date:
    """Return the last day on which a wave writes to anybody."""
    return closes_on - QUIET_BEFORE_CLOSING


def when_free(wave: Wave, people: Collection[UUID], *, after: datetime) -> dict[UUID, datetime]:
    """Return when a wave's mail reaches each of some people, as things stand; empty in rehearsal, where it goes to the office at once."""
    if not people or not Institution.objects.get(id=cast(UUID, wave.institution_id)).mail_is_live:
        return {}
    return free_moments_of(people, after=after, until=last_day_of_mail(wave.closes_on))


def waves_beside(wave: Wave) -> list[Wave]:
    """Return the other waves that ask a planned wave's audience of the same program while it is open, the first to close first."""
    theirs = Wave.objects.filter(
        Q(opens_on=None) | Q(opens_on__lte=wave.closes_on),
        campaign__scope_id=wave.campaign.scope_id,
        campaign__audience=wave.campaign.audience,
        state__in=(WaveState.PLANNED, WaveState.SENT),
        closes_on__gte=wave.opens_on or institution_today(),
    )
    return list(theirs.exclude(id=wave.id).select_related("campaign").order_by("closes_on", "id"))


def first_mail_of(wave: Wave) -> datetime | None:
    """Return when the first message of a sent wave leaves; None where none waits."""
    waiting = OutgoingMail.objects.filter(batch_id=wave.id, state=OutgoingMail.State.WAITING)
    first: datetime | None = waiting.aggregate(first=Min("send_after"))["first"]
    return first


def _why_not(person: Person, away: set[UUID], free: Sequence[date]) -> str:
    if person.left_on is not None and person.left_on <= institution_today():
        return WhyNot.LEFT
    if person.id in away:
        return WhyNot.ON_LEAVE
    if not is_mail_address(person.email):
        return WhyNot.NO_ADDRESS
    return WhyNot.NONE if free else WhyNot.QUIET


def _later(free: Sequence[date], first: date | None) -> date | None:
    return free[0] if free and free[0] != first else None


def later_of(candidates: Iterable[Candidate]) -> list[tuple[date, int]]:
    """Return how many are asked on which later day, as they are away or in a quiet period until then."""
    days = Counter(one.later_on for one in candidates if one.is_asked and one.later_on)
    return sorted((day, many) for day, many in days.items() if day)


def reasons_of(candidates: Iterable[Candidate]) -> list[tuple[str, int]]:
    """Return why people are not asked, with how many each."""
    counted = Counter(one.why_not for one in candidates if one.why_not)
    return in_words(counted)


def in_words(counted: Counter[str]) -> list[tuple[str, int]]:
    """Return reasons in words, with how many each."""
    return [(str(WhyNot(reason).label), count) for reason, count in sorted(counted.items())]
