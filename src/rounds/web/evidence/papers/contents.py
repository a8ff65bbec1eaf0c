"""What the dean's report says: the programs in a table, the figures that stand, claims and the last decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.charts import NARROW, Picture, layout, on_paper
from rounds.core.access import Request, Viewer
from rounds.core.clock import institution_today
from rounds.documents import Image
from rounds.insights.models import Figure
from rounds.insights.selectors.claims import cards_of
from rounds.insights.selectors.decisions import decisions_of
from rounds.insights.selectors.figures import figures_of_cycle, figures_of_house
from rounds.mentorships.figures.selectors import year_figures
from rounds.programs.models import Cycle
from rounds.programs.selectors import open_cycles_for
from rounds.programs.selectors.programs import REPORTED_TO
from rounds.web.evidence.answers import answer_of
from rounds.web.evidence.pictures.cards import Card, card_of, picture_of
from rounds.web.evidence.pictures.verdicts import state_of
from rounds.web.report.figures import report_of
from rounds.web.words.figures import (
    agreements_label,
    contact_label,
    coverage_label,
    hours_label,
    left_out_words,
    panel_words,
)

OF_HOUSE = ("retention", "promotion", "seats", "qi", "grants")
OF_PROGRAM = ("flow", "confidence")
# What fits: programs in the table, with pictures, claims, decisions.
ROWS, PICTURED, CLAIMS, DECISIONS = 8, 1, 6, 2


@dataclass(frozen=True)
class Shown:
    """A figure with its picture; without one, the reason stands in its place."""

    card: Card
    picture: Picture | None
    of: str = ""

    @property
    def title(self) -> str:
        """Return the finding, with the program that it is about."""
        said = self.picture.words.title if self.picture else f"{self.card.measure.name}: {self.card.reason}"
        return f"{self.of}: {said}" if self.of else said

    def image(self, width: float = NARROW) -> Image | None:
        """Return the drawing for paper, with all that it says in words."""
        if self.picture is None:
            return None
        words = self.picture.words
        return Image(on_paper(layout(self.picture, width)), f"{words.title}. {words.sentence}")


@dataclass(frozen=True)
class Paper:
    """The report, as page, paper and slides say it."""

    institution: str
    made_on: date
    answer: str
    # per program: its name, and the words of coverage, agreements, contact, hours
    programs: tuple[tuple[str, ...], ...]
    more_programs: int
    left_out: str
    shown: tuple[Shown, ...]
    claims: tuple[str, ...]
    decisions: tuple[str, ...]
    as_of: date | None

    @property
    def title(self) -> str:
        """Return what the report asks."""
        return _("%(institution)s: does mentorship work?") % {"institution": self.institution}

    @property
    def subtitle(self) -> str:
        """Return of when the numbers are."""
        today = date_format(self.made_on, "j M Y")
        if self.as_of is None:
            return _("Programs as counted on %(today)s. No figures have been worked out yet.") % {
                "today": today
            }
        return _("Programs as counted on %(today)s; figures as of %(day)s, as it was known then.") % {
            "today": today,
            "day": date_format(self.as_of, "j M Y"),
        }


def head_of_programs() -> tuple[str, ...]:
    """Return the head of the table of programs."""
    return (
        _("Program"),
        coverage_label(),
        agreements_label(),
        contact_label(),
        hours_label(),
    )


def paper_of(request: Request) -> Paper:
    """Return the report as its reader may see it: their programs, what is closed to them said so."""
    viewer = request.viewer
    cycles = open_cycles_for(viewer, *REPORTED_TO)
    house = [shown_of(one) for one in _in_order(figures_of_house(viewer), OF_HOUSE)]
    theirs = _of_programs(request, cycles)
    cards = [one.card for one in house]
    beside = programs_beside(viewer, cycles[:ROWS])
    return Paper(
        institution=request.institution.name,
        made_on=institution_today(),
        answer=answer_of(cards),
        programs=tuple((one.name, *one.words) for one in beside),
        more_programs=max(0, len(cycles) - ROWS),
        left_out=left_out_of(beside),
        shown=(*theirs, *house),
        claims=tuple(_claims(cycles))[:CLAIMS],
        decisions=tuple(_decisions(request, cycles)),
        as_of=cards[0].figure.cut.as_of if cards else None,
    )


def shown_of(figure: Figure, of: str = "") -> Shown:
    """Return a figure for paper."""
    return Shown(card_of(figure), picture_of(figure), of)


def _in_order(figures: dict[str, Figure], order: Sequence[str]) -> list[Figure]:
    return [figures[key] for key in order if key in figures]


def _of_programs(request: Request, cycles: Sequence[Cycle]) -> list[Shown]:
    """Return the pictures of the largest program that has begun; the others stand in the table and on their pages."""
    found = [(cycle, figures_of_cycle(request.viewer, cycle.id)) for cycle in cycles[:ROWS]]

    def mentees(one: tuple[Cycle, dict[str, Figure]]) -> int:
        flow = one[1].get("flow")
        return int(flow.result["stages"][0]) if flow and "stages" in flow.result else 0

    found.sort(key=mentees, reverse=True)
    return [
        shown_of(figure, cycle.program.name)
        for cycle, figures in found[:PICTURED]
        for figure in _in_order(figures, OF_PROGRAM)
    ]


@dataclass(frozen=True)
class Beside:
    """A program among others: coverage, agreements, contact and hours, in the words of its report."""

    cycle: Cycle
    words: tuple[str, ...]
    leaves_out: bool
    has_panels: bool

    @property
    def name(self) -> str:
        """Return the program's name."""
        return str(self.cycle.program.name)

    @property
    def cells(self) -> list[dict[str, str]]:
        """Return each figure with what its column says."""
        found = zip(head_of_programs()[1:], self.words, strict=True)
        return [{"label": label, "words": words} for label, words in found]


def programs_beside(viewer: Viewer, cycles: Sequence[Cycle]) -> list[Beside]:
    """Return programs with the figures of their year's report: the same lines, the same hiding."""
    figures = year_figures(viewer, list(cycles))
    rows: list[Beside] = []
    for cycle in cycles:
        report = report_of(cycle.program.name, cycle.name, institution_today(), figures[cycle.id])
        coverage, agreements, *quarters, _talked, hours = report.lines
        contact = quarters[-1].words if quarters else _("none yet")
        words = coverage.words, agreements.words, contact, hours.words
        rows.append(Beside(cycle, words, figures[cycle.id].left_out > 0, figures[cycle.id].on_panel > 0))
    return rows


def left_out_of(programs: Sequence[Beside]) -> str:
    """Return whom the figures of programs leave out, some for their reader, empty where nobody."""
    said = [panel_words()] if any(one.has_panels for one in programs) else []
    if any(one.leaves_out for one in programs):
        said.append(left_out_words())
    return " ".join(said)


def _claims(cycles: Sequence[Cycle]) -> list[str]:
    return [
        _("%(program)s, %(claim)s since %(day)s (%(tested)s): %(state)s%(seen)s")
        % {
            "program": cycle.program.name,
            "claim": one.claim.name,
            "day": date_format(one.card.since, "j M Y"),
            "tested": one.claim.tested,
            "state": state_of(one),
            "seen": _("; not written blind: figures of this measure were out before")
            if one.card.were_out
            else "",
        }
        for cycle in cycles
        for one in cards_of(cycle.program_id)
        if one.card.is_locked
    ]


def _decisions(request: Request, cycles: Sequence[Cycle]) -> list[str]:
    """Return the newest decisions, each in a line."""
    found = [one.record for cycle in cycles for one in decisions_of(request.viewer, cycle.program_id)[:1]]
    found.sort(key=lambda one: one.written_at, reverse=True)
    return [
        _("%(program)s, %(cycle)s. We saw: %(saw)s Changes: %(changes)s Stays: %(stays)s")
        % {
            "program": one.cycle.program.name,
            "cycle": one.cycle.name,
            "saw": _sentence(one.saw),
            "changes": _sentence(one.changes),
            "stays": _sentence(one.stays),
        }
        for one in found[:DECISIONS]
    ]


def _sentence(words: str) -> str:
    words = " ".join(words.split())
    return words if words.endswith((".", "!", "?")) else f"{words}."
