"""A set of questions is begun, published, thrown away."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rounds.core.access import Request, allow
from rounds.core.errors import DomainError
from rounds.surveys.enums import Source
from rounds.surveys.instruments.forms import NewForm
from rounds.surveys.instruments.selectors import askable_versions
from rounds.surveys.instruments.selectors.listing import (
    InstrumentLine,
    content_of,
    instrument_for,
    instrument_version_for,
    version_before,
)
from rounds.surveys.instruments.services import authoring
from rounds.surveys.instruments.services.retiring import bring_back_instrument, retire_instrument
from rounds.surveys.instruments.values.checking import advice_of, problems_of
from rounds.surveys.instruments.values.comparing import compare
from rounds.surveys.instruments.values.content import Content
from rounds.surveys.instruments.values.writing import trimmed
from rounds.surveys.models import InstrumentVersion
from rounds.web.addresses import address
from rounds.web.coordinator.instruments.showing import shown_lines
from rounds.web.coordinator.instruments.views import OFFICE
from rounds.web.frame.ask import ask_first
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast


@allow(OFFICE)
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Begin a set of the institution's own."""
    form = NewForm(request.POST or None, versions=askable_versions())
    if request.method == "POST" and form.is_valid():
        try:
            draft = authoring.new_instrument(
                name=form.cleaned_data["name"],
                source=form.cleaned_data["source"],
                credit=form.cleaned_data["credit"],
                copy_of=form.copy_of(),
                by=request.viewer,
            )
        except DomainError as error:
            put_error(form, error)
        else:
            if form.cleaned_data["source"] == Source.LICENSED:
                return redirect(address(request, "instruments:license", instrument_id=draft.instrument_id))
            return redirect(address(request, "instruments:edit", instrument_version_id=draft.id))
    return show_form(request, "coordinator/instruments/new.html", form)


@allow(OFFICE, load=instrument_for)
@require_POST
def begin(request: Request, line: InstrumentLine) -> HttpResponse:
    """Begin the next version of a set."""
    draft = authoring.begin_draft(instrument_id=line.instrument.id, by=request.viewer)
    return redirect(address(request, "instruments:edit", instrument_version_id=draft.id))


@allow(OFFICE, load=instrument_for)
@require_POST
def retire(request: Request, line: InstrumentLine) -> HttpResponse:
    """Let no new survey ask by a set; the next page offers to take that back."""
    retire_instrument(instrument_id=line.instrument.id, by=request.viewer)
    undo = address(request, "instruments:bring_back", instrument_id=line.instrument.id)
    words = _("Retired: no new survey asks by %(name)s. What was planned goes on.")
    add_toast(request, words % {"name": line.instrument.name}, undo=undo)
    return redirect(address(request, "instruments:detail", instrument_id=line.instrument.id))


@allow(OFFICE, load=instrument_for)
@require_POST
def bring_back(request: Request, line: InstrumentLine) -> HttpResponse:
    """Let new surveys ask by a retired set again."""
    bring_back_instrument(instrument_id=line.instrument.id, by=request.viewer)
    add_toast(request, _("New surveys can ask by %(name)s again.") % {"name": line.instrument.name})
    return redirect(address(request, "instruments:detail", instrument_id=line.instrument.id))


@allow(OFFICE, load=instrument_version_for)
@require_http_methods(["GET", "POST"])
def publish(request: Request, version: InstrumentVersion) -> HttpResponse:
    """Show what differs from the version before, which trends go on, what stands against it; a POST publishes."""
    authoring.refuse_published(version)
    if request.method == "POST":
        authoring.publish_version(version_id=version.id, by=request.viewer)
        words = _("Version %(number)s of %(name)s is published: new surveys ask by it.")
        add_toast(request, words % {"number": version.number, "name": version.instrument.name})
        return redirect(address(request, "instruments:version", instrument_version_id=version.id))
    content = trimmed(content_of(version.id))
    older = version_before(version)
    before = content_of(older.id) if older else Content()
    lines = shown_lines(before, content, compare(before, content))
    context = {
        "version": version,
        "instrument": version.instrument,
        "older": older,
        "newer": version,
        "lines": lines,
        "differ": sum(bool(one.changes) for one in lines),
        "go_on": sum(one.goes_on for one in lines),
        "begin_anew": sum(one.is_in_both and not one.goes_on for one in lines),
        "found": problems_of(content),
        "advice": advice_of(content),
    }
    return render(request, "coordinator/instruments/publish.html", context)


@allow(OFFICE, load=instrument_version_for)
@require_http_methods(["GET", "POST"])
def delete(request: Request, version: InstrumentVersion) -> HttpResponse:
    """Throw a draft away; asks first."""
    authoring.refuse_published(version)
    name = {"name": version.instrument.name, "number": version.number}
    if request.method == "GET":
        return ask_first(
            request,
            title=_("Delete the draft of version %(number)s of %(name)s?") % name,
            words=[_("What was written in it is gone for good. Published versions stay as they are.")],
            verb=_("Delete the draft"),
            back=address(request, "instruments:edit", instrument_version_id=version.id),
        )
    authoring.delete_draft(version_id=version.id, by=request.viewer)
    add_toast(request, _("The draft of version %(number)s of %(name)s is gone.") % name)
    return redirect(address(request, "instruments:list"))
