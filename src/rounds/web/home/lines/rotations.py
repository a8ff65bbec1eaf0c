"""Where the mentee is today, and the debrief that waits: a line on the card, a row of the year."""

from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request
from rounds.core.clock import institution_today
from rounds.mentorships.debriefs.selectors import OpenDebrief, open_debriefs, rotations_of_pairs
from rounds.mentorships.models import Mentorship
from rounds.programs.selectors.rotations import shown_name
from rounds.web.addresses import address
from rounds.web.home.slots import Line, Slot, YearRow


def lines_of(request: Request, pairs: list[Mentorship]) -> dict[UUID, list[Line]]:
    """Return the debriefs that wait, the same for both."""
    return {
        pair_id: [
            Line(
                Slot.OPEN,
                _("Debrief of %(rotation)s waits") % {"rotation": one.rotation.name},
                href=_to(request, pair_id, one),
                waits=True,
            )
            for one in found
            if one.is_asked
        ]
        for pair_id, found in open_debriefs(pairs).items()
    }


def _to(request: Request, pair_id: UUID, one: OpenDebrief) -> str:
    return address(request, "pairs:debrief", mentorship_id=pair_id, rotation_id=one.rotation.id)


def rows_of(request: Request, pairs: list[Mentorship]) -> dict[UUID, list[YearRow]]:
    """Return where each mentee is today, as far as a schedule says so."""
    today, known = institution_today(), rotations_of_pairs(pairs)
    current: dict[UUID, list[str]] = {}
    for one in (one for one in known if one.to_on > today):
        current.setdefault(one.person_id, [])
        if one.from_on <= today:
            current[one.person_id].append(shown_name(one))
    waiting = {
        pair_id: [one for one in found if one.is_asked]
        for pair_id, found in open_debriefs(pairs, known).items()
    }
    return {
        pair.id: [_row(request, pair, current[pair.mentee_id], waiting.get(pair.id, []))]
        for pair in pairs
        if pair.mentee_id in current or waiting.get(pair.id)
    }


def _row(request: Request, pair: Mentorship, now: list[str], waiting: list[OpenDebrief]) -> YearRow:
    words = _("Today: %(rotations)s") % {"rotations": ", ".join(now)} if now else _("Nothing on record today")
    more: tuple[str, ...] = ()
    if waiting:
        count = len(waiting)
        more = (ngettext("%(count)s debrief waits", "%(count)s debriefs wait", count) % {"count": count},)
        due_on = waiting[0].due_on
        if due_on:
            more = (_("%(what)s, until %(day)s") % {"what": more[0], "day": date_format(due_on, "j M")},)
    to = address(request, "pairs:rotations", mentorship_id=pair.id)
    return YearRow(40, _("Rotations"), words, to, more, waits=bool(waiting))
