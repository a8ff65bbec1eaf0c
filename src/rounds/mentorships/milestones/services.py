"""Writing a report, changing it until it is answered, and answering it. No audit row tells of any of it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.mentorships.conversations.services.log import locked_running
from rounds.mentorships.enums import NewsKind
from rounds.mentorships.models import MilestoneFeedback, MilestoneReport
from rounds.mentorships.news.services import add_news

LONGEST = 8_000


class ReportChanged(OutOfOrder):
    """Another window has saved the report since; `theirs` is its text, and nothing was overwritten."""

    def __init__(self, row: MilestoneReport) -> None:
        super().__init__(_("This report was changed in another window. Both texts are kept."))
        self.theirs, self.version = str(row.opened()["report"]), row.version


@transaction.atomic
def write_report(*, mentorship_id: UUID, text: str, entry_id: UUID, by: Viewer) -> MilestoneReport:
    """Keep the mentee's report for the mentor to answer; a form sent twice is one row."""
    pair = locked_running(mentorship_id)
    if pair.mentee_id != by.own_id:
        raise NotFound
    known: MilestoneReport | None = MilestoneReport.objects.filter(mentorship=pair, entry_id=entry_id).first()
    if known is not None:
        return known
    row = MilestoneReport(mentorship=pair, entry_id=entry_id)
    row.seal_value({"report": _checked(text, "report")})
    row.save(force_insert=True)
    return row


@transaction.atomic
def change_report(*, report: MilestoneReport, text: str, version: int, by: Viewer) -> MilestoneReport:
    """Change an own report that is not answered; raises ReportChanged when another version is stored."""
    row = _locked(report)
    if row.mentorship.mentee_id != by.own_id:
        raise NotFound
    if MilestoneFeedback.objects.filter(report=row).exists():
        raise OutOfOrder(_("Your mentor has answered this report, so it stays as it is. Write another one."))
    if row.version != version:
        raise ReportChanged(row)
    row.seal_value({"report": _checked(text, "report")})
    row.version, row.changed_at = version + 1, now()
    row.save(update_fields=["sealed", "version", "changed_at"])
    return row


@transaction.atomic
def answer_report(
    *, report: MilestoneReport, saw: str, try_next: str, version: int, by: Viewer
) -> MilestoneFeedback:
    """Keep the mentor's answer, once; `version` is the report that the mentor has read."""
    row = _locked(report)
    if row.mentorship.mentor_id != by.own_id:
        raise NotFound
    known: MilestoneFeedback | None = MilestoneFeedback.objects.filter(report=row).first()
    if known is not None:
        raise OutOfOrder(_("This report is answered already. Open it to read the answer."))
    if row.version != version:
        raise ReportChanged(row)
    feedback = MilestoneFeedback(report=row, by_id=by.own_id)
    feedback.seal_value({"saw": _checked(saw, "saw"), "next": _checked(try_next, "try_next")})
    feedback.save(force_insert=True)
    pair = row.mentorship
    add_news(pair=pair, person_id=pair.mentee_id, kind=NewsKind.REPORT, thing_id=row.id)
    return feedback


def _locked(report: MilestoneReport) -> MilestoneReport:
    locked_running(report.mentorship_id)
    row: MilestoneReport = MilestoneReport.objects.select_related("mentorship").get(id=report.id)
    return row


def _checked(text: str, field: str) -> str:
    text = text.strip()
    if not text:
        raise DomainError(_("This is empty. Write a sentence or two."), field=field)
    if len(text) > LONGEST:
        raise DomainError(
            _("This has %(count)s characters; %(most)s fit. Shorten it.")
            % {"count": len(text), "most": LONGEST},
            field=field,
        )
    return text
