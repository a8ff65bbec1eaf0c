"""Facts of working life that prompt the offer of a talk to a mentor: dates, never a rating, never a text."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Sum, UUIDField
from django.utils.timezone import localtime

from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Prepared
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.evidence.mentors.facts import QUIET, Prompt, WorkingLife, prompts
from rounds.insights.enums import HelpAnswer
from rounds.insights.models import HelpOffer, MentorSignal
from rounds.insights.selectors.signals import own_signals, signals_to_read
from rounds.insights.values.library import PROCESS_FLOOR
from rounds.mentorships.enums import RUNNING
from rounds.mentorships.models import Conversation, LostTime, Mentorship, Pause
from rounds.mentorships.models.conversations import COUNTS
from rounds.mentorships.models.pairs import NOT_ON_PANEL
from rounds.people.models import Person
from rounds.people.selectors import is_judged_by
from rounds.people.selectors.training import trained_of

LATELY = timedelta(days=90)

_open: Prepared[HelpOffer] = Prepared(
    lambda person_id: HelpOffer.objects.filter(person_id=person_id, ended_at=None), person_id=UUIDField()
)


@dataclass(frozen=True)
class Fact:
    """One fact with its day (none where it never was), the day from which it counts, and hours."""

    prompt: Prompt
    on: date | None = None
    since: date | None = None
    hours: float = 0.0

    @property
    def key(self) -> str:
        """Return by what name pages know the fact."""
        return self.prompt.name

    def kept(self) -> list[str | float]:
        """Return it as it is kept with an offer."""
        days = (one.isoformat() if one else "" for one in (self.on, self.since))
        return [self.key, *days, self.hours]


@dataclass(frozen=True)
class MentorLine:
    """A mentor with the facts of today, the open offer, and how the last one ended."""

    person: Person
    facts: tuple[Fact, ...]
    offer: HelpOffer | None
    last: HelpOffer | None
    signal: MentorSignal | None = None


@dataclass(frozen=True)
class _Days:
    """When a pair first met, last met, and went on after a pause."""

    first: date | None = None
    last: date | None = None
    resumed: date | None = None


@dataclass(frozen=True)
class _Mentor:
    """What is a mentor's own, whatever the pair."""

    trained_on: date | None
    lost: float
    lost_on: date | None

    def of(self, pair: Mentorship, days: _Days) -> WorkingLife:
        """Return the dates of one pair. Who met before the program knew, or paused, did not meet late."""
        is_imported = pair.imported_start_on is not None
        is_excused = is_imported or days.resumed is not None
        known_since = localtime(pair.created_at).date() if is_imported else None
        return WorkingLife(
            opened_on=pair.opened_on,
            first_met_on=pair.opened_on if is_excused else days.first,
            last_met_on=max((one for one in (days.last, days.resumed, known_since) if one), default=None),
            trained_on=self.trained_on,
            hours_promised=self.lost,
        )


def facts_kept(offer: HelpOffer) -> tuple[Fact, ...]:
    """Return the facts as they stood when the offer was made."""
    found = []
    for name, on, since, hours in offer.facts:
        first, then = (date.fromisoformat(one) if one else None for one in (on, since))
        found.append(Fact(Prompt[name], first, then, hours))
    return tuple(found)


def mentors_to_help(viewer: Viewer) -> list[MentorLine]:
    """Return the mentors of a faculty developer's programs whom a fact or their own wish names; the wishes first.

    Who has answered an offer lately and has nothing open is left in peace. Nobody is listed to themselves, and pairs
    of residents whom the viewer judges are left out.
    """
    facts = _facts_of(running_pairs_of(viewer))
    offers = _offers(viewer)
    signals = {one.person_id: one for one in signals_to_read(viewer)}
    ids = {
        *facts,
        *signals,
        *(one.person_id for one in offers if one.ended_at is None and _is_read(viewer, one, facts)),
    }
    ids.discard(viewer.own_id)
    people = Person.objects.filter(id__in=among(ids), left_on=None).order_by(
        "folded_family", "folded_given", "id"
    )
    lines = [_line(one, facts.get(one.id, ()), offers, signals.get(one.id)) for one in people]
    shown = [one for one in lines if one.offer or (one.facts and not _is_recent(one.last))]
    return sorted(shown, key=lambda one: (not _wishes(one), one.offer is not None, -len(one.facts)))


def mentor_to_help(viewer: Viewer, helped_id: UUID) -> MentorLine:
    """Return one line of the list; NotFound for anybody who is not on it."""
    for line in mentors_to_help(viewer):
        if line.person.id == helped_id:
            return line
    raise NotFound


@dataclass(frozen=True)
class OfferCounts:
    """How many talks of a year were asked for, offered, said yes to and held: no name, and nothing of fewer than five."""

    asked: int
    offered: int
    accepted: int
    talked: int

    @property
    def is_too_small(self) -> bool:
        """Tell whether so few mentors are behind it that it would speak of one."""
        return max(self.asked, self.offered) < PROCESS_FLOOR


def offer_counts() -> OfferCounts:
    """Return the talks of the last twelve months, for those who read no offer."""
    since = now() - timedelta(days=365)
    rows = HelpOffer.objects.filter(Q(asked_at__gte=since) | Q(offered_at__gte=since)).order_by()
    counts = rows.aggregate(
        asked=Count("id", filter=Q(asked_at__isnull=False)),
        offered=Count("id", filter=Q(offered_at__isnull=False)),
        accepted=Count("id", filter=Q(answer=HelpAnswer.TALK)),
        talked=Count("id", filter=Q(answer=HelpAnswer.TALK, ended_at__isnull=False)),
    )
    return OfferCounts(**counts)


def own_offer(viewer: Viewer) -> HelpOffer | None:
    """Return the viewer's own wish or offer that is open."""
    return next(iter(_open(person_id=viewer.own_id)), None)


def own_facts(viewer: Viewer) -> tuple[Fact, ...]:
    """Return the facts that a faculty developer reads of the viewer today."""
    pairs = Mentorship.objects.filter(NOT_ON_PANEL, mentor_id=viewer.own_id, state__in=RUNNING)
    today = institution_today()
    open_now = [
        one for one in own_signals(viewer) if one.is_signal and one.opens_on <= today and not one.is_closed
    ]
    return (*_facts_of(pairs).get(viewer.own_id, ()), *(_said_of(open_now[0]) if open_now else ()))


def running_pairs_of(viewer: Viewer) -> QuerySet[Mentorship, Mentorship]:
    """Return the running pairs of a faculty developer's programs, but for residents whom the viewer judges."""
    scopes = viewer.scopes(Role.FACULTY_DEVELOPER)
    here = Q() if None in scopes else Q(cycle__program_id__in=scopes)
    running = Mentorship.objects.filter(here, NOT_ON_PANEL, state__in=RUNNING)
    return running.exclude(is_judged_by(viewer, OuterRef("mentee_id")))


def _offers(viewer: Viewer) -> list[HelpOffer]:
    """Return what is open, and what ended lately, the newest last."""
    if not viewer.has_anywhere(Role.FACULTY_DEVELOPER):
        return []
    recent = Q(ended_at=None) | Q(ended_at__gte=now() - LATELY)
    return list(HelpOffer.objects.filter(recent).order_by("ended_at", "id"))


def _is_read(viewer: Viewer, offer: HelpOffer, facts: Collection[UUID]) -> bool:
    """Tell whether a wish or offer is the viewer's to read, where no fact leads to its mentor today."""
    if viewer.has(Role.FACULTY_DEVELOPER) or offer.person_id in facts:
        return True
    scopes = viewer.scopes(Role.FACULTY_DEVELOPER)
    return Mentorship.objects.filter(mentor_id=offer.person_id, cycle__program_id__in=scopes).exists()


def _line(
    person: Person, facts: tuple[Fact, ...], offers: list[HelpOffer], signal: MentorSignal | None
) -> MentorLine:
    mine = [one for one in offers if one.person_id == person.id]
    opened = next((one for one in mine if one.ended_at is None), None)
    last = next((one for one in reversed(mine) if one.ended_at is not None), None)
    if opened is not None and opened.asked_at:
        facts = (Fact(Prompt.ASKED, localtime(opened.asked_at).date()), *facts)
    return MentorLine(person, (*facts, *_said_of(signal)), opened, last, signal)


def _said_of(signal: MentorSignal | None) -> tuple[Fact, ...]:
    return (Fact(Prompt.SAID_TOGETHER, signal.as_of),) if signal else ()


def _wishes(line: MentorLine) -> bool:
    return line.offer is not None and not line.offer.is_offered


def _is_recent(last: HelpOffer | None) -> bool:
    """Tell whether the mentor has answered lately: the same facts are not put to them again at once."""
    return last is not None and bool(last.answer)


def _facts_of(pairs: QuerySet[Mentorship, Mentorship]) -> dict[UUID, tuple[Fact, ...]]:
    """Return the facts of each mentor of these pairs; five queries for any number."""
    today = institution_today()
    is_paused = Exists(Pause.objects.filter(mentorship_id=OuterRef("id"), to_on=None))
    rows = list(pairs.exclude(opened_on=None).exclude(is_paused))
    days = _days_of([one.id for one in rows])
    of_mentors = _lives_of({one.mentor_id for one in rows}, today)
    found: dict[UUID, dict[Prompt, Fact]] = {}
    for pair in rows:
        life = of_mentors[pair.mentor_id].of(pair, days.get(pair.id, _Days()))
        kept = found.setdefault(pair.mentor_id, {})
        for fact in (_fact(prompt, life, of_mentors[pair.mentor_id]) for prompt in prompts(life, today)):
            if fact.prompt not in kept or _age(fact) < _age(kept[fact.prompt]):
                kept[fact.prompt] = fact
    return {
        mentor: tuple(kept[one] for one in Prompt if one in kept) for mentor, kept in found.items() if kept
    }


def _days_of(ids: Collection[UUID]) -> dict[UUID, _Days]:
    held = Conversation.objects.filter(COUNTS, mentorship_id__in=among(ids)).values("mentorship_id")
    met = {one["mentorship_id"]: one for one in held.annotate(a=Min("held_on"), z=Max("held_on")).order_by()}
    paused = Pause.objects.filter(mentorship_id__in=among(ids)).values_list("mentorship_id")
    resumed = dict(paused.annotate(Max("to_on")).order_by())
    return {one: _Days(met.get(one, {}).get("a"), met.get(one, {}).get("z"), resumed.get(one)) for one in ids}


def _lives_of(mentors: Collection[UUID], today: date) -> dict[UUID, _Mentor]:
    trained = {one: known.last_on for one, known in trained_of(mentors).items() if known.is_trained}
    reported = LostTime.objects.filter(
        enrollment__person_id__in=among(mentors), taken_back_at=None, on__gt=today - QUIET
    )
    hours = reported.values_list("enrollment__person_id").annotate(Sum("hours"), Max("on")).order_by()
    lost = {one: (float(number), last) for one, number, last in hours}
    # a training whose day nobody has entered is none that is missing
    return {
        one: _Mentor(trained[one] or today if one in trained else None, *lost.get(one, (0.0, None)))
        for one in mentors
    }


def _fact(prompt: Prompt, life: WorkingLife, mentor: _Mentor) -> Fact:
    """Return a fact with its days."""
    if prompt == Prompt.NO_TRAINING:
        return Fact(prompt, mentor.trained_on)
    if prompt == Prompt.LATE_FIRST:
        return Fact(prompt, life.first_met_on, life.opened_on)
    if prompt == Prompt.LOST_TIME:
        return Fact(prompt, mentor.lost_on, None, mentor.lost)
    return Fact(prompt, life.last_met_on, life.opened_on)


def _age(fact: Fact) -> date:
    return fact.on or fact.since or date.min
