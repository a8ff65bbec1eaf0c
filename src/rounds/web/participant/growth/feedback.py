"""Open feedback of a mentee to the mentor: the two see it, nobody else, it counts nowhere."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core import audit
from rounds.core.access import Request, allow, is_member
from rounds.core.audit import Opened
from rounds.core.errors import DomainError
from rounds.mentorships.growth.forms.telling import FeedbackForm
from rounds.mentorships.growth.selectors.feedback import asked_feedback, list_feedback, own_feedback_for
from rounds.mentorships.growth.services import feedback as services
from rounds.mentorships.models import Mentorship, OpenFeedback
from rounds.mentorships.selectors import own_mentorship_for
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.participant.growth.asking import patient_question
from rounds.web.participant.growth.overview import other_of
from rounds.web.toasts import add_toast


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_mentorship_for)
def feedback(request: Request, pair: Mentorship) -> HttpResponse:
    """Show what a mentee has told; a mentee tells more, a mentor asks for it."""
    is_mentor = pair.mentor_id == request.viewer.person_id
    if request.method == "POST" and is_mentor:
        services.ask_for_feedback(mentorship_id=pair.id, by=request.viewer)
        add_toast(request, _("Asked. Your mentee finds it on the home page, and may let it be."))
        return _to(request, pair)
    form = FeedbackForm(request.POST or None, initial={"entry": FeedbackForm.new_entry()})
    asked = ""
    if request.method == "POST" and form.is_valid():
        text = form.text()
        asked = patient_question(request, text.helps, text.more)
        try:
            if not asked:
                services.give_feedback(
                    mentorship_id=pair.id, text=text, entry_id=form.entry_id(), by=request.viewer
                )
                add_toast(request, _("Told. The two of you read it, and nobody else."))
                return _to(request, pair)
        except DomainError as error:
            put_error(form, error)
    told = list_feedback(pair)
    audit.note_openings(
        by=request.viewer, things=[Opened(pair.mentee_id, "feedback", one.row.id) for one in told]
    )
    context = {
        "pair": pair,
        "other": other_of(request, pair),
        "is_mentor": is_mentor,
        "told": told,
        "waits": asked_feedback(pair),
        "asked": asked,
    }
    return show_form(request, "participant/growth/feedback.html", form, **context)


@require_POST
@allow(is_member, load=own_feedback_for)
def take_back(request: Request, found: OpenFeedback) -> HttpResponse:
    """Take back what one has told."""
    services.take_back_feedback(feedback=found, by=request.viewer)
    add_toast(request, _("Taken back."))
    return redirect(address(request, "growth:feedback", mentorship_id=found.mentorship_id))


def _to(request: Request, pair: Mentorship) -> HttpResponse:
    return redirect(address(request, "growth:feedback", mentorship_id=pair.id))
