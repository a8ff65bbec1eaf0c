"""The yearly mail of follow-up: a request or a reminder, written with its link as it leaves."""

from datetime import timedelta
from typing import cast
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format

from rounds.core.clock import institution_today, now
from rounds.core.mail import Contents, NotYet
from rounds.core.mail.days import readers_of
from rounds.core.mail.sharing import free_moment_of, free_moment_of_leaver
from rounds.core.models import Institution, OutgoingMail
from rounds.insights.models import FollowUp
from rounds.insights.selectors.following import KIND, still_agrees
from rounds.insights.services.following import can_be_asked, make_link, take_mail_of_day
from rounds.insights.values.following import LINK_DAYS, YEARS
from rounds.web import mail

# where another mail was first, in the same moment
A_WHILE = timedelta(minutes=30)


def write_follow_up(message: OutgoingMail) -> Contents | None:
    """Write one year's request with its link; None once it is answered, over, or its person wants no more.

    In rehearsal the message goes to the office: it then leads to the home, and opens nothing.
    """
    institution = Institution.objects.get(id=cast(UUID, message.institution_id))
    row = (
        FollowUp.objects.filter(id=message.ids.get("follow_up"), answered_at=None)
        .select_related("person", "program")
        .first()
    )
    if row is None or not still_agrees(row) or _is_over(row):
        return None
    link = mail.link(institution, "home")
    if not message.meant_for:
        if not can_be_asked(row, message.to_address):
            return None
        _take_day(message, row, institution)
        link = _link(row, message)
    context = {
        "name": row.person.display_name,
        "program": row.program.name,
        "institution": institution.name,
        "link": link,
        "until": date_format((row.asked_on or institution_today()) + timedelta(days=LINK_DAYS), "j M Y"),
        "years": YEARS.get(row.consent_version, 0),
    }
    text = mail.render(KIND, context)
    return Contents(text.body, subject=text.subject)


def _is_over(row: FollowUp) -> bool:
    return row.expires_on is not None and row.expires_on < institution_today()


def _take_day(message: OutgoingMail, row: FollowUp, institution: Institution) -> None:
    """Take the mail of a day, or raise NotYet with when that may be; who has left is written to in working hours here."""
    if row.told_by == message.id:
        return
    until = institution_today() + timedelta(days=LINK_DAYS)
    is_here = row.person_id in readers_of([row.person_id])
    free = (
        free_moment_of(row.person_id, until=until)
        if is_here
        else free_moment_of_leaver(row.person_id, zone=institution.timezone, until=until)
    )
    if free is None or free > now():
        raise NotYet(free or now() + timedelta(days=1))
    if not take_mail_of_day(row, message_id=message.id):
        raise NotYet(now() + A_WHILE)


def _link(row: FollowUp, message: OutgoingMail) -> str:
    word = make_link(row, message_id=message.id)
    return settings.BASE_URL.rstrip("/") + reverse("later_link", kwargs={"follow_token": word})
