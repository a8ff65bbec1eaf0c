"""Reads of the local milestone: reports of an own pair, with the mentor's answer; nobody else finds any."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from rounds.core.access import Viewer
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ask, Ids, Prepared
from rounds.core.errors import NotFound
from rounds.mentorships.models import MilestoneFeedback, MilestoneReport
from rounds.mentorships.selectors import own_mentorships


@dataclass(frozen=True)
class Report:
    """A report as one of the two reads it."""

    row: MilestoneReport
    feedback: MilestoneFeedback | None

    @property
    def text(self) -> str:
        return str(self.row.opened()["report"])

    @property
    def saw(self) -> str:
        return str(self.feedback.opened()["saw"]) if self.feedback else ""

    @property
    def try_next(self) -> str:
        return str(self.feedback.opened()["next"]) if self.feedback else ""


def report_for(viewer: Viewer, report_id: UUID) -> Report:
    """Return a report to one of the two of its pair; NotFound to everybody else."""
    pairs = own_mentorships(viewer).order_by().values("id")
    row = (
        MilestoneReport.objects.filter(id=report_id, mentorship_id__in=pairs)
        .select_related("mentorship__mentee", "mentorship__mentor", "feedback__by")
        .first()
    )
    if row is None:
        raise NotFound
    return _report(row)


def list_reports(mentorship_ids: Collection[UUID]) -> list[Report]:
    """Return the reports of own pairs, the newest first; one query."""
    return [_report(row) for row in _reports(pair_ids=mentorship_ids)]


def ask_for_reports(mentorship_ids: Collection[UUID]) -> Ask:
    """Return what `list_reports` will ask."""
    return _reports.asked(pair_ids=mentorship_ids)


_reports = Prepared(
    lambda pair_ids: (
        MilestoneReport.objects.filter(mentorship_id__in=among(pair_ids))
        .select_related("feedback", "mentorship")
        .order_by("-written_at")
    ),
    pair_ids=Ids(),
)


def _unanswered(pair_ids: Any) -> QuerySet[Any, Any]:
    rows = MilestoneReport.objects.filter(mentorship_id__in=among(pair_ids), feedback=None)
    return rows.order_by("written_at")


_waiting_reports: Prepared[MilestoneReport] = Prepared(_unanswered, pair_ids=Ids())


def reports_waiting(mentorship_ids: Collection[UUID]) -> dict[UUID, list[MilestoneReport]]:
    """Return the reports of pairs that the mentor has not answered; one query."""
    found: dict[UUID, list[MilestoneReport]] = {}
    for row in _waiting_reports(pair_ids=mentorship_ids):
        found.setdefault(row.mentorship_id, []).append(row)
    return found


def ask_for_waiting_reports(mentorship_ids: Collection[UUID]) -> Ask:
    """Return what `reports_waiting` will ask."""
    return _waiting_reports.asked(pair_ids=mentorship_ids)


def _report(row: MilestoneReport) -> Report:
    return Report(row, getattr(row, "feedback", None))
