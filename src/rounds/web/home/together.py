"""One card for each running pair: the next conversation, what was agreed last time, the months in which the two talked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request
from rounds.core.clock import institution_today, now
from rounds.core.dates import months_after, months_between
from rounds.matching.models import Offer
from rounds.mentorships.conversations.selectors import Contact, contacts_of
from rounds.mentorships.enums import State
from rounds.mentorships.models import Conversation, Mentorship
from rounds.web.home.lines import lines_of
from rounds.web.home.slots import Line, Slot

MOST_MONTHS = 12


@dataclass(frozen=True)
class Month:
    """One month of a pair: its letter, and whether the two talked in it; None while it is to come."""

    letter: str
    is_held: bool | None
    is_now: bool


@dataclass(frozen=True)
class AgreedLine:
    """One line of last time, as the reader sees it."""

    whose: str
    text: str
    until: str
    is_done: bool


@dataclass(frozen=True)
class PairCard:
    """A running pair on the home of one of the two."""

    pair: Mentorship
    name: str
    meta: str
    next_words: str
    # Planned, and its time has passed: how did it go?
    passed: Conversation | None
    last_words: str
    agreed: list[AgreedLine]
    months: list[Month]
    months_words: str
    lines: list[Line]
    is_paused: bool

    def _in(self, slot: Slot) -> list[Line]:
        return [line for line in self.lines if line.slot == slot and (line.text or line.items)]

    @property
    def next_lines(self) -> list[Line]:
        return self._in(Slot.NEXT)

    @property
    def terms(self) -> list[Line]:
        return self._in(Slot.TERMS)

    @property
    def goals(self) -> list[Line]:
        return self._in(Slot.GOALS)

    @property
    def open(self) -> list[Line]:
        return self._in(Slot.OPEN)

    @property
    def buttons(self) -> list[Line]:
        return [line for line in self.lines if line.is_button]

    @property
    def waiting(self) -> int:
        """Return how many things of the pair wait for the reader."""
        return (self.passed is not None) + sum(line.waits for line in self.lines)


def pair_cards(request: Request, pairs: Iterable[Mentorship], offers: Mapping[UUID, Offer]) -> list[PairCard]:
    """Return a card for each running pair of the viewer, those first that wait for a word."""
    running = [pair for pair in pairs if pair.is_running]
    contacts, lines = contacts_of(running), lines_of(request, running)
    cards = [
        _card(request, pair, contacts[pair.id], offer=offers.get(pair.id), lines=lines[pair.id])
        for pair in running
    ]
    return sorted(cards, key=lambda card: (card.passed is None, not card.waiting))


def _card(
    request: Request, pair: Mentorship, contact: Contact, *, offer: Offer | None, lines: list[Line]
) -> PairCard:
    me = request.viewer.own_id
    is_mentor = pair.mentor_id == me
    upcoming, moment = contact.upcoming, now()
    passed = upcoming if upcoming and upcoming.starts_at and upcoming.starts_at <= moment else None
    months = _months(pair, contact.held_on)
    gone = [month for month in months if month.is_held is not None]
    return PairCard(
        pair=pair,
        name=pair.mentee.full_name if is_mentor else pair.mentor.display_name,
        meta=_("Your mentee") if is_mentor else _("Your mentor"),
        next_words="" if passed else _next_words(upcoming, offer, contact),
        passed=passed,
        last_words=_last_words(contact, pair),
        agreed=[
            AgreedLine(
                whose=_("You") if one.owner_id == me else one.owner.display_name,
                text=one.text,
                until=date_format(one.due_on, "j M") if one.due_on else "",
                is_done=one.done_on is not None,
            )
            for one in contact.agreed
        ],
        months=months,
        months_words=ngettext(
            "A conversation in %(held)s of %(count)s month",
            "A conversation in %(held)s of %(count)s months",
            len(gone),
        )
        % {"held": sum(bool(month.is_held) for month in gone), "count": len(gone)},
        lines=lines,
        is_paused=pair.state == State.PAUSED,
    )


def _next_words(upcoming: Conversation | None, offer: Offer | None, contact: Contact) -> str:
    """Say when the two talk next; the first meeting is agreed with the offer."""
    moment = upcoming.starts_at if upcoming else None
    if moment is None and offer is not None and not contact.held_on:
        moment = offer.meeting_at
    if moment is None or moment <= now():
        return ""
    return date_format(timezone.localtime(moment), "D j M, g:i A")


def _last_words(contact: Contact, pair: Mentorship) -> str:
    if contact.last_held_on:
        return _("Last talked on %(day)s.") % {"day": date_format(contact.last_held_on, "j M Y")}
    if pair.opened_on:
        return _("Together since %(day)s, no conversation logged yet.") % {
            "day": date_format(pair.opened_on, "j M Y")
        }
    return ""


def _months(pair: Mentorship, held_on: Iterable[date]) -> list[Month]:
    """Cut the pair's time into months of its own, at most the last year of them."""
    first, today = pair.opened_on or institution_today(), institution_today()
    last = max(pair.planned_end_on or pair.cycle.ends_on, today)
    count = months_between(first, last)
    begin = [months_after(first, number) for number in range(count + 1)]
    held = sorted(held_on)
    months = []
    for number in range(count):
        day, following = begin[number], begin[number + 1]
        # The month that runs is open until it is over, or until the two have talked in it.
        is_held = any(day <= one < following for one in held) or (False if following <= today else None)
        months.append(Month(date_format(day, "M")[0], is_held, day <= today < following))
    so_far = sum(month.is_held is not None for month in months)
    from_ = max(0, so_far - MOST_MONTHS)
    return months[from_ : from_ + MOST_MONTHS]
