"""A program as a bundle: looked at before it leaves, looked at before it is read in."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from rounds.core import audit
from rounds.core.access import Request, allow, holds
from rounds.core.errors import DomainError
from rounds.programs.models import Program
from rounds.programs.rules import can_found_programs
from rounds.programs.selectors import program_for
from rounds.programs.selectors.programs import OFFICE
from rounds.rollout.forms.scale import BundleForm, CopyForm
from rounds.rollout.models import Bundle
from rounds.rollout.selectors.differences import settings_of
from rounds.rollout.selectors.scale import bundle_for, bundle_of
from rounds.rollout.services.scale import bring_bundle, read_in
from rounds.rollout.values.reading import LONGEST
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.rollout.setup_words import label_of, value_words
from rounds.web.toasts import add_toast

IN_OFFICE = holds(*OFFICE)


@require_safe
@allow(IN_OFFICE, load=program_for)
def bundle(request: Request, program: Program) -> HttpResponse:
    """Show what of a program goes into a bundle, and what is left out."""
    _data, content, told = bundle_of(program)
    context = {"program": program, "content": content, "told": told}
    return render(request, "rollout/bundle.html", context)


@require_GET
@allow(IN_OFFICE, load=program_for)
def file(request: Request, program: Program) -> HttpResponse:
    """Give a program as a bundle; that it was taken is recorded."""
    data, _content, _told = bundle_of(program)
    audit.record(
        "bundle.taken", by=request.viewer, kind="rollout", object_id=program.id, program_id=program.id
    )
    return HttpResponse(
        data,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{program.slug}-rounds-program.json"'},
    )


@require_http_methods(["GET", "POST"])
@allow(can_found_programs)
def bring(request: Request) -> HttpResponse:
    """Bring a bundle from elsewhere; it is looked at before anything comes of it."""
    form = BundleForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = bring_bundle(data=form.cleaned_data["file"].read(LONGEST + 1), by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect(address(request, "rollout:brought", bundle_id=made.id))
    brought = Bundle.objects.select_related("program")
    return show_form(request, "rollout/bring.html", form, brought=brought)


@require_http_methods(["GET", "POST"])
@allow(can_found_programs, load=bundle_for)
def brought(request: Request, bundle: Bundle) -> HttpResponse:
    """Show what is in a bundle; a POST makes a program of it, once."""
    form = CopyForm(request.POST or None, initial={"name": bundle.content["name"]})
    if request.method == "POST" and form.is_valid():
        try:
            made = read_in(bundle_id=bundle.id, by=request.viewer, **form.cleaned_data)
        except DomainError as error:
            put_error(form, error, beside="name")
        else:
            add_toast(request, _("Read in. The program stands; nobody is in it yet."))
            return redirect(address(request, "rollout:ladder", program_id=made.id))
    lines = [(label_of(path), value_words(value)) for path, value in settings_of(bundle.content).items()]
    return show_form(request, "rollout/brought.html", form, bundle=bundle, lines=lines)
