"""A session at a time at which its mentor is with a group or in a conversation already is asked about before it is set."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.mentorships.conversations.forms import NightForm
from rounds.mentorships.groups.selectors import Span, spans_across


def ask_about_overlap(
    form: NightForm, mentor_id: UUID, moments: Collection[datetime], minutes: int, *, but: UUID | None = None
) -> None:
    """Ask in a form, once, about sessions that lie across what their mentor has at that time; `but` is what is moved."""
    spans = spans_across(mentor_id, moments, minutes, but=but)
    if not spans:
        return
    words = ngettext(
        "This lies across %(span)s, which the mentor has planned already. If that is meant, send it once more.",
        "This lies across %(span)s and %(more)s more that the mentor has planned already. If that is meant, send it"
        " once more.",
        len(spans),
    )
    mark = f"across-{minutes}-" + "-".join(str(int(one.timestamp())) for one in sorted(moments))
    form.ask_once("starts_at", mark, words % {"span": _span_words(spans[0]), "more": len(spans) - 1})


def _span_words(span: Span) -> str:
    begins, ends = (localtime(one) for one in span)
    said = {
        "day": date_format(begins, "D j M"),
        "begins": date_format(begins, "g:i A"),
        "ends": date_format(ends, "g:i A"),
    }
    return _("%(day)s, %(begins)s to %(ends)s") % said
