"""What a pair has agreed, in one line; whether both still have to sign, or to look at it again."""

from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core.access import Request
from rounds.core.clock import institution_today
from rounds.mentorships.agreements.selectors import SignedTerms, pens_of, signed_terms_of
from rounds.mentorships.agreements.values.terms import said_interval, said_minutes
from rounds.mentorships.models import Mentorship
from rounds.web.addresses import address
from rounds.web.home.coming import coming_of
from rounds.web.home.slots import Line, Slot, YearRow


def lines_of(request: Request, pairs: list[Mentorship]) -> dict[UUID, list[Line]]:
    """Return rhythm and length of each pair as both have signed them, or whose word is waited for; two queries."""
    ids = [pair.id for pair in pairs]
    signed, pens = signed_terms_of(ids), pens_of(ids)
    return {pair.id: [_line(request, pair, signed.get(pair.id), pens.get(pair.id))] for pair in pairs}


def _line(request: Request, pair: Mentorship, signed: SignedTerms | None, pen: UUID | None) -> Line:
    """Say what is agreed; it waits for the reader who is to sign, to begin, or to look at it again."""
    me = request.viewer.own_id
    to = address(request, "pairs:agreement", mentorship_id=pair.id)
    if pair.is_running and pen == me:
        words = _("%(name)s proposes what you two agree on") % {"name": _other(pair, me)}
        return Line(Slot.TERMS, words, href=to, link=_("Read and sign"), waits=True)
    if pen is not None and pen != me:
        words = _("Proposed; not signed by %(name)s yet") % {"name": _other(pair, me)}
        return Line(Slot.TERMS, words, href=to)
    is_mine = pair.mentee_id == me if signed is None else signed.review_on <= institution_today()
    # nothing is due of a mentor on a panel: an agreement there is up to the two
    waits = pair.is_running and is_mine and not pair.is_on_panel
    return Line(Slot.TERMS, _words(signed), href=to, waits=waits)


def _other(pair: Mentorship, me: UUID) -> str:
    return pair.mentee.full_name if me == pair.mentor_id else pair.mentor.display_name


def rows_of(request: Request, pairs: list[Mentorship]) -> dict[UUID, list[YearRow]]:
    """Return the agreement of each pair with the day on which the two look at it again, and what else is ahead."""
    signed = signed_terms_of([pair.id for pair in pairs])
    coming = coming_of(request, pairs, signed)
    return {pair.id: [_row(request, pair, signed.get(pair.id)), *coming[pair.id]] for pair in pairs}


def _row(request: Request, pair: Mentorship, signed: SignedTerms | None) -> YearRow:
    more: tuple[str, ...] = ()
    if signed is not None:
        days = {
            "signed": date_format(signed.signed_on, "j M Y"),
            "review": date_format(signed.review_on, "j M Y"),
        }
        more = (_("Signed on %(signed)s. You two look at it again on %(review)s") % days,)
    to = address(request, "pairs:agreement", mentorship_id=pair.id)
    return YearRow(
        10, _("Agreement"), _words(signed), to, more, waits=signed is None and not pair.is_on_panel
    )


def _words(signed: SignedTerms | None) -> str:
    if signed is None:
        return _("No agreement signed by both yet")
    if signed.review_on <= institution_today():
        return _("Is what you agreed still right?")
    return _("Agreed: %(length)s %(interval)s") % {
        "length": said_minutes(signed.minutes),
        "interval": said_interval(signed.interval_days),
    }
