"""Awards by jury: the faculty developer opens and closes them, people nominate, the jury reads and speaks."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rounds.core.access import Request, Viewer, allow, holds, is_member
from rounds.core.enums import Role
from rounds.core.errors import DomainError, NotFound
from rounds.core.reading import read_id
from rounds.development.enums import Honor, Voice
from rounds.development.forms.awards import AwardForm, JuryForm, NominateForm
from rounds.development.models import AwardRound, Nomination
from rounds.development.selectors.awards import (
    may_be_nominated,
    may_sit,
    nomination_for,
    nominees_for,
    round_for,
    round_to_judge,
    round_to_nominate,
    rounds_of,
    standing_of,
)
from rounds.development.services.awards import (
    call_off_award,
    change_jury,
    decide_award,
    give_voice,
    nominate,
    open_award,
    take_nomination_back,
)
from rounds.web.addresses import address
from rounds.web.frame.ask import ask_first
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast

DEVELOPS = holds(Role.FACULTY_DEVELOPER)


def load_round(viewer: Viewer, award_round_id: UUID) -> AwardRound:
    """Return an award for who runs it; raises NotFound."""
    return round_for(viewer, award_round_id)


def load_to_nominate(viewer: Viewer, open_award_id: UUID) -> AwardRound:
    """Return an award that takes nominations; raises NotFound."""
    return round_to_nominate(viewer, open_award_id)


def load_to_judge(viewer: Viewer, judged_award_id: UUID) -> AwardRound:
    """Return an award to one of its jury; raises NotFound."""
    return round_to_judge(viewer, judged_award_id)


def load_nomination(viewer: Viewer, award_nomination_id: UUID) -> Nomination:
    """Return one's own nomination; raises NotFound."""
    return nomination_for(viewer, award_nomination_id)


@allow(DEVELOPS)
@require_http_methods(["GET", "POST"])
def awards(request: Request) -> HttpResponse:
    """Show all awards; a POST asks for nominations for one, with its jury."""
    people = may_sit(request.viewer)
    form = AwardForm(request.POST or None, people=people, initial={"entry": AwardForm.new_entry()})
    if request.method == "POST" and form.is_valid():
        try:
            made = open_award(
                award=Honor(form.cleaned_data["award"]),
                closes_on=form.cleaned_data["closes_on"],
                jury=form.members(),
                entry_id=form.entry_id(),
                by=request.viewer,
            )
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Open. People find it under “Certificates”; no mail is sent."))
            return redirect(address(request, "development:award", award_round_id=made.id))
    return show_form(request, "development/awards.html", form, awards=rounds_of(request.viewer))


@allow(DEVELOPS, load=load_round)
@require_http_methods(["GET", "POST"])
def award(request: Request, found: AwardRound) -> HttpResponse:
    """Show how far an award is, in counts; a POST seats another jury."""
    standing = standing_of(found)
    begins = {"jury": [str(one.id) for one in standing.jury]}
    form = JuryForm(request.POST or None, people=may_sit(request.viewer), initial=begins)
    if request.method == "POST" and form.is_valid():
        try:
            change_jury(award=found, jury=form.members(), by=request.viewer)
        except DomainError as error:
            put_error(form, error, beside="jury")
        else:
            add_toast(request, _("The jury is as you chose it."))
            return redirect(address(request, "development:award", award_round_id=found.id))
    return show_form(request, "development/award.html", form, standing=standing, award=found)


@allow(DEVELOPS, load=load_round)
@require_http_methods(["GET", "POST"])
def close(request: Request, found: AwardRound) -> HttpResponse:
    """Ask whether an award is closed as its jury decided; a POST issues the certificates."""
    if request.method == "POST":
        made = decide_award(award=found, by=request.viewer)
        words = ngettext(
            "Decided. %(count)s certificate is issued; its person finds it under “Certificates”.",
            "Decided. %(count)s certificates are issued; each person finds theirs under “Certificates”.",
            len(made),
        )
        add_toast(request, words % {"count": len(made)})
        return redirect(address(request, "development:recognition"))
    told = [
        _(
            "Whoever more than half of the jury is for gets a certificate. Nobody else is named, then or later."
        ),
        _("What each of the jury said is forgotten. This can’t be undone; a certificate can be withdrawn."),
    ]
    title = _("Close “%(award)s” as its jury decided?") % {"award": found.get_award_display()}
    back = address(request, "development:award", award_round_id=found.id)
    return ask_first(request, title=title, words=told, verb=_("Close it"), back=back)


@allow(DEVELOPS, load=load_round)
@require_http_methods(["GET", "POST"])
def call_off(request: Request, found: AwardRound) -> HttpResponse:
    """Ask whether an award is called off; a POST does it."""
    if request.method == "POST":
        call_off_award(award=found, by=request.viewer)
        add_toast(request, _("Called off. Nobody was told who had been nominated."))
        return redirect(address(request, "development:awards"))
    words = [_("Nobody gets it. Nominations stay with those who wrote them; nobody else reads them.")]
    title = _("Call off “%(award)s”?") % {"award": found.get_award_display()}
    back = address(request, "development:award", award_round_id=found.id)
    return ask_first(request, title=title, words=words, verb=_("Call it off"), back=back)


@allow(is_member, load=load_to_nominate)
@require_http_methods(["GET", "POST"])
def propose(request: Request, found: AwardRound) -> HttpResponse:
    """Nominate somebody of one's own pairs."""
    people = may_be_nominated(request.viewer, found)
    if not people:
        raise NotFound
    form = NominateForm(request.POST or None, people=people, initial={"entry": NominateForm.new_entry()})
    if request.method == "POST" and form.is_valid():
        try:
            nominate(
                award=found,
                nominee_id=UUID(form.cleaned_data["nominee"]),
                words=form.cleaned_data["words"],
                entry_id=form.entry_id(),
                by=request.viewer,
            )
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Sent to the jury. You can take it back until it is decided."))
            return redirect(address(request, "development:certificates"))
    return show_form(request, "development/nominate.html", form, award=found)


@allow(is_member, load=load_nomination)
@require_POST
def unpropose(request: Request, found: Nomination) -> HttpResponse:
    """Take one's own nomination back."""
    take_nomination_back(nomination=found, by=request.viewer)
    add_toast(request, _("Taken back. Nobody reads it any more."))
    return redirect(address(request, "development:certificates"))


@allow(is_member, load=load_to_judge)
@require_safe
def jury(request: Request, found: AwardRound) -> HttpResponse:
    """Show one of the jury who was nominated and why; who stands too near steps aside."""
    context = {"award": found, "nominees": nominees_for(request.viewer, found)}
    return render(request, "development/jury.html", context)


@allow(is_member, load=load_to_judge)
@require_POST
def voice(request: Request, found: AwardRound) -> HttpResponse:
    """Say as one of the jury what one thinks of a nominee; pressed again, the last word counts."""
    says = Voice(pressed(request, *Voice.values))
    nominee_id = read_id(request.POST.get("nominee"))
    if nominee_id is None:
        raise NotFound
    give_voice(award=found, nominee_id=nominee_id, says=says, by=request.viewer)
    add_toast(
        request, _("Noted: %(says)s. It can be changed until the award is closed.") % {"says": says.label}
    )
    return redirect(address(request, "development:jury", judged_award_id=found.id))
