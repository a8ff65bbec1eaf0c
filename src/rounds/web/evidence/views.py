"""Evidence: the institution's figures and each program's, as pictures, tables and files; worked out when somebody asks."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from rounds.core.access import Request, Viewer, allow, holds
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.core.jobs import latest_job_for
from rounds.insights.models import Figure
from rounds.insights.selectors.claims import cards_of
from rounds.insights.selectors.decisions import closed_without_decision, decisions_of, may_decide
from rounds.insights.selectors.figures import (
    figures_of_cycle,
    figures_of_house,
    newest_cut,
)
from rounds.insights.selectors.help import offer_counts
from rounds.insights.selectors.leaving_out import left_since
from rounds.insights.selectors.outcomes import disputed_outcomes
from rounds.insights.services.starting import start_figures
from rounds.people.rules import can_change_people
from rounds.programs.models import Cycle
from rounds.programs.selectors import open_cycles_for, reported_cycle_for
from rounds.programs.selectors.programs import REPORTED_TO
from rounds.web.addresses import address
from rounds.web.evidence.answers import answer_of
from rounds.web.evidence.papers.contents import (
    head_of_programs,
    left_out_of,
    programs_beside,
)
from rounds.web.evidence.pictures.cards import Card, card_of
from rounds.web.evidence.pictures.verdicts import state_of
from rounds.web.jobs import leads_to
from rounds.web.toasts import add_toast

leads_to("figures", "evidence:home")

READERS = holds(*REPORTED_TO)


@dataclass(frozen=True)
class Question:
    """What a role asks first, and in which order the pictures of a program and of the house stand for it."""

    role: Role
    words: object
    of_program: tuple[str, ...]
    of_house: tuple[str, ...]


# What a role asks first, and in which order its pictures stand.
WORKS, PROGRAMS = _("Does it work?"), _("How do programs do?")
RATES = ("qi", "qi_met", "seats", "grants")
QUESTIONS = (
    Question(
        Role.DIRECTOR,
        WORKS,
        ("flow", "confidence", "contact", "agreement", "asks"),
        ("promotion", "retention", *RATES, "proposals", "roles", "credential", "stayed_on", "safety"),
    ),
    Question(
        Role.COORDINATOR,
        PROGRAMS,
        ("flow", "contact", "agreement", "asks", "confidence"),
        (*RATES, "proposals", "roles", "retention", "promotion", "credential", "stayed_on", "safety"),
    ),
    Question(
        Role.GME_OFFICER,
        PROGRAMS,
        ("flow", "contact", "agreement", "confidence"),
        ("stayed_on", "credential", "safety", "retention", "promotion", *RATES),
    ),
    Question(
        Role.STEERING_VIEWER,
        WORKS,
        ("flow", "confidence", "contact"),
        ("promotion", "retention", *RATES),
    ),
)


@require_GET
@allow(READERS)
def home(request: Request) -> HttpResponse:
    """Show the institution's figures, and lead on to each program's."""
    in_office = can_change_people.test(request.viewer, None)
    asked = _question(request.viewer)
    question = str(asked.words)
    cards = _cards(figures_of_house(request.viewer), asked.of_house)
    programs = programs_beside(request.viewer, open_cycles_for(request.viewer, *REPORTED_TO))
    context = {
        "cards": cards,
        "answer": answer_of(cards) if question == WORKS else "",
        **_as_of(),
        "head": head_of_programs(),
        "programs": programs,
        "left_out": left_out_of(programs),
        "disputed": len(disputed_outcomes()) if in_office else 0,
        "in_office": in_office,
        "talks": offer_counts() if in_office else None,
        "undecided": closed_without_decision(request.viewer),
        "question": question,
    }
    return render(request, "evidence/home.html", context)


@require_GET
@allow(READERS, load=reported_cycle_for)
def program(request: Request, cycle: Cycle) -> HttpResponse:
    """Show the figures of a program's open cycle."""
    asked = _question(request.viewer)
    question = str(asked.words)
    found = decisions_of(request.viewer, cycle.program_id)
    cards = _cards(figures_of_cycle(request.viewer, cycle.id), asked.of_program)
    context = {
        "cards": cards,
        "answer": answer_of(cards) if question == WORKS else "",
        "cycle": cycle,
        **_as_of(),
        "question": question,
        "claims": [(one, state_of(one)) for one in cards_of(cycle.program_id)],
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


def _as_of() -> dict[str, object]:
    """Return the newest cut, and how many have been taken out of it since."""
    cut = newest_cut()
    return {"cut": cut, "left": left_since(cut.recorded_until) if cut else 0}


def _question(viewer: Viewer) -> Question:
    """Return what the reader's role asks, and the order of its pictures."""
    for one in QUESTIONS:
        if viewer.has_anywhere(one.role):
            return one
    raise NotFound


def _cards(figures: dict[str, Figure], order: tuple[str, ...]) -> list[Card]:
    return [card_of(figures[key]) for key in order if key in figures]
