"""Which cohort of a program a page is about."""

from rounds.core.access import Request
from rounds.core.errors import NotFound
from rounds.programs.models import Cohort, Program
from rounds.programs.selectors import list_cohorts


def chosen_cohort(request: Request, program: Program) -> tuple[list[Cohort], Cohort]:
    """Return the cohorts to choose from and the one of the address, else the first; an unknown one is not found."""
    cohorts, wanted = list_cohorts(program), request.GET.get("cohort", "")
    chosen = next((one for one in cohorts if wanted in ("", str(one.id))), None)
    if chosen is None:
        raise NotFound
    return cohorts, chosen


def cohort_query(cohorts: list[Cohort], cohort: Cohort) -> str:
    """Return the query that keeps the chosen cohort, "" where there is no choice."""
    return f"?cohort={cohort.id}" if len(cohorts) > 1 else ""
