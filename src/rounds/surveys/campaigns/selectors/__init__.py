"""Reads of campaigns: waves of an office, who is in an audience, who is missing, whom to remind."""

from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.database.unchanged import kept_while_unchanged
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.core.mail.budget import Line
from rounds.people.models import Person
from rounds.surveys.box.selectors import is_in_time, keys_in_own_words
from rounds.surveys.box.services.releasing import KEPT_DAYS
from rounds.surveys.campaigns.selectors.candidates import candidates_of, in_words, last_day_of_mail
from rounds.surveys.campaigns.values.audiences import audience, offered_keys
from rounds.surveys.campaigns.values.promises import (
    anonymous_promise,
    late_promise,
    named_promise,
    pooled_promise,
    with_purpose,
)
from rounds.surveys.campaigns.values.schedule import REMINDED_AFTER, is_reminder_due
from rounds.surveys.enums import FEEDBACK360, Mode, RequestState, WaveState
from rounds.surveys.models import Request, Wave

SOURCE = "surveys"
# After what is late, before goals.
PLACE = 28
OFFICE = (Role.COORDINATOR, Role.DIRECTOR)
UNANSWERED = (RequestState.WAITING, RequestState.ASKED)
# Of an anonymous wave whoever was asked is written to, answered or not: no mail tells who has (docs/adr/0013).
WRITTEN_TO = Q(state__in=UNANSWERED) | Q(state=RequestState.ANSWERED, wave__mode=Mode.ANONYMOUS)
REMINDED = WRITTEN_TO & ~Q(state=RequestState.WAITING)


@dataclass(frozen=True)
class WaveLine:
    """A wave with how many were asked and have answered."""

    wave: Wave
    asked: int
    answered: int

    @property
    def is_offered(self) -> bool:
        """Tell whether nobody was asked: people met it on a page of theirs."""
        return self.wave.campaign.audience in offered_keys()


def wave_for(viewer: Viewer, wave_id: UUID) -> Wave:
    """Return a wave whose scope the viewer's office is; NotFound otherwise."""
    waves = Wave.objects.exclude(campaign__audience=FEEDBACK360)
    wave = waves.select_related("campaign__instrument", "version").filter(id=wave_id).first()
    if wave is None or not viewer.has(*OFFICE, scope_id=wave.campaign.scope_id):
        raise NotFound
    found: Wave = wave
    return found


def list_waves(viewer: Viewer) -> list[WaveLine]:
    """Return the waves of the scopes in which the viewer is of the office, newest first."""
    # feedback about one person is that person's, and nobody's of the office
    waves = Wave.objects.exclude(campaign__audience=FEEDBACK360).select_related("campaign__instrument")
    scopes = viewer.scopes(*OFFICE)
    if None not in scopes:
        waves = waves.filter(campaign__scope_id__in=scopes)
    asked = Count("requests", filter=~Q(requests__state=RequestState.NOT_ASKED))
    # a count that moves tells who is at the computer: anonymous waves are counted as of last night
    told = ~Q(mode=Mode.ANONYMOUS) | Q(requests__answered_on__lt=institution_today())
    answered = Count("requests", filter=Q(requests__state=RequestState.ANSWERED) & told)
    return [
        WaveLine(one, one.asked, one.answered) for one in waves.annotate(asked=asked, answered=answered)[:200]
    ]


def reasons_in(wave: Wave) -> list[tuple[str, int]]:
    """Return why people of a sent wave's audience were not asked, with how many each."""
    rows = Request.objects.filter(wave=wave, state=RequestState.NOT_ASKED)
    return in_words(Counter(rows.values_list("reason", flat=True)))


def is_stoppable(wave: Wave) -> bool:
    """Tell whether a sent wave can still be stopped before a mail leaves."""
    return wave.state == WaveState.SENT and wave.stop_until is not None and now() < wave.stop_until


def is_open(wave: Wave) -> bool:
    """Tell whether a wave takes answers now, late ones too: sent, past its time to stop, not past its last day."""
    if wave.state != WaveState.SENT or wave.stop_until is None:
        return False
    last = wave.late_until if takes_late(wave) else wave.closes_on
    return wave.stop_until <= now() and last is not None and institution_today() <= last


def last_day_of(wave: Wave) -> date:
    """Return the last day of what an answer of today belongs to: of the wave, or of what comes late."""
    return wave.late_until if is_late(wave) and wave.late_until else wave.closes_on


def read_from(wave: Wave) -> date:
    """Return the first day on which what is answered today can be read or told: the day after it can be answered last."""
    return last_day_of(wave) + timedelta(days=1)


def has_comments(wave: Wave) -> bool:
    """Tell whether a wave's questions have one that is answered in somebody's own words."""
    return bool(keys_in_own_words(wave.version))


def takes_late(wave: Wave) -> bool:
    """Tell whether answers to a wave that come late have a box of their own."""
    return wave.mode == Mode.ANONYMOUS and wave.late_until is not None


def is_late(wave: Wave) -> bool:
    """Tell whether what is answered now is late."""
    return is_open(wave) and institution_today() > wave.closes_on


def is_open_to(request: Request) -> bool:
    """Tell whether a request takes answers now: who answered in time adds nothing late."""
    return is_open(request.wave) and not (is_late(request.wave) and is_in_time(request, request.wave))


def is_closed(wave: Wave) -> bool:
    """Tell whether a wave takes no answers any more, or late ones alone."""
    past = wave.state == WaveState.SENT and institution_today() > wave.closes_on
    return past or wave.state == WaveState.CLOSED


def state_words(wave: Wave) -> str:
    """Return in a word where a wave stands."""
    if is_closed(wave):
        return str(WaveState.CLOSED.label)
    if is_stoppable(wave):
        return _("leaves soon")
    return str(WaveState(wave.state).label)


def promise_of(wave: Wave) -> str:
    """Return what is promised to those who are asked in a wave, word for word."""
    if wave.mode == Mode.NAMED:
        readers = _(" and ").join(reader_words(role) for role in wave.readers)
        words = named_promise(
            readers=readers[:1].upper() + readers[1:], when=date_format(read_from(wave), "j M Y")
        )
        return with_purpose(words, purpose=wave.purpose)
    if wave.mode == Mode.POOLED:
        return pooled_promise(purpose=wave.purpose, k=wave.k, with_comments=has_comments(wave))
    if wave.state == WaveState.PLANNED:
        asked = sum(one.is_asked for one in candidates_of(wave))
    else:
        asked = Request.objects.filter(wave=wave).exclude(state=RequestState.NOT_ASKED).count()
    opens_on = date_format(read_from(wave), "j M Y")
    words = anonymous_promise(
        n=asked, k=wave.k, date=opens_on, days=KEPT_DAYS, with_comments=has_comments(wave)
    )
    said = with_purpose(words, purpose=wave.purpose)
    return f"{_late_words(wave)} {said}" if is_late(wave) else said


def _late_words(wave: Wave) -> str:
    rows = Request.objects.filter(wave=wave).exclude(state=RequestState.NOT_ASKED)
    late = rows.exclude(state=RequestState.ANSWERED, answered_on__lte=wave.closes_on).count()
    return late_promise(closed=date_format(wave.closes_on, "j M Y"), others=late)


def reader_words(role: str) -> str:
    """Return who reads named answers, in words."""
    return {
        Role.COORDINATOR: _("the coordinators of your program"),
        Role.DIRECTOR: _("the directors of your program"),
    }[Role(role)]


def missing_of(wave: Wave) -> list[Person]:
    """Return who was asked in a wave and has not answered, by name: pooled and named waves alone."""
    if wave.mode not in (Mode.POOLED, Mode.NAMED):
        return []
    rows = Request.objects.filter(wave=wave, state__in=UNANSWERED).select_related("person")
    return list(
        dict.fromkeys(row.person for row in rows.order_by("person__folded_family", "person__folded_given"))
    )


def reminder_days(wave: Wave) -> list[date]:
    """Return from which days on those are reminded who were asked first and have not answered."""
    if audience(wave.campaign.audience).is_offered:
        return []
    asked = Request.objects.filter(wave=wave, asked_on__isnull=False).order_by("asked_on")
    first = asked.values_list("asked_on", flat=True).first()
    if first is None:
        return []
    last = last_day_of_mail(wave.closes_on)
    return [first + after for after in REMINDED_AFTER if first + after <= last]


@kept_while_unchanged
def requests_to_remind() -> tuple[Line, ...]:
    """Return a line of the day's mail for each request whose next reminder is due; in anonymous waves, answered or not."""
    return tuple(_reminders_due())


def _reminders_due() -> Iterator[Line]:
    today = institution_today()
    # who is outside has no mail of the day
    asked = Request.objects.filter(
        REMINDED, wave__state=WaveState.SENT, wave__closes_on__gte=today, person__isnull=False
    )
    for row in asked.select_related("wave__campaign"):
        wave = row.wave
        is_due = row.asked_on is not None and is_reminder_due(
            asked_on=row.asked_on,
            reminders=row.reminders,
            today=today,
            closes_on=wave.closes_on,
            is_nudged=wave.mode != Mode.ANONYMOUS
            and wave.nudged_on is not None
            and (row.reminded_on or row.asked_on) < wave.nudged_on,
        )
        if is_due:
            yield Line(row.person_id, SOURCE, row.id, PLACE, wave.campaign.scope_id)


def requests_told_on(days: Set[tuple[UUID, date]]) -> dict[tuple[UUID, date], list[Request]]:
    """Return the requests of which people's mails of a day remind, and which still wait; anonymous ones, answered or not."""
    people, dates = {person for person, _on in days}, {on for _person, on in days}
    rows = Request.objects.filter(REMINDED, person_id__in=people, reminded_on__in=dates)
    found: dict[tuple[UUID, date], list[Request]] = {}
    for row in rows.select_related("wave__campaign__instrument", "subject"):
        if (
            row.person_id
            and row.reminded_on
            and (row.person_id, row.reminded_on) in days
            and is_open(row.wave)
        ):
            found.setdefault((row.person_id, row.reminded_on), []).append(row)
    return found


def requests_of_message(message_id: UUID, person_id: UUID) -> list[Request]:
    """Return what a message asks of a person: what it has asked already when it is tried again, else all that waits.

    So whoever is asked in two surveys gets one mail; the message of the other then has nothing left to say.
    """
    waits = Q(state=RequestState.WAITING) | Q(wave__mode=Mode.ANONYMOUS)
    mine = Q(mail_id=message_id) | Q(waits, mail_id=None)
    rows = Request.objects.filter(WRITTEN_TO, mine, person_id=person_id, wave__state=WaveState.SENT)
    rows = rows.exclude(wave__campaign__audience=FEEDBACK360)  # that has a mail of its own
    found = rows.select_related("wave__campaign__instrument", "wave__version", "person", "subject")
    return [one for one in found.order_by("wave__closes_on", "wave_id", "id") if is_open(one.wave)]
