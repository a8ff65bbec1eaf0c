"""Answers that stand with a name, for the readers whom their promise named."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rounds.core.access import Request, allow
from rounds.surveys.campaigns.rules import can_run_wave
from rounds.surveys.models import Wave
from rounds.surveys.results.selectors.named import (
    given_in,
    named_wave_for,
    note_answers_opened,
    who_answered,
)

PAGE = 20


@allow(can_run_wave, load=named_wave_for)
@require_safe
def answers(request: Request, wave: Wave) -> HttpResponse:
    """Show what people answered, some at a time; each of them sees in their own record that it was read."""
    page = Paginator(who_answered(wave), PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    note_answers_opened(request.viewer, shown)
    context = {"wave": wave, "page": page, "given": given_in(wave, shown)}
    return render(request, "coordinator/surveys/answers.html", context)
