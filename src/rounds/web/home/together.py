"""One card for each running pair: the next conversation, what was agreed, the months in which the two talked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core.access import Request
from rounds.core.clock import institution_today, now
from rounds.matching.models import Offer
from rounds.mentorships.conversations.selectors import Contact, contacts_of
from rounds.mentorships.dues.selectors.facts import stops_of
from rounds.mentorships.dues.values import Span
from rounds.mentorships.enums import State
from rounds.mentorships.models import Action, Conversation, Mentorship
from rounds.web.home.lines import lines_of
from rounds.web.home.months import Month, months_of, months_words
from rounds.web.home.slots import Line, Slot
from rounds.web.words.partners import partner_words
from rounds.web.words.times import here_words


@dataclass(frozen=True)
class AgreedLine:
    """One line that was agreed, as the reader sees it."""

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
    # that one of the two is away today, and until when; "" otherwise
    away_words: str

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
    contacts, lines, stops = contacts_of(running), lines_of(request, running), stops_of(running)
    cards = [
        _card(
            request,
            pair,
            contacts[pair.id],
            offer=offers.get(pair.id),
            lines=lines[pair.id],
            stops=stops[pair.id],
        )
        for pair in running
    ]
    return sorted(cards, key=lambda card: (card.passed is None, not card.waiting, card.pair.is_on_panel))


def _card(
    request: Request,
    pair: Mentorship,
    contact: Contact,
    *,
    offer: Offer | None,
    lines: list[Line],
    stops: list[Span],
) -> PairCard:
    me = request.viewer.own_id
    is_mentor = pair.mentor_id == me
    upcoming, moment = contact.upcoming, now()
    passed = upcoming if upcoming and upcoming.starts_at and upcoming.starts_at <= moment else None
    months = months_of(pair, contact.held_on, stops)
    return PairCard(
        pair=pair,
        name=pair.mentee.full_name if is_mentor else pair.mentor.display_name,
        meta=partner_words(pair, i_am_mentor=is_mentor),
        next_words="" if passed else _next_words(upcoming, offer, contact),
        passed=passed,
        last_words=_last_words(contact, pair),
        agreed=[
            AgreedLine(
                whose=_("You") if one.owner_id == me else one.owner.display_name,
                text=one.text,
                until=_until_words(one),
                is_done=one.done_on is not None,
            )
            for one in contact.agreed
        ],
        months=months,
        months_words=months_words(months),
        lines=lines,
        is_paused=pair.state == State.PAUSED,
        away_words="" if pair.state == State.PAUSED else _away_words(stops),
    )


def _away_words(stops: Iterable[Span]) -> str:
    """Say that one of the two is away today: what is planned or agreed stays, and nobody is reminded of it."""
    today = institution_today()
    ends = [one.to_on for one in stops if one.from_on <= today and (one.to_on is None or today < one.to_on)]
    if not ends:
        return ""
    last = max((one for one in ends if one is not None), default=None)
    if last is None or None in ends:
        return _("One of you is away: no day counts, and nothing is due.")
    words = _("One of you is away until %(day)s: no day counts, and nothing is due.")
    return words % {"day": date_format(last, "j M")}


def _until_words(action: Action) -> str:
    """Say until when a line is to be done, or since when it is overdue; empty without a day."""
    if action.due_on is None:
        return ""
    words = _("overdue since %(day)s") if action.is_overdue else _("until %(day)s")
    return words % {"day": date_format(action.due_on, "j M")}


def _next_words(upcoming: Conversation | None, offer: Offer | None, contact: Contact) -> str:
    """Say when the two talk next; the first meeting is agreed with the offer."""
    moment = upcoming.starts_at if upcoming else None
    if moment is None and offer is not None and not contact.held_on:
        moment = offer.meeting_at
    if moment is None or moment <= now():
        return ""
    return here_words([moment])


def _last_words(contact: Contact, pair: Mentorship) -> str:
    if contact.last_held_on:
        return _("Last talked on %(day)s.") % {"day": date_format(contact.last_held_on, "j M Y")}
    if pair.opened_on:
        return _("Together since %(day)s, no conversation logged yet.") % {
            "day": date_format(pair.opened_on, "j M Y")
        }
    return ""
