"""Short questions that are open between the two, and feedback that the mentor has asked for."""

from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.access import Request
from rounds.mentorships.growth.selectors.asks import ReadAsk, open_asks_of
from rounds.mentorships.growth.selectors.feedback import asked_in
from rounds.mentorships.growth.selectors.ratings import asked_to_rate
from rounds.mentorships.models import Mentorship
from rounds.rollout.selectors.dossiers.naming import asked_of as asked_to_be_named
from rounds.web.addresses import address
from rounds.web.home.slots import Card, Line, Slot


def lines_of(request: Request, pairs: list[Mentorship]) -> dict[UUID, list[Line]]:
    """Return the open questions of each pair and a way to ask; three queries for any number."""
    me = request.viewer.own_id
    asks = open_asks_of(request.viewer, pairs)
    wanted = asked_in(pair.id for pair in pairs if pair.mentee_id == me)
    rated = asked_to_rate(pair.id for pair in pairs if pair.mentor_id == me)
    found = {}
    for pair in pairs:
        lines = [_line(request, one) for one in asks.get(pair.id, [])]
        if pair.id in wanted:
            lines.append(
                Line(
                    Slot.OPEN,
                    _("%(name)s asks what helps you.") % {"name": pair.mentor.display_name},
                    link=_("Tell openly"),
                    href=address(request, "growth:feedback", mentorship_id=pair.id),
                    waits=True,
                )
            )
        if pair.id in rated:
            lines.append(
                Line(
                    Slot.OPEN,
                    _("%(name)s asks how you see some competencies.") % {"name": pair.mentee.full_name},
                    link=_("Rate them"),
                    href=address(request, "growth:rate", mentorship_id=pair.id),
                    waits=True,
                )
            )
        href = address(request, "growth:asks", mentorship_id=pair.id)
        lines.append(Line(Slot.OPEN, link=_("Ask something"), href=href, is_button=True))
        found[pair.id] = lines
    return found


def _line(request: Request, one: ReadAsk) -> Line:
    if one.is_mine:
        href = address(request, "growth:asks", mentorship_id=one.ask.mentorship_id)
        return Line(Slot.OPEN, one.question, label=_("You asked"), href=href)
    return Line(
        Slot.OPEN,
        one.question,
        label=_("%(name)s asks") % {"name": one.ask.asked_by.display_name},
        link=_("Answer"),
        href=address(request, "growth:answer", ask_id=one.ask.id),
        waits=True,
    )


def cards_of(request: Request) -> list[Card]:
    """Return a card for each mentor who asks whether a dossier may name the reader; one query."""
    return [
        Card(
            _("Your name"),
            _("May %(name)s name you?") % {"name": one.mentor.display_name},
            _("In a dossier of their mentoring, for a promotion or a review. To say no has no consequence."),
            _("Answer"),
            address(request, "dossier:names"),
            is_next=True,
            tone="wait",
            state=_("Waits"),
        )
        for one in asked_to_be_named(request.viewer)
        if one.answered_at is None
    ]
