"""The page of thanks: people agree item by item, a faculty developer reads words first, everybody reads the page."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rounds.core.access import Request, ScopedRequest, Viewer, allow, holds, is_member, public
from rounds.core.enums import Role
from rounds.core.errors import DomainError
from rounds.development.forms.celebrating import ShowForm
from rounds.development.models import Certificate, Shown
from rounds.development.selectors.awards import judged_by, open_for, own_nominations
from rounds.development.selectors.celebrating import (
    own_certificate_for,
    own_shown,
    own_shown_for,
    shown_to_read,
    thanks,
)
from rounds.development.selectors.recognition import own_certificates
from rounds.development.services.celebrating import read_words, show, withdraw_shown
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast

DEVELOPS = holds(Role.FACULTY_DEVELOPER)


def load_own(viewer: Viewer, certificate_id: UUID) -> Certificate:
    """Return an own certificate that stands; raises NotFound."""
    return own_certificate_for(viewer, certificate_id)


def load_shown(viewer: Viewer, shown_id: UUID) -> Shown:
    """Return an own item; raises NotFound."""
    return own_shown_for(viewer, shown_id)


def load_words(viewer: Viewer, shown_id: UUID) -> Shown:
    """Return an item for a faculty developer; raises NotFound."""
    return shown_to_read(viewer, shown_id)


@allow(is_member)
@require_safe
def certificates(request: Request) -> HttpResponse:
    """Show one's own certificates that stand, and what of them and of one's stories everybody can read."""
    shown = own_shown(request.viewer)
    by_certificate = {one.certificate_id: one for one in shown if one.certificate_id}
    context = {
        "certificates": [(one, by_certificate.get(one.id)) for one in own_certificates(request.viewer)],
        "stories": [one for one in shown if one.certificate_id is None],
        "open_awards": open_for(request.viewer),
        "judged": judged_by(request.viewer),
        "nominations": own_nominations(request.viewer),
    }
    return render(request, "development/certificates.html", context)


@allow(is_member, load=load_own)
@require_http_methods(["GET", "POST"])
def agree(request: Request, found: Certificate) -> HttpResponse:
    """Ask what of a certificate is shown to everybody."""
    return _agreed(request, found)


@allow(is_member)
@require_http_methods(["GET", "POST"])
def story(request: Request) -> HttpResponse:
    """Write a story for the page of thanks."""
    return _agreed(request, None)


def _agreed(request: Request, found: Certificate | None) -> HttpResponse:
    initial = {"entry": ShowForm.new_entry()}
    form = ShowForm(request.POST or None, initial=initial, is_story=found is None)
    if request.method == "POST" and form.is_valid():
        try:
            show(certificate=found, agreed=form.agreed(), entry_id=form.entry_id(), by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Noted. You can withdraw it here in one press, at any time."))
            return redirect(address(request, "development:certificates"))
    return show_form(request, "development/agree.html", form, certificate=found)


@allow(is_member, load=load_shown)
@require_POST
def unshow(request: Request, found: Shown) -> HttpResponse:
    """Take an own item off the page of thanks."""
    withdraw_shown(shown=found, by=request.viewer)
    add_toast(request, _("Withdrawn. Nobody reads it any more."))
    return redirect(address(request, "development:certificates"))


@allow(DEVELOPS, load=load_words)
@require_POST
def words(request: Request, found: Shown) -> HttpResponse:
    """Let somebody's words onto the page of thanks, or take the item off."""
    keep = pressed(request, "let", "off") == "let"
    read_words(shown=found, keep=keep, by=request.viewer)
    add_toast(request, _("It is on the page of thanks.") if keep else _("It is taken off."))
    return redirect(address(request, "development:recognition"))


@public
@require_safe
def celebration(request: ScopedRequest) -> HttpResponse:
    """Show to everybody what people of an institution agreed to show; nothing is kept by a cache or an index."""
    found = thanks() if request.institution is not None else None
    if found is None or not found.items:
        raise Http404
    response = render(
        request, "development/thanks.html", {"thanks": found, "institution": request.institution}
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
