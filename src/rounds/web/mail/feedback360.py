"""Mail of feedback about a person: the request to one rater with its link, made as it leaves."""

from typing import cast
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core.clock import institution_today
from rounds.core.mail import Contents
from rounds.core.models import Institution, OutgoingMail
from rounds.surveys.answering.services import make_link, note_asked
from rounds.surveys.box.selectors import open_box_of
from rounds.surveys.campaigns.selectors import WRITTEN_TO, is_open
from rounds.surveys.enums import Mode
from rounds.surveys.feedback360.selectors.words import promise_to
from rounds.surveys.feedback360.services.sending import KIND
from rounds.surveys.instruments.selectors import minutes_of, questions_of
from rounds.surveys.models import Request
from rounds.web import mail


def write_feedback(message: OutgoingMail) -> Contents | None:
    """Write the request to a rater and make its link; None once the round is closed or taken back, or they want no more.

    In rehearsal the message goes to the office: it then leads to a home, and opens nothing.
    """
    rows = Request.objects.filter(WRITTEN_TO, id=message.ids.get("request"))
    request = rows.select_related("wave__campaign", "person", "outside", "subject").first()
    if request is None or not is_open(request.wave):
        return None
    if request.wave.mode == Mode.ANONYMOUS and open_box_of(request.wave, day=institution_today()) is None:
        # tried again in a while: nobody is asked before what they send can be locked
        raise RuntimeError("The box of this round is not open yet.")
    institution = Institution.objects.get(id=cast(UUID, message.institution_id))
    to = mail.link(institution, "home")
    if not message.meant_for:
        note_asked(request)
        token = make_link(request)
        to = settings.BASE_URL.rstrip("/") + reverse("survey_link", kwargs={"survey_token": token})
    text = mail.render(KIND, {**_words(request), "link": to, "institution": institution.name})
    return Contents(text.body, subject=text.subject)


def _words(request: Request) -> dict[str, object]:
    about = request.subject.display_name if request.subject else ""
    is_own = request.person_id == request.subject_id
    person = request.person.display_name if request.person else ""
    return {
        "name": request.outside.name if request.outside else person,
        "about": _("yourself") if is_own else about,
        "minutes": minutes_of(questions_of(request.wave.version_id)),
        "closes": date_format(request.wave.closes_on, "j M Y"),
        "promise": promise_to(request),
    }
