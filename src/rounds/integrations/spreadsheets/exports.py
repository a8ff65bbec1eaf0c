"""Rows out: people, and the rows of a file that stayed out."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.integrations.spreadsheets.models import SpreadsheetImport
from rounds.integrations.spreadsheets.services import outcome_of
from rounds.integrations.spreadsheets.services.staging import load_table
from rounds.integrations.spreadsheets.values.catalogs import catalog_for
from rounds.integrations.spreadsheets.values.private import PRIVATE, private_places
from rounds.integrations.spreadsheets.values.words import CAUSES
from rounds.people.selectors import current_stages, people_for
from rounds.sheets import Problem, write_csv, write_xlsx

Rows = list[list[Any]]
WRITERS = {"csv": write_csv, "xlsx": write_xlsx}
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def people_rows(viewer: Viewer) -> tuple[list[str], Rows]:
    """Return everybody whom the viewer may look up, one row each, in columns that an import recognizes."""
    header = [
        "Last name",
        "First name",
        "E-mail",
        "Employee ID",
        "NPI",
        "ORCID",
        "Tier",
        "Training year",
        "Job title",
        "Academic rank",
        "Department",
        "Division",
        "Specialty",
        "Site",
        "Track",
        "FTE",
        "Languages",
        "Left on",
    ]
    return header, list(_people(viewer))


def _people(viewer: Viewer) -> Iterator[list[Any]]:
    people = list(people_for(viewer).order_by("folded_family", "folded_given", "id"))
    for start in range(0, len(people), 500):
        batch = people[start : start + 500]
        stages = current_stages([person.id for person in batch])
        for person in batch:
            stage = stages.get(person.id)
            yield [
                person.family_name,
                person.given_name,
                person.email,
                person.employee_id,
                person.npi,
                person.orcid,
                *(
                    [
                        stage.get_tier_display(),
                        f"PGY-{stage.pgy}" if stage.pgy else "",
                        stage.title,
                        stage.rank,
                        stage.department.name if stage.department else "",
                        stage.section,
                        stage.specialty,
                        stage.site.name if stage.site else "",
                        stage.get_track_display(),
                        float(stage.fte) if stage.fte is not None else "",
                    ]
                    if stage
                    else [""] * 10
                ),
                "; ".join(person.languages),
                person.left_on,
            ]


def rejected_rows(spreadsheet: SpreadsheetImport, *, with_private: bool = True) -> tuple[list[str], Rows]:
    """Return the rows that stay out: their number, what is wrong, and every column as it was.

    Columns that were left out for privacy were never kept and are not here. Without the private ones nobody reads whom
    somebody must not be paired with, nor in a column that may be such a one.
    """
    table = load_table(spreadsheet)
    outcome = outcome_of(spreadsheet)
    catalog = catalog_for(spreadsheet.kind)
    private = set() if with_private else private_places(outcome.plan)
    columns = [column for column in table.columns if not column.sources and column.index not in private]
    labels = {key: target.label for key, target in catalog.index.items()}
    header = [column.header or column.letter for column in columns]
    rows = [
        [
            *(row.at(column.index) for column in columns),
            row.number,
            "; ".join(
                _problem_text(problem, labels, with_private=with_private)
                for problem in outcome.out[row.number]
            ),
        ]
        for row in table.rows
        if row.number in outcome.out
    ]
    return [*header, _("Row"), _("Problem")], rows


def _problem_text(problem: Problem, labels: dict[str, str], *, with_private: bool) -> str:
    heading, fix = CAUSES[problem.cause]
    title = str(heading) % {"field": labels.get(problem.target, "")}
    is_shown = problem.text and problem.cause != "missing" and (with_private or problem.target != PRIVATE)
    what = f" “{problem.part or problem.text}”" if is_shown else ""
    return f"{problem.cell}: {title}{what}. {fix}"
