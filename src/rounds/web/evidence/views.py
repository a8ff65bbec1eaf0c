"""Evidence: the institution's figures and each program's, as pictures, tables and files; worked out when somebody asks."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from rounds.charts import Picture, table
from rounds.core import audit
from rounds.core.access import Request, Viewer, allow, holds
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.core.jobs import latest_job_for
from rounds.insights.models import Figure
from rounds.insights.selectors.claims import cards_of
from rounds.insights.selectors.decisions import closed_without_decision, decisions_of, may_decide
from rounds.insights.selectors.figures import (
    figure_for,
    figures_of_cycle,
    figures_of_house,
    measure_of,
    newest_cut,
)
from rounds.insights.selectors.outcomes import disputed_outcomes
from rounds.insights.services.starting import start_figures
from rounds.people.rules import can_change_people
from rounds.programs.models import Cycle
from rounds.programs.selectors import open_cycles_for, reported_cycle_for
from rounds.sheets import write_csv
from rounds.web.addresses import address
from rounds.web.evidence.answers import answer_of
from rounds.web.evidence.pictures.cards import Card, card_of, picture_of
from rounds.web.jobs import leads_to
from rounds.web.toasts import add_toast

leads_to("figures", "evidence:home")

READERS = holds(Role.COORDINATOR, Role.DIRECTOR, Role.GME_OFFICER, Role.STEERING_VIEWER)
ROLES = (Role.COORDINATOR, Role.DIRECTOR, Role.GME_OFFICER, Role.STEERING_VIEWER)
OF_HOUSE = ("retention", "promotion", "seats", "qi", "grants")
# What a role asks first, and in which order its pictures stand.
WORKS = _("Does it work?")
QUESTIONS = (
    (Role.DIRECTOR, WORKS, ("flow", "confidence", "contact")),
    (Role.COORDINATOR, _("Who slips?"), ("flow", "contact", "confidence")),
    (Role.GME_OFFICER, _("How do programs do?"), ("flow", "contact", "confidence")),
    (Role.STEERING_VIEWER, WORKS, ("flow", "confidence", "contact")),
)


@require_GET
@allow(READERS)
def home(request: Request) -> HttpResponse:
    """Show the institution's figures, and lead on to each program's."""
    in_office = can_change_people.test(request.viewer, None)
    question, _order = _question(request.viewer)
    cards = _cards(figures_of_house(request.viewer), OF_HOUSE)
    context = {
        "cards": cards,
        "answer": answer_of(cards) if question == WORKS else "",
        "cut": newest_cut(),
        "cycles": open_cycles_for(request.viewer, *ROLES),
        "disputed": len(disputed_outcomes()) if in_office else 0,
        "in_office": in_office,
        "undecided": closed_without_decision(request.viewer),
        "question": question,
    }
    return render(request, "evidence/home.html", context)


@require_GET
@allow(READERS, load=reported_cycle_for)
def program(request: Request, cycle: Cycle) -> HttpResponse:
    """Show the figures of a program's open cycle."""
    question, order = _question(request.viewer)
    found = decisions_of(request.viewer, cycle.program_id)
    cards = _cards(figures_of_cycle(request.viewer, cycle.id), order)
    context = {
        "cards": cards,
        "answer": answer_of(cards) if question == WORKS else "",
        "cycle": cycle,
        "cut": newest_cut(),
        "question": question,
        "claims": cards_of(cycle.program_id),
        "decisions": [(one.record, [card_of(figure) for figure in one.figures]) for one in found],
        "may_decide": may_decide(request.viewer, cycle),
        "in_office": can_change_people.test(request.viewer, None),
    }
    return render(request, "evidence/program.html", context)


@require_POST
@allow(can_change_people)
def compute(request: Request) -> HttpResponse:
    """Let the worker work the figures out as of now; while it does, a second press starts nothing."""
    running = latest_job_for("figures", request.institution.id)
    if running is not None and not running.is_over:
        add_toast(request, _("The figures are being worked out already."), icon="info-circle")
        return redirect(address(request, "evidence:home"))
    job = start_figures(by=request.viewer)
    return redirect(address(request, "jobs:detail", job_id=job.id))


@require_GET
@allow(READERS, load=figure_for)
def figure_file(request: Request, figure: Figure) -> HttpResponse:
    """Give a figure's table as a file, with its definition; that it was taken is recorded."""
    picture = picture_of(figure)
    if picture is None:
        raise NotFound
    audit.record(
        "figure.taken",
        by=request.viewer,
        kind="figure",
        object_id=figure.id,
        program_id=figure.program_id,
        measure=figure.measure,
    )
    header, rows = rows_of_file(figure, picture)
    name = f"{figure.measure}-{figure.cut.as_of:%Y-%m-%d}.csv"
    return HttpResponse(
        write_csv(header, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def rows_of_file(figure: Figure, picture: Picture) -> tuple[list[str], list[list[str]]]:
    """Return the table of a figure, with its words and its definition below."""
    found, measure = table(picture), measure_of(figure)
    rest = [""] * (len(found.header) - 1)
    words = picture.words
    below = ("", words.title, words.sentence, words.note, measure.population, measure.numerator)
    return list(found.header), [*map(list, found.rows), *([line, *rest] for line in below)]


def _question(viewer: Viewer) -> tuple[str, tuple[str, ...]]:
    """Return what the reader's role asks, and the order of its pictures."""
    for role, question, order in QUESTIONS:
        if viewer.has_anywhere(role):
            return str(question), order
    raise NotFound


def _cards(figures: dict[str, Figure], order: tuple[str, ...]) -> list[Card]:
    return [card_of(figures[key]) for key in order if key in figures]
