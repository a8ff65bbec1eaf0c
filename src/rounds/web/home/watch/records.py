"""What somebody who watches knows beside the programs: who is trained to mentor, what was recorded, how mail is."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rounds.core.access import Request
from rounds.core.audit.log import Search, list_events
from rounds.core.clock import institution_today
from rounds.core.enums import Role
from rounds.matching.decisions.selectors.exceptions import count_exceptions
from rounds.mentorships.figures.selectors import trained_mentors
from rounds.mentorships.figures.values import FLOOR
from rounds.web.addresses import address
from rounds.web.auditor.words import entries_of
from rounds.web.words.figures import hidden_words

DAYS = 7
SHOWN = 5


@dataclass(frozen=True)
class Fact:
    """One card: a title, a sentence or a figure with its denominator, rows, and a link."""

    key: str
    title: str
    text: str
    value: int = 0
    most: int = 0
    rows: list[tuple[str, str]] = field(default_factory=list)
    link: str = ""
    href: str = ""


def facts_of(request: Request) -> list[Fact]:
    """Return the cards of the reader's roles."""
    viewer = request.viewer
    found: list[Fact] = []
    if viewer.has_anywhere(Role.FACULTY_DEVELOPER):
        found.append(_training())
    if viewer.has_anywhere(Role.AUDITOR):
        found += [_recorded(request), _exceptions()]
    if viewer.has_anywhere(Role.SITE_ADMIN):
        found.append(_mail(request))
    return found


def _training() -> Fact:
    share = trained_mentors()
    title = _("Mentors with recorded training")
    if not share.of:
        return Fact("training", title, _("No pair runs yet, so nobody needs training now."))
    if share.of < FLOOR:
        return Fact("training", title, hidden_words())
    text = _(
        "%(trained)s of %(all)s mentors whose pairs run have recorded training; %(others)s have none recorded."
    )
    counts = {"trained": share.counted, "all": share.of, "others": share.of - share.counted}
    return Fact("training", title, text % counts, share.counted, share.of)


def _recorded(request: Request) -> Fact:
    since = institution_today() - timedelta(days=DAYS)
    events = list_events(request.viewer, Search(from_on=since, zone=request.institution.timezone))
    counted = events.order_by().aggregate(all=Count("number"), people=Count("by_person_id", distinct=True))
    text = _("%(all)s entries by %(people)s people in the last %(days)s days; the newest:")
    return Fact(
        "recorded",
        _("What was recorded lately"),
        text % {**counted, "days": DAYS} if counted["all"] else _("Nothing in the last seven days."),
        rows=[(entry.deed, _by(entry.event)) for entry in entries_of(list(events[:SHOWN]))],
        link=_("Search the audit log"),
        href=address(request, "audit:log"),
    )


def _by(event: Any) -> str:
    return f"{event.by_name}, {date_format(localtime(event.at), 'j M, g:i A')}"


def _exceptions() -> Fact:
    counts = count_exceptions()
    text = _("%(stand)s declared and confirmed by a second person, %(waiting)s declared and waiting for one.")
    return Fact("exceptions", _("Exceptions to conflict rules"), text % counts)


def _mail(request: Request) -> Fact:
    is_live = request.institution.mail_is_live
    text = _("Mail is live: messages leave.") if is_live else _("Mail is in rehearsal: no message leaves.")
    return Fact("mail", _("How the installation is"), text)
