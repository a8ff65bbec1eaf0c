"""What the two are asked about their pair itself: one page, one press each."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow, is_member
from rounds.mentorships.dues.forms import AnswerForm
from rounds.mentorships.dues.selectors.questions import Question, question_for
from rounds.mentorships.dues.services.answers import Said, answer_about_pair
from rounds.mentorships.enums import Choice, Occasion
from rounds.programs.enums import Side
from rounds.web.addresses import address
from rounds.web.frame.errors import show_form
from rounds.web.toasts import add_toast


@require_http_methods(["GET", "POST"])
@allow(is_member, load=question_for)
def question(request: Request, asked: Question) -> HttpResponse:
    """Ask, say who sees the answer, and take it; it can be changed as long as it is asked."""
    form = AnswerForm(request.POST or None, occasion=asked.occasion, initial={"choice": asked.mine})
    if request.method == "POST" and form.is_valid():
        said = Said(occasion=asked.occasion, key=asked.key, choice=form.cleaned_data["choice"])
        answer_about_pair(mentorship_id=asked.pair.id, said=said, by=request.viewer)
        return _answered(request, asked, said.choice)
    is_mentor = asked.side == Side.MENTOR
    other = asked.pair.mentee.full_name if is_mentor else asked.pair.mentor.display_name
    context = {
        "asked": asked,
        "pair": asked.pair,
        "other": other,
        "title": title_of(asked.occasion, other),
        "ends_on": asked.pair.planned_end_on or asked.pair.cycle.ends_on,
        "person": asked.pair.mentor if is_mentor else asked.pair.mentee,
        "theirs": Choice(asked.theirs).label if asked.theirs else "",
    }
    return show_form(request, "participant/pairs/question.html", form, **context)


def _answered(request: Request, asked: Question, choice: str) -> HttpResponse:
    if choice == Choice.CHANGE:
        add_toast(
            request,
            _("Kept. Change the agreement here; a change of mentor is asked for at the foot of the page."),
        )
        return redirect(address(request, "pairs:pair", mentorship_id=asked.pair.id))
    add_toast(request, _("Thank you. Your answer is kept."))
    return redirect(address(request, "mine"))


def title_of(occasion: str, other: str) -> str:
    """Return the question in words."""
    words = {
        Occasion.MID_POINT: _("Half of your time with %(other)s is over: is it right as it is?"),
        Occasion.CLOSING: _("How do you and %(other)s go on?"),
        Occasion.AFTERWARD: _("Are you still in touch with %(other)s?"),
        Occasion.TIER: _("A new career tier: is what you agreed with %(other)s still right?"),
    }
    return words[Occasion(occasion)] % {"other": other}
