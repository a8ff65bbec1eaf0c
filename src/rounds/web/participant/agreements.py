"""The agreement of a pair: what is in force, what is proposed and differs, signing; a mentor's usual terms."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rounds.core import audit
from rounds.core.access import Request, allow, is_member
from rounds.core.audit import Opened
from rounds.core.errors import DomainError, OutOfOrder
from rounds.mentorships.agreements import services
from rounds.mentorships.agreements.forms import TermsForm
from rounds.mentorships.agreements.selectors import (
    Agreement,
    agreement_for,
    first_terms,
    list_papers,
    own_mentor_enrollment,
    paper_for,
    pdf_of,
    standing_terms_of,
    terms_of,
)
from rounds.mentorships.models import AgreementPaper, AgreementVersion, Mentorship
from rounds.programs.models import Enrollment
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast
from rounds.web.typed.keeping import keep_words


@require_http_methods(["GET", "POST"])
@allow(is_member, load=agreement_for)
def agreement(request: Request, found: Agreement) -> HttpResponse:
    """Show what is in force and what is proposed; take a signature, or the word that it is still right."""
    if request.method == "POST":
        _decided(request, found)
        return _back(request, found.pair)
    _note_opening(request, found)
    return render(request, "participant/agreements/agreement.html", _context(request, found))


def _note_opening(request: Request, found: Agreement) -> None:
    """Note for who proposed a version that the other one has read it."""
    shown = [one for one in (found.in_force, found.pending) if one is not None]
    things = [Opened(one.proposed_by_id, "agreement", one.id) for one in shown]
    audit.note_openings(by=request.viewer, things=things)


def _decided(request: Request, found: Agreement) -> None:
    by, go = request.viewer, pressed(request, "still", "sign", "take_back")
    if go == "still" and found.in_force is not None:
        services.confirm_agreement(version=found.in_force, by=by)
        add_toast(request, _("Thank you. The other one is asked to say the same."))
    elif go == "take_back" and found.pending is not None:
        _taken_back(request, found, found.pending)
    elif found.pending is not None:
        services.sign_agreement(version=found.pending, digest=request.POST.get("digest", ""), by=by)
        add_toast(request, _("Signed by both of you: it is in force now."))
    else:
        raise OutOfOrder(_("Nothing waits for a signature. Open the agreement to see what is in force."))


def _taken_back(request: Request, found: Agreement, pending: AgreementVersion) -> None:
    """Take back the own proposal; its words are in the form again when one proposes anew."""
    form = TermsForm(terms=terms_of(pending))
    words = {name: [str(form[name].value() or "")] for name in form.fields}
    page = address(request, "pairs:propose", mentorship_id=found.pair.id)
    services.take_back_proposal(version=pending, by=request.viewer)
    keep_words(request.viewer, page, words)
    add_toast(request, _("Taken back. Its words are in the form again if you propose anew."))


def _context(request: Request, found: Agreement) -> dict[str, object]:
    viewer = request.viewer
    is_mentor = found.pair.mentor_id == viewer.person_id
    return {
        "agreement": found,
        "pair": found.pair,
        "other": found.pair.mentee.full_name if is_mentor else found.pair.mentor.display_name,
        "is_mentor": is_mentor,
        "papers": list_papers(found.pair),
    }


@require_GET
@allow(is_member, load=paper_for)
def paper(request: Request, found: AgreementPaper) -> HttpResponse:
    """Give the document of an agreement that both signed to one of the two."""
    opened = Opened(found.version.proposed_by_id, "agreement", found.version_id)
    audit.note_openings(by=request.viewer, things=[opened])
    name = f"agreement-{found.version.number}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(pdf_of(found), content_type="application/pdf", headers=headers)


@require_http_methods(["GET", "POST"])
@allow(is_member, load=agreement_for)
def propose(request: Request, found: Agreement) -> HttpResponse:
    """Change the terms and propose them, signed by oneself."""
    form = TermsForm(request.POST or None, terms=first_terms(found), initial={"seen": found.newest})
    if request.method == "POST" and form.is_valid():
        try:
            services.propose_agreement(
                mentorship_id=found.pair.id,
                terms=form.terms(),
                seen=form.cleaned_data["seen"] or 0,
                by=request.viewer,
            )
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(
                request, _("Proposed, and signed by you. The other one gets a message without the text.")
            )
            return _back(request, found.pair)
    context = _context(request, found)
    return show_form(request, "participant/agreements/propose.html", form, **context)


@require_http_methods(["GET", "POST"])
@allow(is_member, load=own_mentor_enrollment)
def standing(request: Request, enrollment: Enrollment) -> HttpResponse:
    """Write one's usual terms as a mentor, once."""
    form = TermsForm(request.POST or None, terms=standing_terms_of(enrollment))
    if request.method == "POST" and form.is_valid():
        services.save_standing_terms(enrollment=enrollment, terms=form.terms(), by=request.viewer)
        add_toast(request, _("Kept. New agreements begin with these terms; signed ones stay as they are."))
        return redirect(address(request, "pairs:mine"))
    return show_form(request, "participant/agreements/standing.html", form)


def _back(request: Request, pair: Mentorship) -> HttpResponse:
    return redirect(address(request, "pairs:agreement", mentorship_id=pair.id))
