"""What the two work on: the open goals of each pair that its reader may read, with their steps."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request
from rounds.mentorships.growth.selectors.goals import ReadGoal, goals_of_pairs
from rounds.mentorships.models import Mentorship
from rounds.web.addresses import address
from rounds.web.home.slots import Item, Line, Slot


def lines_of(request: Request, pairs: list[Mentorship]) -> dict[UUID, list[Line]]:
    """Return the open goals of each pair; four queries for any number."""
    goals = goals_of_pairs(request.viewer, pairs)
    return {pair.id: [_line(request, pair, goals.get(pair.id, []))] for pair in pairs}


def _line(request: Request, pair: Mentorship, goals: list[ReadGoal]) -> Line:
    is_mentee = pair.mentee_id == request.viewer.person_id
    href = address(request, "growth:pair", mentorship_id=pair.id)
    shown = [goal for goal in goals if goal.is_open]
    if shown:
        items = tuple(_item(request, goal) for goal in shown)
        return Line(Slot.GOALS, label=_("Goals"), items=items, link=_("All goals"), href=href)
    if is_mentee:
        return Line(Slot.GOALS, _("No goal that you two share yet"), href=href)
    return Line(Slot.GOALS, _("No goal is shown to you yet"), href=href)


def _item(request: Request, goal: ReadGoal) -> Item:
    steps = ngettext("%(done)s of %(all)s step", "%(done)s of %(all)s steps", len(goal.steps))
    return Item(
        goal.text.text,
        meta=steps % {"done": goal.done, "all": len(goal.steps)},
        href=address(request, "growth:goal", goal_id=goal.id),
    )
