"""What comes after an import: the other side of the program, or its match."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.access import Request
from rounds.integrations.models import SpreadsheetImport
from rounds.integrations.spreadsheets.enums import ImportKind, ImportState
from rounds.integrations.spreadsheets.selectors import cohorts_to_join
from rounds.mentorships.selectors import count_mentees
from rounds.programs.models import Cohort
from rounds.programs.selectors import cohort_figures
from rounds.web.addresses import address


@dataclass(frozen=True)
class NextStep:
    label: str
    href: str


def next_step(request: Request, spreadsheet: SpreadsheetImport) -> NextStep | None:
    """Return what its program lacks next; None for an import without a program, or one that was taken back."""
    if spreadsheet.state != ImportState.WRITTEN or not spreadsheet.cohort_id:
        return None
    joined = [
        cohort for cohort, _words in cohorts_to_join(request.viewer) if cohort.id == spreadsheet.cohort_id
    ]
    if not joined:
        return None
    figures = cohort_figures(joined[0])
    if not figures.mentors:
        return NextStep(_("Import the mentors next"), _import_of(request, joined[0], ImportKind.MENTORS))
    if not figures.mentees:
        return NextStep(_("Import the mentees next"), _import_of(request, joined[0], ImportKind.MENTEES))
    wanting = count_mentees([joined[0].id])[joined[0].id].wanting
    label = ngettext(
        "Go on to the match of %(count)s mentee", "Go on to the match of %(count)s mentees", wanting
    )
    href = address(request, "matching:cohort", cohort_id=joined[0].id)
    return NextStep(label % {"count": wanting}, href)


def _import_of(request: Request, cohort: Cohort, kind: ImportKind) -> str:
    return f"{address(request, 'imports:new')}?kind={kind.value}&cohort={cohort.id}"
