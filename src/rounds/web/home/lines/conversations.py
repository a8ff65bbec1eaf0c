"""The conversations of a pair: what the other one says was not so; on the page of the year how many, and the next."""

from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request
from rounds.core.clock import now
from rounds.mentorships.conversations.selectors import Contact, contacts_of
from rounds.mentorships.conversations.selectors.disputed import disputed_words_of
from rounds.mentorships.dues.selectors.facts import stops_of
from rounds.mentorships.dues.values import Span
from rounds.mentorships.models import Conversation, Mentorship
from rounds.web.addresses import address
from rounds.web.home.months import months_of, months_words
from rounds.web.home.slots import Line, Slot, YearRow
from rounds.web.words.news import other_name
from rounds.web.words.times import here_words


def lines_of(request: Request, pairs: list[Mentorship]) -> dict[UUID, list[Line]]:
    """Return a line for each such conversation until it is settled; one query for any number of pairs."""
    disputed, by_id = disputed_words_of(request.viewer, pairs), {pair.id: pair for pair in pairs}
    return {
        pair_id: [_disputed(request, one, by_id[pair_id]) for one in found]
        for pair_id, found in disputed.items()
    }


def _disputed(request: Request, one: Conversation, pair: Mentorship) -> Line:
    known = {
        "other": other_name(pair, request.viewer.person_id),
        "day": date_format(one.held_on, "j M") if one.held_on else "",
    }
    log = address(request, "pairs:conversations", mentorship_id=pair.id)
    return Line(
        Slot.OPEN,
        _("%(other)s says that the conversation of %(day)s was not so.") % known,
        link=_("Correct it, take it out, or talk about it"),
        href=f"{log}#talk-{one.id}",
        waits=True,
    )


def rows_of(request: Request, pairs: list[Mentorship]) -> dict[UUID, list[YearRow]]:
    """Return the conversations of each pair, with the strip of its months."""
    contacts, stops = contacts_of(pairs, with_agreed=False), stops_of(pairs)
    return {pair.id: [_row(request, pair, contacts[pair.id], stops[pair.id])] for pair in pairs}


def _row(request: Request, pair: Mentorship, contact: Contact, stops: list[Span]) -> YearRow:
    months = tuple(months_of(pair, contact.held_on, stops))
    count = len(contact.held_on)
    held = ngettext("%(count)s held", "%(count)s held", count) % {"count": count}
    if contact.last_held_on:
        last = date_format(contact.last_held_on, "j M Y")
        held = _("%(held)s, the last on %(day)s") % {"held": held, "day": last}
    to = address(request, "pairs:conversations", mentorship_id=pair.id)
    return YearRow(20, _("Conversations"), held, to, _planned(contact), months, months_words(months))


def _planned(contact: Contact) -> tuple[str, ...]:
    at = contact.upcoming.starts_at if contact.upcoming else None
    if at is None:
        return (_("None is planned"),)
    day = here_words([at])
    return (_("Next: %(at)s") % {"at": day} if at > now() else _("Not yet logged: %(at)s") % {"at": day},)
