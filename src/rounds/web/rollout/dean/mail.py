"""What the mail of the day says of roll-outs: which steps of the reader's are due within a week, or late."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.models import DayMail, Institution
from rounds.rollout.selectors.ladder import Line
from rounds.rollout.selectors.reported.weekly import StepsTold, steps_told_on
from rounds.web import mail
from rounds.web.mail.day import Told

NAMED = 3


def words_of_steps(institution: Institution, days: Sequence[DayMail]) -> dict[UUID, list[Told]]:
    """Write a line for each roll-out of which steps are due."""
    told = steps_told_on({(day.person_id, day.on) for day in days})
    return {
        day.id: [_told(one, institution) for one in told.get((day.person_id, day.on), ())] for day in days
    }


def _told(one: StepsTold, institution: Institution) -> Told:
    program, late = one.launch.program, sum(line.is_late for line in one.lines)
    words = ngettext(
        "%(program)s: %(count)s step of the roll-out waits for you",
        "%(program)s: %(count)s steps of the roll-out wait for you",
        len(one.lines),
    )
    if late:
        words += ngettext(", %(late)s of them late", ", %(late)s of them late", late)
    known = {"program": program.name, "count": len(one.lines), "late": late}
    named = "; ".join(map(_named, one.lines[:NAMED]))
    more = len(one.lines) - NAMED
    if more > 0:
        named += ngettext("; and %(count)s more", "; and %(count)s more", more) % {"count": more}
    page = (
        mail.link(institution, "rollout:ladder", program_id=program.id)
        if one.climbs
        else mail.link(institution, "development:training")
    )
    return Told(
        words % known,
        _("%(steps)s. You get this at most once a week.") % {"steps": named},
        _("The program office and the GME officer read what is said of a step."),
        page,
    )


def _named(line: Line) -> str:
    known = {"step": line.step.title, "day": date_format(line.item.due_on, "j M")}
    return (_("%(step)s, late since %(day)s") if line.is_late else _("%(step)s, %(day)s")) % known
