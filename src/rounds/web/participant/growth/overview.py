"""One's own growth, and what the two of a pair see of it."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from rounds.core import audit
from rounds.core.access import Request, Viewer, allow, is_member
from rounds.core.audit import Opened
from rounds.core.database.prepared import reading_once
from rounds.core.reading import read_id
from rounds.mentorships.growth.selectors.goals import ReadGoal, goals_of_pair, own_goals
from rounds.mentorships.growth.services.goals import show_goals
from rounds.mentorships.growth.values.goals import FEW, MANY
from rounds.mentorships.models import Mentorship
from rounds.mentorships.phases.selectors import tasks_of
from rounds.mentorships.selectors import list_own_mentorships, own_mentorship_for
from rounds.web.addresses import address
from rounds.web.kept_pages import kept_page
from rounds.web.toasts import add_toast


@dataclass(frozen=True)
class OwnGrowth:
    """Everything of one's own: goals that are open and closed, the pairs on either side."""

    open: list[ReadGoal]
    closed: list[ReadGoal]
    as_mentee: list[Mentorship]
    as_mentor: list[Mentorship]
    # What the phases of one's pairs ask that is no goal yet.
    tasks: list[str]

    @property
    def is_few(self) -> bool:
        """Tell whether there are fewer goals than what is suggested."""
        return len(self.open) < FEW

    @property
    def is_many(self) -> bool:
        return len(self.open) > MANY


def own_growth(viewer: Viewer) -> OwnGrowth:
    """Return one's goals and one's pairs that run."""
    goals = own_goals(viewer)
    running = [pair for pair in list_own_mentorships(viewer) if pair.is_running]
    as_mentee = [pair for pair in running if pair.mentee_id == viewer.own_id]
    taken_up = {one.text.text for one in goals}
    return OwnGrowth(
        open=[one for one in goals if one.is_open],
        closed=[one for one in goals if not one.is_open],
        as_mentee=as_mentee,
        as_mentor=[pair for pair in running if pair.mentor_id == viewer.own_id],
        tasks=[one for one in tasks_of(as_mentee) if one not in taken_up],
    )


def other_of(request: Request, pair: Mentorship) -> str:
    """Return how the other one of a pair is called."""
    is_mentor = pair.mentor_id == request.viewer.person_id
    name: str = pair.mentee.full_name if is_mentor else pair.mentor.display_name
    return name


@kept_page
@require_GET
@allow(is_member)
@reading_once()
def mine(request: Request) -> HttpResponse:
    """Show one's own goals; who is a mentor finds the mentees."""
    return render(request, "participant/growth/mine.html", {"growth": own_growth(request.viewer)})


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_mentorship_for)
def pair(request: Request, found: Mentorship) -> HttpResponse:
    """Show what the two of a pair see of the mentee's growth; let the mentee carry goals over."""
    if request.method == "POST":
        wanted = [one for one in map(read_id, request.POST.getlist("goal")) if one is not None]
        count = show_goals(goal_ids=wanted, mentorship_id=found.id, by=request.viewer)
        words = {"count": count, "name": found.mentor.display_name}
        add_toast(
            request,
            ngettext("%(name)s reads %(count)s goal.", "%(name)s reads %(count)s goals.", count) % words,
        )
        return redirect(address(request, "growth:pair", mentorship_id=found.id))
    is_mentor = found.mentor_id == request.viewer.person_id
    shown = goals_of_pair(request.viewer, found)
    known = {one.id for one in shown}
    audit.note_openings(
        by=request.viewer, things=[Opened(one.goal.mentee_id, "goal", one.id) for one in shown]
    )
    mine = [] if is_mentor or not found.is_running else own_goals(request.viewer, only=("open",))
    context = {
        "pair": found,
        "other": other_of(request, found),
        "is_mentor": is_mentor,
        "goals": shown,
        "not_shown": [one for one in mine if one.id not in known],
    }
    return render(request, "participant/growth/pair.html", context)
