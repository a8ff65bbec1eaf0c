"""Short questions between two conversations, and their short answers."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core import audit
from rounds.core.access import Request, allow, is_member
from rounds.core.audit import Opened
from rounds.core.errors import DomainError
from rounds.core.reading import read_id
from rounds.mentorships.enums import NewsKind
from rounds.mentorships.growth.forms.telling import AnswerForm, AskForm
from rounds.mentorships.growth.selectors.asks import ReadAsk, ask_for, asks_of_pair
from rounds.mentorships.growth.selectors.goals import goals_of_pair
from rounds.mentorships.growth.services import asks as services
from rounds.mentorships.growth.services.asks import Question
from rounds.mentorships.models import Mentorship
from rounds.mentorships.news.services import note_seen
from rounds.mentorships.selectors import own_mentorship_for
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.participant.growth.asking import patient_question
from rounds.web.participant.growth.overview import other_of
from rounds.web.toasts import add_toast

# What a mentee asks a coach about a goal, such as a task of the program; each word of it can be changed.
FEEDBACK = gettext_lazy("What did you see me do here, and what would you try next?")


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_mentorship_for)
def asks(request: Request, pair: Mentorship) -> HttpResponse:
    """Show the questions of a pair, and take one more."""
    viewer, other = request.viewer, other_of(request, pair)
    form = AskForm(
        request.POST or None,
        other=other,
        goals=goals_of_pair(viewer, pair),
        initial={"entry": AskForm.new_entry(), **_about(request, pair)},
    )
    asked = ""
    if request.method == "POST" and form.is_valid():
        asked = patient_question(request, form.cleaned_data["question"])
        question = Question(
            text=form.cleaned_data["question"], entry_id=form.entry_id(), goal_id=form.goal_id()
        )
        try:
            if not asked:
                services.ask_question(mentorship_id=pair.id, question=question, by=viewer)
                add_toast(request, _("Asked. %(name)s finds it on the home page.") % {"name": other})
                return _to(request, pair)
        except DomainError as error:
            put_error(form, error)
    shown = asks_of_pair(viewer, pair)
    audit.note_openings(by=viewer, things=[Opened(one.ask.asked_by_id, "ask", one.ask.id) for one in shown])
    note_seen(by=viewer, kinds=(NewsKind.ANSWERED, NewsKind.LET_GO), pair=pair)
    context = {"pair": pair, "other": other, "asks": shown, "asked": asked}
    return show_form(request, "participant/growth/asks.html", form, **context)


def _about(request: Request, pair: Mentorship) -> dict[str, str]:
    """Return what the form begins with where a goal's page leads to it: the goal, and a mentee's usual question."""
    goal_id = read_id(request.GET.get("goal", ""))
    if goal_id is None:
        return {}
    is_mentee = pair.mentee_id == request.viewer.own_id
    return {"goal": str(goal_id), **({"question": str(FEEDBACK)} if is_mentee else {})}


@require_http_methods(["GET", "POST"])
@allow(is_member, load=ask_for)
def answer(request: Request, found: ReadAsk) -> HttpResponse:
    """Answer what the other one has asked."""
    pair = found.ask.mentorship
    form = AnswerForm(request.POST or None, initial={"answer": found.answer})
    asked = ""
    if request.method == "POST" and form.is_valid():
        asked = patient_question(request, form.cleaned_data["answer"])
        if not asked:
            services.answer_question(ask_id=found.ask.id, text=form.cleaned_data["answer"], by=request.viewer)
            add_toast(request, _("Answered."))
            return _to(request, pair)
    context = {"found": found, "pair": pair, "other": other_of(request, pair), "asked": asked}
    return show_form(request, "participant/growth/answer.html", form, **context)


@require_POST
@allow(is_member, load=ask_for)
def let_go(request: Request, found: ReadAsk) -> HttpResponse:
    """Let a question go."""
    services.let_go_question(ask_id=found.ask.id, by=request.viewer)
    undo = address(request, "growth:take_up_ask", ask_id=found.ask.id)
    add_toast(request, _("The question is let go."), undo=undo)
    return _to(request, found.ask.mentorship)


@require_POST
@allow(is_member, load=ask_for)
def take_up(request: Request, found: ReadAsk) -> HttpResponse:
    """Let a question be open again that one has let go."""
    services.take_back_letting_go(ask_id=found.ask.id, by=request.viewer)
    add_toast(request, _("Taken back: the question is open again."))
    return _to(request, found.ask.mentorship)


def _to(request: Request, pair: Mentorship) -> HttpResponse:
    return redirect(address(request, "growth:asks", mentorship_id=pair.id))
