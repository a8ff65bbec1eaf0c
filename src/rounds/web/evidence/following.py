"""Follow-up for the office: how many can be followed, how many answer, what they say has changed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rounds.core.access import Request, allow
from rounds.insights.selectors.following import coverage, standing
from rounds.insights.selectors.outcomes import changed_outcomes
from rounds.people.rules import can_change_people


@require_safe
@allow(can_change_people)
def coverage_page(request: Request) -> HttpResponse:
    """Show how many are followed after their program, by year; nobody is named but who says that something changed."""
    context = {"standing": standing(), "years": coverage(), "changed": changed_outcomes()}
    return render(request, "evidence/follow_up.html", context)
