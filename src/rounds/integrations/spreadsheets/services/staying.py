"""Whom taking an import back leaves as they are: they are in use since, with all that the import wrote about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F

from rounds.core.database.bulk_rows import Way, among
from rounds.integrations.spreadsheets.models import SpreadsheetImport
from rounds.mentorships.enums import OPEN
from rounds.mentorships.models import Mentorship
from rounds.people.models import (
    AuthorityLine,
    CareerStage,
    Person,
    TrainingProgramMember,
    TrainingRecord,
)
from rounds.programs.models import Enrollment, Exclusion, Intake, Wish

# What a way back holds about single people: its rows, and the path from a row to the person.
ABOUT: dict[str, tuple[Any, str]] = {
    "people": (Person, "id"),
    "before": (Person, "id"),
    "stages": (CareerStage, "person_id"),
    "closed": (CareerStage, "person_id"),
    "lines": (AuthorityLine, "subject_id"),
    "members": (TrainingProgramMember, "person_id"),
    "training": (TrainingRecord, "person_id"),
    "training_dated": (TrainingRecord, "person_id"),
    "enrollments": (Enrollment, "person_id"),
    "enrollments_before": (Enrollment, "person_id"),
    "intakes": (Intake, "enrollment__person_id"),
    "intakes_before": (Intake, "enrollment__person_id"),
    "wishes": (Wish, "enrollment__person_id"),
    "exclusions": (Exclusion, "enrollment__person_id"),
}


@dataclass(frozen=True)
class Undoing:
    """What taking an import back does: to how many people and pairs, and by which ways."""

    ways: Sequence[Way]
    stay: int  # in use since: nothing of theirs is touched
    gone: int  # people who were made and are deleted
    restored: int  # people who were there before and lose what the import wrote
    pairs: int


def ways_of(spreadsheet: SpreadsheetImport) -> list[Way]:
    """Return an import's ways back, the last first. They never change: open them before anybody has to wait."""
    return [way.opened() for way in spreadsheet.ways_back.order_by("-number")]


def plan_undoing(spreadsheet: SpreadsheetImport, ways: Sequence[Way]) -> Undoing:
    """Return what taking an import back would do now: the question shows it, the deed does it."""
    touched = {(key, row_id) for way in ways for key in ABOUT for row_id in way.get(key, ())}
    owners = _owners(touched)
    made = {UUID(row_id) for key, row_id in touched if key == "people"}
    concerned = set(owners.values())
    stay = _in_use(spreadsheet, ways, made) & concerned
    kept = {known for known, person in owners.items() if person in stay}
    gone = made - stay
    return Undoing(
        ways=[_without(way, kept) for way in ways],
        stay=len(stay),
        gone=len(gone),
        restored=len(concerned - stay - gone),
        pairs=sum(len(way.get(key, ())) for way in ways for key in ("mentorships", "ended")),
    )


def _owners(touched: set[tuple[str, str]]) -> dict[tuple[str, str], UUID]:
    owners: dict[tuple[str, str], UUID] = {}
    for key, (model, path) in ABOUT.items():
        if ids := [row_id for name, row_id in touched if name == key]:
            rows = model.objects.filter(id__in=among(ids)).order_by().values_list("id", path)
            owners |= {(key, str(row_id)): person for row_id, person in rows}
    return owners


def _in_use(spreadsheet: SpreadsheetImport, ways: Sequence[Way], made: set[UUID]) -> set[UUID]:
    """Return who was put into a pair or confirmed their answers since the import, or was made by it and signs in."""
    if not any(way.get(key) for way in ways for key in ABOUT):
        return set()
    own = [row_id for way in ways for row_id in way.get("mentorships", ())]
    since = Mentorship.objects.filter(created_at__gte=spreadsheet.written_at, state__in=OPEN)
    pairs = since.exclude(id__in=among(own)).order_by().values_list("mentee_id", "mentor_id")
    intakes = Intake.objects.filter(submitted_at__gte=spreadsheet.written_at).order_by()
    users = Person.objects.filter(id__in=among(made)).exclude(user=None).order_by()
    return {
        *(person for pair in pairs for person in pair),
        *intakes.values_list(F("enrollment__person_id"), flat=True),
        *users.values_list("id", flat=True),
    }


def _without(way: Way, kept: set[tuple[str, str]]) -> Way:
    left = dict(way)
    if not kept:
        return left
    for key in ABOUT.keys() & way.keys():
        rows = way[key]
        if isinstance(rows, dict):
            left[key] = {row_id: was for row_id, was in rows.items() if (key, row_id) not in kept}
        else:
            left[key] = [row_id for row_id in rows if (key, row_id) not in kept]
    return left
