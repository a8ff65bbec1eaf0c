"""Every program in a row of figures: does it reach its people, do they talk, what does it take."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request, Viewer
from rounds.core.clock import institution_today
from rounds.core.enums import Role
from rounds.mentorships.figures.selectors import year_figures
from rounds.mentorships.figures.values import Share, YearFigures, is_too_small
from rounds.programs.enums import ProgramState
from rounds.programs.models import Cycle
from rounds.programs.selectors import open_cycles_for
from rounds.web.addresses import address
from rounds.web.words.figures import (
    agreements_label,
    contact_label,
    coverage_label,
    hidden_words,
    hours_label,
    left_out_words,
    share_words,
)

ALL_PROGRAMS = (Role.GME_OFFICER, Role.FACULTY_DEVELOPER, Role.STEERING_VIEWER)
# Whether agreements are signed is not for those who develop faculty.
SEE_AGREEMENTS = (Role.GME_OFFICER, Role.STEERING_VIEWER)


@dataclass(frozen=True)
class Cell:
    """One figure of a row: so many of so many with their bar, or why it is not shown."""

    label: str
    words: str
    value: int = 0
    most: int = 0
    is_hidden: bool = False


@dataclass(frozen=True)
class ProgramRow:
    """A program with its figures; `report` is where they stand in full."""

    name: str
    cycle: str
    cells: list[Cell]
    report: str


@dataclass(frozen=True)
class ProgramTable:
    """The programs that somebody watches; without a sum, which would give away what is hidden."""

    sentence: str
    labels: list[str]
    rows: list[ProgramRow]
    has_hidden: bool
    # whether the reader gets the report of any of them
    has_reports: bool
    # whom its figures leave out for this reader, empty where nobody
    left_out: str


@dataclass(frozen=True)
class _Column:
    label: str
    share: Callable[[YearFigures], Share]
    # how many people or pairs the figure is about
    size: Callable[[YearFigures], int]


def program_table(request: Request) -> ProgramTable | None:
    """Return the programs of a reader who watches some; None for everybody else, and while none has begun."""
    viewer = request.viewer
    every = open_cycles_for(viewer, *ALL_PROGRAMS)
    if not every:
        return None
    figures = year_figures(viewer, every)
    cycles = [cycle for cycle in every if not _is_only_set_up(cycle, figures[cycle.id])]
    columns = _columns(viewer)
    rows = [
        ProgramRow(
            name=cycle.program.name,
            cycle=_cycle_words(cycle),
            cells=[_cell(column, figures[cycle.id]) for column in columns],
            report=_report(request, cycle.program_id),
        )
        for cycle in cycles
    ]
    has_hidden = any(cell.is_hidden for row in rows for cell in row.cells)
    left_out = left_out_words() if any(one.left_out for one in figures.values()) else ""
    return ProgramTable(
        _sentence(cycles),
        [column.label for column in columns],
        rows,
        has_hidden,
        has_reports=any(row.report for row in rows),
        left_out=left_out,
    )


def _is_only_set_up(cycle: Cycle, figures: YearFigures) -> bool:
    """Tell whether the days of a program pass while it is set up and nobody is in it: it neither runs nor is to start."""
    is_past = cycle.starts_on <= institution_today()
    return is_past and cycle.program.state == ProgramState.SETTING_UP and not figures.coverage.of


def _report(request: Request, program_id: UUID) -> str:
    if not request.viewer.has(*SEE_AGREEMENTS, scope_id=program_id):
        return ""
    return address(request, "report:program", program_id=program_id)


def _columns(viewer: Viewer) -> list[_Column]:
    columns = [
        _Column(coverage_label(), lambda one: one.coverage, lambda one: one.coverage.of),
        _Column(agreements_label(), lambda one: one.agreements, lambda one: one.agreements.of),
        _Column(contact_label(), _talked, lambda one: _talked(one).of),
        _Column(hours_label(), _hours, lambda one: one.hours.mentors.counted),
    ]
    return columns if viewer.has_anywhere(*SEE_AGREEMENTS) else [columns[0], *columns[2:]]


def _talked(figures: YearFigures) -> Share:
    return figures.contact.talked if figures.contact else Share()


def _hours(figures: YearFigures) -> Share:
    return Share(figures.hours.used, figures.hours.promised)


def _cell(column: _Column, figures: YearFigures) -> Cell:
    share = column.share(figures)
    if is_too_small(column.size(figures)):
        return Cell(column.label, hidden_words(), is_hidden=True)
    if not share.of:
        return Cell(column.label, _("none yet"))
    return Cell(column.label, share_words(share), min(share.counted, share.of), share.of)


def _sentence(cycles: Sequence[Cycle]) -> str:
    """Say how many programs run, are still to start or are over."""
    today = institution_today()
    to_start = sum(cycle.starts_on > today for cycle in cycles)
    over = sum(cycle.ends_on <= today for cycle in cycles)
    running = len(cycles) - to_start - over
    words = ngettext("%(count)s mentorship program runs.", "%(count)s mentorship programs run.", running) % {
        "count": running
    }
    if to_start:
        later = ngettext("%(count)s is still to start.", "%(count)s are still to start.", to_start)
        words = f"{words} {later % {'count': to_start}}"
    if over:
        past = ngettext("%(count)s is over and not closed.", "%(count)s are over and not closed.", over)
        words = f"{words} {past % {'count': over}}"
    return f"{words} {_('Figures are those of today.')}"


def _cycle_words(cycle: Cycle) -> str:
    if cycle.starts_on <= institution_today():
        return cycle.name
    return _("%(cycle)s, starts on %(day)s") % {
        "cycle": cycle.name,
        "day": date_format(cycle.starts_on, "j M Y"),
    }
