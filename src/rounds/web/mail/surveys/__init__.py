"""Mail of surveys: the request with its link, made as it leaves; a line of the day's mail that reminds."""

from collections.abc import Sequence
from datetime import timedelta
from typing import cast
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.clock import institution_today, now
from rounds.core.mail import Contents, NotYet
from rounds.core.mail.sharing import free_moment_of
from rounds.core.models import DayMail, Institution, OutgoingMail
from rounds.people.models import Person
from rounds.surveys.answering.services import ask_by_mail, make_link
from rounds.surveys.box.selectors import open_box_of
from rounds.surveys.box.services.losing import KIND as LOST
from rounds.surveys.campaigns.selectors import (
    REMINDED,
    WRITTEN_TO,
    is_open,
    is_open_to,
    last_day_of,
    promise_of,
    requests_of_message,
    requests_told_on,
)
from rounds.surveys.campaigns.selectors.candidates import last_day_of_mail
from rounds.surveys.campaigns.services import KIND
from rounds.surveys.enums import Mode
from rounds.surveys.feedback360.selectors.words import promise_to
from rounds.surveys.instruments.selectors import minutes_of, questions_of
from rounds.surveys.models import ExternalRater, Request, Wave
from rounds.surveys.naming.selectors import names_borne
from rounds.web import mail
from rounds.web.mail.day import Told

# where another mail was first, in the same moment
A_WHILE = timedelta(minutes=30)


def write_survey(message: OutgoingMail) -> Contents | None:
    """Write all that waits for a person into one mail, and make its links; None once all is closed, answered or told.

    In rehearsal the message goes to the office: it then leads to the person's own home, and opens nothing.
    """
    if message.meant_for:
        rows = Request.objects.filter(
            WRITTEN_TO, wave_id=message.ids.get("wave"), person_id=message.to_person_id
        ).select_related("wave__campaign", "wave__version", "person")
        requests = [one for one in rows.order_by("id") if is_open(one.wave)]
    else:
        requests = [
            one
            for one in requests_of_message(message.id, cast(UUID, message.to_person_id))
            if one.mail_id or last_day_of_mail(one.wave.closes_on) >= institution_today()
        ]
    if not requests:
        return None
    _check_boxes(requests)
    if not message.meant_for and not all(one.mail_id for one in requests):
        requests = _asked(message, requests)
    return _written(message, requests) if requests else None


def _check_boxes(requests: Sequence[Request]) -> None:
    for one in requests:
        if one.wave.mode == Mode.ANONYMOUS and open_box_of(one.wave, day=institution_today()) is None:
            # tried again in a while: nobody is asked before what they send can be locked
            raise RuntimeError("The box of this wave is not open yet.")


def _asked(message: OutgoingMail, requests: list[Request]) -> list[Request]:
    """Ask now, or raise NotYet with when it may be; nothing where it may not be any more before it closes."""
    person_id = cast(UUID, message.to_person_id)
    if any(one.mail_id for one in requests):  # tried again: what came meanwhile has a message of its own
        return [one for one in requests if one.mail_id]
    last = max(last_day_of_mail(one.wave.closes_on) for one in requests)
    free = free_moment_of(person_id, until=last)
    if free is None:
        return []
    if free > now():
        raise NotYet(free)
    if not ask_by_mail(person_id=person_id, requests=requests, message_id=message.id, day=free.date()):
        raise NotYet(now() + A_WHILE)
    return requests


def _written(message: OutgoingMail, requests: Sequence[Request]) -> Contents:
    institution = Institution.objects.get(id=cast(UUID, message.institution_id))
    home = mail.link(institution, "home")
    waves = {one.wave_id: one for one in reversed(requests)}
    parts = [
        part_of(one.wave, home if message.meant_for else _link(one))
        for one in sorted(waves.values(), key=lambda one: one.wave_id != requests[0].wave_id)
    ]
    context = {
        "name": cast(Person, requests[0].person).display_name,
        "first": parts[0],
        "others": parts[1:],
        "more": len(requests) - len(parts),
        "home": home,
        "institution": institution.name,
    }
    text = mail.render(KIND, context)
    return Contents(text.body, subject=text.subject)


def write_lost(message: OutgoingMail) -> Contents | None:
    """Tell one who was asked that what had been answered is lost; None once it is closed, or they want no more."""
    rows = Request.objects.filter(REMINDED, id=message.ids.get("request"))
    request = rows.select_related("wave__campaign", "person", "outside", "subject").first()
    if request is None or not is_open_to(request):
        return None
    _check_boxes([request])
    if request.person_id and not message.meant_for:
        _check_day(message, request)
    institution = Institution.objects.get(id=cast(UUID, message.institution_id))
    who = request.outside or request.person
    context = {
        "name": who.name if isinstance(who, ExternalRater) else cast(Person, who).display_name,
        "survey": request.wave.campaign.name,
        "link": mail.link(institution, "home") if message.meant_for else _link(request),
        "closes": date_format(last_day_of(request.wave), "j M Y"),
        "promise": promise_to(request),
        "institution": institution.name,
    }
    text = mail.render(LOST, context)
    return Contents(text.body, subject=text.subject)


def _check_day(message: OutgoingMail, request: Request) -> None:
    """Take the mail of a day for it, or raise NotYet with when that may be."""
    person_id = cast(UUID, request.person_id)
    free = free_moment_of(person_id, until=last_day_of(request.wave))
    if request.mail_id is None and free is not None and free > now():
        raise NotYet(free)
    day = free.date() if free else institution_today()
    if not ask_by_mail(person_id=person_id, requests=[request], message_id=message.id, day=day):
        raise NotYet(now() + A_WHILE)


def _link(request: Request) -> str:
    return settings.BASE_URL.rstrip("/") + reverse("survey_link", kwargs={"survey_token": make_link(request)})


def part_of(wave: Wave, link: str) -> dict[str, str]:
    """Return what a mail says of one survey."""
    return {
        "survey": wave.campaign.name,
        "minutes": _minutes(minutes_of(questions_of(wave.version_id))),
        "link": link,
        "closes": date_format(wave.closes_on, "j M Y"),
        "promise": promise_of(wave),
        "since": wave.since or "",
    }


def _minutes(count: int) -> str:
    return ngettext("%(count)s minute", "%(count)s minutes", count) % {"count": count}


def words_of_surveys(institution: Institution, days: Sequence[DayMail]) -> dict[UUID, list[Told]]:
    """Write a line for each survey of which the mails of some days remind."""
    found = requests_told_on({(day.person_id, day.on) for day in days})
    names = names_borne([one for rows in found.values() for one in rows])
    return {
        day.id: [_told(one, institution, names.get(one.id)) for one in found.get((day.person_id, day.on), ())]
        for day in days
    }


def _told(request: Request, institution: Institution, who: Person | None) -> Told:
    minutes = _minutes(minutes_of(questions_of(request.wave.version_id)))
    why = _("It is open until %(day)s; you can leave out what you like.")
    if request.wave.mode == Mode.ANONYMOUS:
        why = _(
            "It is open until %(day)s. Everybody who is asked gets this line; if you have answered, there is nothing to do."
        )
    said = why % {"day": date_format(request.wave.closes_on, "j M Y")}
    if who is not None:
        said = f"{name_words(who)} {said}"
    return Told(
        _("%(survey)s: %(minutes)s") % {"survey": request.wave.campaign.name, "minutes": minutes},
        said,
        promise_to(request),
        mail.link(institution, "answering:page", request_id=request.id, page=1),
        by=(who.display_name, who.email) if who else None,
    )


def name_words(who: Person) -> str:
    """Return the sentence with which a lent name stands in a reminder."""
    return _(
        "%(name)s (%(address)s) asks you to answer it, and reads what you write back to that address."
    ) % {
        "name": who.display_name,
        "address": who.email,
    }
