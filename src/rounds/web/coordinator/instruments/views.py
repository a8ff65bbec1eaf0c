"""Sets of questions: all of them, one as people see it, two versions side by side."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rounds.core.access import Request, allow, holds
from rounds.core.enums import Role
from rounds.surveys.instruments.selectors import minutes_of
from rounds.surveys.instruments.selectors.listing import (
    InstrumentLine,
    content_of,
    instrument_for,
    instrument_version_for,
    list_instruments,
)
from rounds.surveys.instruments.values.comparing import compare
from rounds.surveys.models import InstrumentVersion
from rounds.web.coordinator.instruments.showing import shown_lines, shown_pages, shown_scores

OFFICE = holds(Role.COORDINATOR, Role.DIRECTOR)


@allow(OFFICE)
@require_safe
def list_page(request: Request) -> HttpResponse:
    """Show every set of questions."""
    return render(request, "coordinator/instruments/list.html", {"lines": list_instruments()})


@allow(OFFICE, load=instrument_for)
@require_safe
def detail(request: Request, line: InstrumentLine) -> HttpResponse:
    """Show a set as it is asked now, or as it is being written."""
    return _show(request, line, line.shown)


@allow(OFFICE, load=instrument_version_for)
@require_safe
def version(request: Request, version: InstrumentVersion) -> HttpResponse:
    """Show one version."""
    return _show(request, instrument_for(request.viewer, version.instrument_id), version)


def _show(request: Request, line: InstrumentLine, version: InstrumentVersion | None) -> HttpResponse:
    pages = shown_pages(version) if version else []
    questions = [one for page in pages for one in page.topic.questions]
    context = {
        "line": line,
        "instrument": line.instrument,
        "version": version,
        "pages": pages,
        "questions": len(questions),
        "minutes": minutes_of(questions),
        "scores": shown_scores(content_of(version.id)) if version else [],
        "keeps_nothing": True,
    }
    return render(request, "coordinator/instruments/detail.html", context)


@allow(OFFICE, load=instrument_for)
@require_safe
def compare_page(request: Request, line: InstrumentLine) -> HttpResponse:
    """Show two versions side by side; without a choice the newest two."""
    numbers = {str(one.number): one for one in line.versions}
    newer = numbers.get(request.GET.get("to", ""), line.versions[0] if line.versions else None)
    others = [one for one in line.versions if newer and one.number < newer.number]
    older = numbers.get(request.GET.get("from", ""), others[0] if others else newer)
    lines = []
    if older and newer:
        before, after = content_of(older.id), content_of(newer.id)
        lines = shown_lines(before, after, compare(before, after))
    context = {
        "line": line,
        "instrument": line.instrument,
        "older": older,
        "newer": newer,
        "lines": lines,
        "go_on": sum(one.goes_on for one in lines),
        "differ": sum(bool(one.changes) for one in lines),
    }
    return render(request, "coordinator/instruments/compare.html", context)
