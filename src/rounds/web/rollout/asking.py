"""Somebody without an account is asked by mail to sign; a letter is called off; a signature on paper is taken back by two."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow, holds
from rounds.core.errors import DomainError
from rounds.programs.selectors.programs import OFFICE
from rounds.rollout.forms.signing import AskForm, TakeBackForm
from rounds.rollout.models import DocumentVersion, SignLink, SignOff
from rounds.rollout.selectors.links import LINK_DAYS, letter_of_office, paper_to_take_back
from rounds.rollout.selectors.signing import document_of_office, signatures_of
from rounds.rollout.services.links import ask_by_mail, call_off
from rounds.rollout.services.signing import agree_to_take_back, ask_to_take_back
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast

IN_OFFICE = holds(*OFFICE)


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=document_of_office)
def ask(request: Request, document: DocumentVersion) -> HttpResponse:
    """Ask somebody by mail to sign this version; the letter can be stopped until it leaves, and called off afterward."""
    initial = {"entry": AskForm.new_entry(), "digest": document.digest}
    form = AskForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            link, batch = ask_by_mail(
                document=document,
                digest=form.cleaned_data["digest"],
                asked=form.asked(),
                entry_id=form.entry_id(),
                by=request.viewer,
            )
        except DomainError as error:
            put_error(form, error)
        else:
            words = _("A letter to %(name)s leaves in 15 minutes; the link in it signs this version once.")
            stop = address(request, "sent:stop", batch_id=batch.id) if batch else ""
            add_toast(request, words % {"name": link.name}, stop=stop)
            return redirect(address(request, "rollout:version", document_id=document.id))
    context = {"document": document, "program": document.program, "days": LINK_DAYS}
    return show_form(request, "rollout/ask.html", form, **context)


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=letter_of_office)
def off(request: Request, link: SignLink) -> HttpResponse:
    """Ask whether a letter is called off; a POST does it: its link opens nothing any more."""
    document = link.document
    if request.method == "POST":
        call_off(link_id=link.id, by=request.viewer)
        add_toast(request, _("Called off. The link of this letter opens nothing any more."))
        return redirect(address(request, "rollout:version", document_id=document.id))
    context = {"link": link, "document": document, "program": document.program}
    return render(request, "rollout/off.html", context)


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=paper_to_take_back)
def take(request: Request, signature: SignOff) -> HttpResponse:
    """Take a mistyped signature on paper back: one asks with a reason, another agrees."""
    document = signature.document
    form = TakeBackForm(request.POST or None)
    go = pressed(request, "ask", "agree") if request.method == "POST" else ""
    if go == "agree" or (go == "ask" and form.is_valid()):
        try:
            if go == "agree":
                agree_to_take_back(signature=signature, by=request.viewer)
                add_toast(request, _("Taken back: it counts no more, and stays readable with its reason."))
            else:
                ask_to_take_back(signature=signature, reason=form.cleaned_data["reason"], by=request.viewer)
                add_toast(request, _("Asked. It counts until somebody else of the office agrees."))
        except DomainError as error:
            put_error(form, error, beside="reason")
        else:
            return redirect(address(request, "rollout:version", document_id=document.id))
    signed = next(one for one in signatures_of([document])[document.id] if one.signature.id == signature.id)
    return show_form(
        request, "rollout/take.html", form, signed=signed, document=document, program=document.program
    )
