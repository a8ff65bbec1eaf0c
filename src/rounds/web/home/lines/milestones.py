"""Reports of the local milestone: one that waits for the mentor, and a row of the year that leads to them."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request
from rounds.mentorships.milestones.selectors import list_reports, reports_waiting
from rounds.mentorships.models import Mentorship
from rounds.web.addresses import address
from rounds.web.home.slots import Line, Slot, YearRow


def lines_of(request: Request, pairs: list[Mentorship]) -> dict[UUID, list[Line]]:
    """Return the reports that wait for the reader's answer as a mentor; one query."""
    mine = [pair.id for pair in pairs if pair.mentor_id == request.viewer.own_id]
    if not mine:
        return {}
    return {
        pair_id: [
            Line(
                Slot.OPEN,
                _("A report waits for your answer"),
                href=address(request, "pairs:report", report_id=row.id),
                waits=True,
            )
            for row in rows
        ]
        for pair_id, rows in reports_waiting(mine).items()
    }


def rows_of(request: Request, pairs: list[Mentorship]) -> dict[UUID, list[YearRow]]:
    """Return how many reports each pair has; one query."""
    counts: dict[UUID, int] = {}
    for one in list_reports([pair.id for pair in pairs]):
        counts[one.row.mentorship_id] = counts.get(one.row.mentorship_id, 0) + 1
    return {pair.id: [_row(request, pair, counts.get(pair.id, 0))] for pair in pairs}


def _row(request: Request, pair: Mentorship, count: int) -> YearRow:
    words = (
        ngettext("%(count)s report", "%(count)s reports", count) % {"count": count}
        if count
        else _("No report yet")
    )
    to = address(request, "pairs:reports", mentorship_id=pair.id)
    return YearRow(50, _("Leadership Communication"), words, to)
