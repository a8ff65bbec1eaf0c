"""Certificates: the faculty developer issues them by rule and withdraws them; anybody checks one by its address."""

import re
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from rounds.core import audit
from rounds.core.access import Request, ScopedRequest, Viewer, allow, holds, is_member, public
from rounds.core.enums import Role
from rounds.core.errors import DomainError
from rounds.core.models import Institution
from rounds.development.enums import BY_RULE, Honor
from rounds.development.forms.recognition import WithdrawForm
from rounds.development.models import Certificate
from rounds.development.selectors.celebrating import words_to_read
from rounds.development.selectors.recognition import (
    certificate_for,
    certificate_of_code,
    honors_for,
    issued_certificates,
)
from rounds.development.services.recognition import issue_certificates, withdraw_certificate
from rounds.documents import Document, Facts, Paragraph, Small, render_pdf
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast

DEVELOPS = holds(Role.FACULTY_DEVELOPER)
CODE = re.compile(r"[0-9a-f]{32}")


@allow(DEVELOPS)
@require_http_methods(["GET", "POST"])
def recognition(request: Request) -> HttpResponse:
    """Show who has earned what by which rule; a POST issues the certificates of one honor."""
    if request.method == "POST":
        honor = Honor(pressed(request, *(one.value for one in BY_RULE)))
        issued = len(issue_certificates(honor=honor, by=request.viewer))
        words = ngettext(
            "%(count)s certificate is issued. Its person finds it under “Certificates”.",
            "%(count)s certificates are issued. Each person finds theirs under “Certificates”.",
            issued,
        )
        add_toast(request, words % {"count": issued})
        return redirect(address(request, "development:recognition"))
    context = {
        "lines": honors_for(request.viewer),
        "issued": issued_certificates(request.viewer),
        "to_read": words_to_read(request.viewer),
    }
    return render(request, "development/recognition.html", context)


def load_certificate(viewer: Viewer, certificate_id: UUID) -> Certificate:
    """Return a certificate to its person or a faculty developer; raises NotFound."""
    return certificate_for(viewer, certificate_id)


@allow(DEVELOPS, load=load_certificate)
@require_http_methods(["GET", "POST"])
def withdraw(request: Request, found: Certificate) -> HttpResponse:
    """Withdraw a certificate with a reason."""
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            withdraw_certificate(certificate_id=found.id, reason=reason, by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Withdrawn. Whoever checks it reads so from now on."))
            return redirect(address(request, "development:recognition"))
    return show_form(request, "development/withdraw.html", form, certificate=found)


@allow(is_member, load=load_certificate)
@require_safe
def certificate(request: Request, found: Certificate) -> HttpResponse:
    """Give a certificate as a tagged PDF; that it was taken is recorded."""
    audit.record("certificate.taken", by=request.viewer, kind="certificate", object_id=found.id)
    return HttpResponse(
        render_pdf(paper_of(found, request.institution)),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="certificate-{found.honor}.pdf"'},
    )


def paper_of(found: Certificate, institution: Institution) -> Document:
    """Return a certificate as paper, with the address at which it is checked."""
    check = settings.BASE_URL.rstrip("/") + reverse(
        "certificate_check", kwargs={"institution": institution.slug, "certificate_code": found.code}
    )
    facts = (
        (_("Given by"), f"{found.issued_by}, {institution.name}"),
        (_("Earned"), date_format(found.earned_on, "j M Y")),
        (_("Check"), check),
    )
    blocks = (
        Paragraph(f"{found.name} {found.words}"),
        Facts(facts),
        Small(
            _("Whoever opens the address reads whether this certificate stands; an edited copy is no record.")
        ),
    )
    return Document(
        title=str(found.get_honor_display()),
        subtitle=found.name,
        author=institution.name,
        made_on=found.earned_on,
        blocks=blocks,
    )


@public
@require_safe
def check(request: ScopedRequest, certificate_code: str) -> HttpResponse:
    """Say to anybody who has its address whether a certificate stands: name, for what, since when, nothing else."""
    found = None
    if request.institution is not None and CODE.fullmatch(certificate_code):
        found = certificate_of_code(certificate_code)
    if found is None:
        raise Http404
    context = {"certificate": found, "institution": request.institution}
    response = render(request, "development/check.html", context)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
