"""The endorsement: issued by the office, signed here or on paper."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow, holds
from rounds.core.errors import DomainError
from rounds.programs.models import Program
from rounds.programs.selectors import program_for
from rounds.programs.selectors.programs import OFFICE
from rounds.rollout.forms.signing import EndorsementForm, PaperForm, SignForm
from rounds.rollout.models import DocumentVersion, SignOff
from rounds.rollout.selectors.signing import (
    SIGNERS,
    capacities_for,
    document_of_office,
    document_to_sign,
    newest_endorsement,
    paper_to_see,
)
from rounds.rollout.services.signing import enter_paper, issue_endorsement, see_paper, sign_document
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast

IN_OFFICE = holds(*OFFICE)


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=program_for)
def endorse(request: Request, program: Program) -> HttpResponse:
    """Issue the endorsement; a new version begins with no signature."""
    newest = newest_endorsement(program.id)
    form = EndorsementForm(request.POST or None, initial=_said(newest) if newest else None)
    if request.method == "POST" and form.is_valid():
        try:
            document = issue_endorsement(program=program, terms=form.terms(), by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Issued. It waits for the sponsor’s and the DIO’s signature."))
            return redirect(address(request, "rollout:version", document_id=document.id))
    return show_form(request, "rollout/endorse.html", form, program=program, newest=newest)


def _said(newest: DocumentVersion) -> dict[str, Any]:
    terms = dict(newest.facts["terms"])
    return {**terms, "until_on": date.fromisoformat(terms["until_on"])}


@require_http_methods(["GET", "POST"])
@allow(holds(*SIGNERS), load=document_to_sign)
def sign(request: Request, document: DocumentVersion) -> HttpResponse:
    """Sign an endorsement with one's account."""
    may = capacities_for(request.viewer, document.program_id)
    form = SignForm(request.POST or None, initial={"digest": document.digest}, capacities=may)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            sign_document(
                document=document, digest=given["digest"], capacity=given["capacity"], by=request.viewer
            )
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Signed. Your name and this day stand under this version."))
            return redirect(address(request, "rollout:version", document_id=document.id))
    return show_form(request, "rollout/sign.html", form, document=document, program=document.program)


@require_http_methods(["GET", "POST"])
@allow(IN_OFFICE, load=document_of_office)
def on_paper(request: Request, document: DocumentVersion) -> HttpResponse:
    """Enter a signature that was given on paper; a second person has to see the paper."""
    form = PaperForm(
        request.POST or None, initial={"entry": PaperForm.new_entry(), "digest": document.digest}
    )
    if request.method == "POST" and form.is_valid():
        try:
            enter_paper(
                document=document,
                digest=form.cleaned_data["digest"],
                signature=form.signature(),
                entry_id=form.entry_id(),
                by=request.viewer,
            )
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Entered. It counts once somebody else of the office has seen the paper."))
            return redirect(address(request, "rollout:version", document_id=document.id))
    return show_form(request, "rollout/on_paper.html", form, document=document, program=document.program)


@require_POST
@allow(IN_OFFICE, load=paper_to_see)
def seen(request: Request, signature: SignOff) -> HttpResponse:
    """Say that one has seen a signature on paper."""
    see_paper(signature=signature, by=request.viewer)
    add_toast(request, _("Noted: two people have seen the paper. The signature counts."))
    return redirect(address(request, "rollout:version", document_id=signature.document_id))
