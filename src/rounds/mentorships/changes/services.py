"""Asking for a change, taking that back, and the office's answer.

That somebody asked is private, so no audit row tells of it; that the office answered is one, without a name of the two.
"""

from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.mentorships.changes.selectors import change_request_for, readers_of_change
from rounds.mentorships.conversations.services.log import locked_running
from rounds.mentorships.enums import NewsKind
from rounds.mentorships.models import ChangeRequest
from rounds.mentorships.news.services import add_news, take_news_back


@transaction.atomic
def ask_for_change(*, mentorship_id: UUID, reason: str, entry_id: UUID, by: Viewer) -> ChangeRequest:
    """Ask the program office for a change of an own pair; asked twice, it is one request that keeps both texts.

    Raises OutOfOrder when the pair doesn't run, or when nobody of the office is without a part in it.
    """
    pair = locked_running(mentorship_id)
    if by.own_id not in (pair.mentee_id, pair.mentor_id):
        raise NotFound
    mine = ChangeRequest.objects.filter(mentorship=pair, asked_by_id=by.own_id)
    found: ChangeRequest | None = mine.filter(withdrawn_at=None).first()
    if found is not None:
        return _with_words(found, reason.strip())
    if mine.filter(entry_id=entry_id).exists():
        # the page of what was taken back, sent again, asks again
        entry_id = uuid4()
    if not readers_of_change(pair):
        raise OutOfOrder(
            _("Everybody of the program office has a part in this. The help page names others to turn to.")
        )
    row = ChangeRequest(mentorship=pair, asked_by_id=by.own_id, entry_id=entry_id)
    row.seal_value({"text": reason.strip()})
    row.save()
    return row


def _with_words(row: ChangeRequest, more: str) -> ChangeRequest:
    """Keep what another window has typed, too; what is there already stays once."""
    if more and more not in row.reason:
        row.seal_value({"text": f"{row.reason}\n\n{more}".strip()})
        row.save(update_fields=["sealed"])
    return row


@transaction.atomic
def withdraw_change(*, mentorship_id: UUID, by: Viewer) -> None:
    """Take back that one has asked for a change; the office no longer finds it. Pressed twice, it is taken back once."""
    pair = locked_running(mentorship_id)
    rows = ChangeRequest.objects.filter(mentorship=pair, asked_by_id=by.own_id, withdrawn_at=None)
    for row in rows:
        row.withdrawn_at = now()
        row.save(update_fields=["withdrawn_at"])
        take_news_back(kind=NewsKind.CHANGE, thing_id=row.id)


@transaction.atomic
def answer_change(*, change_request_id: UUID, answer: str, again_on: date, by: Viewer) -> ChangeRequest:
    """Answer as the office what is done, and by when; whoever asked is told, the other one of the pair is not.

    Raises NotFound to who is concerned, DomainError for a day that has passed, OutOfOrder when the pair doesn't run.
    """
    row = change_request_for(by, change_request_id)
    pair = locked_running(row.mentorship_id)
    row = change_request_for(by, change_request_id)
    if again_on < institution_today():
        raise DomainError(_("This day has passed. Choose today or a later one."), field="again_on")
    row.reply, row.again_on = answer, again_on
    row.answered_by_id, row.answered_at = by.own_id, now()
    row.save(update_fields=["reply", "again_on", "answered_by", "answered_at"])
    add_news(pair=pair, person_id=row.asked_by_id, kind=NewsKind.CHANGE, thing_id=row.id)
    audit.record("change.answered", by=by, kind="change_request", object_id=row.id)
    return row
