"""Follow-up for the office: how many can be followed, how many answer, what they say has changed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rounds.core.access import Request, allow
from rounds.insights.selectors.following import coverage, standing, today_of
from rounds.insights.selectors.outcomes import changed_outcomes
from rounds.people.rules import can_change_people


@require_safe
@allow(can_change_people)
def coverage_page(request: Request) -> HttpResponse:
    """Show how many are followed after their program, by year; nobody is named but who says that something changed."""
    names = {
        "certified": _("Board certification in force"),
        "reach": _("A leadership role that reaches the hospital or further"),
        "mentors": _("Mentor somebody now"),
    }
    context = {
        "standing": standing(),
        "years": coverage(),
        "changed": changed_outcomes(),
        "today": [(names[one.key], one) for one in today_of()],
    }
    return render(request, "evidence/follow_up.html", context)
