"""Reads of imports."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.enums import Role
from rounds.core.errors import NotFound
from rounds.integrations.spreadsheets.enums import ImportState
from rounds.integrations.spreadsheets.models import SpreadsheetImport
from rounds.programs.enums import CohortState, CycleState
from rounds.programs.models import Cohort
from rounds.programs.selectors import programs_for

OFFICE = (Role.COORDINATOR, Role.DIRECTOR)


def import_for(viewer: Viewer, import_id: UUID) -> SpreadsheetImport:
    """Return one's own import, or any one of the programs and the institution whose office the viewer is."""
    spreadsheet: SpreadsheetImport | None = _imports_of(viewer).filter(id=import_id).first()
    if spreadsheet is None:
        raise NotFound
    return spreadsheet


def list_imports(viewer: Viewer, *, limit: int = 50) -> list[SpreadsheetImport]:
    """Return the newest imports that the viewer may see."""
    return list(_imports_of(viewer)[:limit])


def _imports_of(viewer: Viewer) -> QuerySet[SpreadsheetImport]:
    if not viewer.has_anywhere(*OFFICE):
        raise NotFound
    imports = SpreadsheetImport.objects.all()
    scopes = viewer.scopes(*OFFICE)
    if None in scopes:
        return imports
    cohorts = Cohort.objects.filter(cycle__program_id__in=scopes).values("id")
    return imports.filter(Q(by_person_id=viewer.person_id) | Q(cohort_id__in=cohorts))


def can_still_undo(spreadsheet: SpreadsheetImport) -> bool:
    """Tell whether an import was written less than a day ago."""
    return bool(spreadsheet.state == ImportState.WRITTEN and spreadsheet.expires_at > now())


def cohorts_to_join(viewer: Viewer) -> list[tuple[Cohort, str]]:
    """Return the cohorts that an import may add people to, with the words for each."""
    ids = [program.id for program in programs_for(viewer)]
    cohorts = (
        _cohorts()
        .filter(cycle__program_id__in=ids, cycle__state=CycleState.OPEN)
        .exclude(state=CohortState.CLOSED)
        .order_by("cycle__program__name", "name")
    )
    return [(cohort, _words(cohort)) for cohort in cohorts]


def _cohorts() -> QuerySet[Cohort]:
    return Cohort.objects.select_related("cycle__program").annotate(in_cycle=Count("cycle__cohorts"))


def _words(cohort: Any) -> str:
    """Return what a cohort is called: its program, and its own name where there are several, as with phases."""
    program = cohort.cycle.program
    is_alone = program.is_simple and cohort.in_cycle == 1
    return str(program.name) if is_alone else f"{program.name}, {cohort.name}"


def program_words(cohort_id: UUID | None) -> str:
    """Return the program that an import's people join, "" for none or one that is gone."""
    cohort = _cohorts().filter(id=cohort_id).first() if cohort_id else None
    return _words(cohort) if cohort else ""
