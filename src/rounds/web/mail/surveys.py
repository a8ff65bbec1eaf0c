"""Mail of surveys: the request with its link, made as it leaves; a line of the day's mail that reminds."""

from typing import cast
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.clock import institution_today
from rounds.core.mail import Contents
from rounds.core.models import DayMail, Institution, OutgoingMail
from rounds.people.models import Person
from rounds.surveys.answering.services import make_link, note_asked
from rounds.surveys.box.selectors import open_box_of
from rounds.surveys.campaigns.selectors import (
    UNANSWERED,
    is_open,
    promise_of,
    requests_told_on,
)
from rounds.surveys.campaigns.services import KIND
from rounds.surveys.enums import Mode
from rounds.surveys.instruments.selectors import minutes_of, questions_of
from rounds.surveys.models import Request
from rounds.web import mail
from rounds.web.mail.day import Told


def write_survey(message: OutgoingMail) -> Contents | None:
    """Write the request of a survey and make its link; None once it is closed or answered.

    In rehearsal the message goes to the office: it then leads to the person's own home, and opens nothing.
    """
    rows = Request.objects.filter(
        wave_id=message.ids.get("wave"), person_id=message.to_person_id, state__in=UNANSWERED
    )
    requests = list(rows.select_related("wave__campaign", "person").order_by("id"))
    if not requests or not is_open(requests[0].wave):
        return None
    first, wave = requests[0], requests[0].wave
    if wave.mode == Mode.ANONYMOUS and open_box_of(wave, day=institution_today()) is None:
        # tried again in a while: nobody is asked before what they send can be locked
        raise RuntimeError("The box of this wave is not open yet.")
    institution = Institution.objects.get(id=cast(UUID, message.institution_id))
    to = mail.link(institution, "home")
    if not message.meant_for:
        for one in requests:
            note_asked(one)
        to = settings.BASE_URL.rstrip("/") + reverse("survey_link", kwargs={"survey_token": make_link(first)})
    text = mail.render(
        KIND,
        {
            "name": first.person.display_name,
            "survey": wave.campaign.name,
            "minutes": _minutes(minutes_of(questions_of(wave.version_id))),
            "link": to,
            "closes": date_format(wave.closes_on, "j M Y"),
            "promise": promise_of(wave),
            "more": len(requests) - 1,
            "home": mail.link(institution, "home"),
            "institution": institution.name,
        },
    )
    return Contents(text.body, subject=text.subject)


def _minutes(count: int) -> str:
    return ngettext("%(count)s minute", "%(count)s minutes", count) % {"count": count}


def words_of_surveys(person: Person, day: DayMail) -> list[Told]:
    """Write a line for each survey of which the mail of a day reminds a person."""
    institution = Institution.objects.get(id=cast(UUID, day.institution_id))
    return [_told(one, institution) for one in requests_told_on(person.id, day.on)]


def _told(request: Request, institution: Institution) -> Told:
    minutes = _minutes(minutes_of(questions_of(request.wave.version_id)))
    return Told(
        _("%(survey)s: %(minutes)s") % {"survey": request.wave.campaign.name, "minutes": minutes},
        _("It is open until %(day)s; you can leave out what you like.")
        % {"day": date_format(request.wave.closes_on, "j M Y")},
        promise_of(request.wave),
        mail.link(institution, "answering:page", request_id=request.id, page=1),
    )
