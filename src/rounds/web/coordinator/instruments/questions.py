"""Questions of a draft: added from a sheet, looked at one by one, removed."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, Viewer, allow
from rounds.core.edits import EditForm
from rounds.core.errors import DomainError, NotFound
from rounds.surveys.instruments.forms import AddForm, QuestionForm, values_of
from rounds.surveys.instruments.selectors.listing import content_of, instrument_version_for, version_before
from rounds.surveys.instruments.services import authoring
from rounds.surveys.instruments.values.checking import called
from rounds.surveys.instruments.values.content import Content, ItemContent
from rounds.surveys.instruments.values.files import MISSING, SPOKEN
from rounds.surveys.instruments.values.writing import read_lines, with_pasted
from rounds.surveys.models import InstrumentVersion
from rounds.web.addresses import address
from rounds.web.coordinator.instruments.views import OFFICE
from rounds.web.frame.ask import ask_first
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast


@allow(OFFICE, load=instrument_version_for)
@require_http_methods(["GET", "POST"])
def add(request: Request, version: InstrumentVersion) -> HttpResponse:
    """Add questions, a line each."""
    authoring.refuse_published(version)
    content = content_of(version.id)
    form = AddForm(request.POST or None, content=content, initial={"entry": AddForm.new_entry()})
    if request.method == "POST" and form.is_valid() and (count := _added(request, version, form)) is not None:
        words = ngettext("%(count)s question is added.", "%(count)s questions are added.", count)
        add_toast(request, words % {"count": count})
        return redirect(address(request, "instruments:edit", instrument_version_id=version.id))
    context = {"version": version, "instrument": version.instrument, "scales": _scales(content)}
    return show_form(request, "coordinator/instruments/add.html", form, **context)


def _added(request: Request, version: InstrumentVersion, form: AddForm) -> int | None:
    """Write the questions and return how many; None where a line can't be read, which the form says."""
    data = form.cleaned_data

    def change(content: Content) -> Content:
        pasted = read_lines(data["lines"], content.scales)
        return with_pasted(content, pasted, part_key=data["part"], entry=str(form.entry_id()))

    try:
        authoring.edit_draft(version_id=version.id, change=change, by=request.viewer)
    except DomainError as error:
        put_error(form, error)
        return None
    return len([line for line in data["lines"].splitlines() if line.strip()])


def _scales(content: Content) -> list[tuple[str, str]]:
    return [
        (key, " … ".join(label.get(SPOKEN, "") for _code, label in (points[0], points[-1])))
        for key, points in content.scales.items()
        if points
    ]


@dataclass(frozen=True)
class Found:
    """A question of a draft, with the whole draft and the same question of the version before."""

    version: InstrumentVersion
    content: Content
    item: ItemContent
    before: ItemContent | None


def question_for(viewer: Viewer, instrument_version_id: UUID, item_key: str) -> Found:
    """Return a question of a version in scope; NotFound otherwise."""
    version = instrument_version_for(viewer, instrument_version_id)
    content = content_of(version.id)
    item = content.items_by_key.get(item_key)
    if item is None:
        raise NotFound
    older = version_before(version)
    before = content_of(older.id).items_by_key.get(item_key) if older else None
    return Found(version, content, item, before)


class EditedQuestion(EditForm, QuestionForm):
    """The form of a question that is on record."""


@allow(OFFICE, load=question_for)
@require_http_methods(["GET", "POST"])
def question(request: Request, found: Found) -> HttpResponse:
    """Show and change all about one question that the table has no room for."""
    authoring.refuse_published(found.version)
    form = EditedQuestion(
        request.POST or None,
        item=found.item,
        content=found.content,
        before=found.before,
        initial=values_of(found.item, found.before),
    )
    if request.method == "POST" and form.is_valid():
        authoring.edit_draft(
            version_id=found.version.id, change=_change(found, form.cleaned_data), by=request.viewer
        )
        add_toast(request, _("Saved: %(item)s.") % {"item": called(found.item)})
        return redirect(address(request, "instruments:edit", instrument_version_id=found.version.id))
    context = {"version": found.version, "instrument": found.version.instrument, "item": found.item}
    return show_form(
        request, "coordinator/instruments/question.html", form, words=called(found.item), **context
    )


def _change(found: Found, data: dict[str, Any]) -> Any:
    """Return what makes of a draft the one in which this question is as it was typed."""

    def change(content: Content) -> Content:
        items = tuple(
            _changed(one, found.before, data) if one.key == found.item.key else one for one in content.items
        )
        return replace(content, items=items)

    return change


def _changed(item: ItemContent, before: ItemContent | None, data: dict[str, Any]) -> ItemContent:
    values: dict[str, Any] = {
        name: data[name] for name in ("missing", "is_reverse", "low", "high") if name in data
    }
    if "missing_label" in data:
        words = data["missing_label"].strip() or MISSING.get(data["missing"], "")
        values["missing_label"] = {**item.missing_label, SPOKEN: words} if words else {}
    if "only_after" in data:
        values["show_if"] = _condition(data["only_after"])
    if before is not None and "goes_on" in data:
        values["bank_key"] = before.bank_key if data["goes_on"] else _another(item, before)
    return replace(item, **values)


def _condition(chosen: list[str]) -> dict[str, Any]:
    pairs = [one.rpartition("=") for one in chosen]
    return {"item": pairs[0][0], "codes": [int(code) for _key, _sign, code in pairs]} if pairs else {}


def _another(item: ItemContent, before: ItemContent) -> str:
    """Return a meaning of its own; one that it has already stays."""
    return item.bank_key if item.bank_key != before.bank_key else f"{before.bank_key[:50]}_new"


@allow(OFFICE, load=question_for)
@require_http_methods(["GET", "POST"])
def remove(request: Request, found: Found) -> HttpResponse:
    """Take a question out of a draft; asks first."""
    authoring.refuse_published(found.version)
    back = address(request, "instruments:edit", instrument_version_id=found.version.id)
    if request.method == "GET":
        return ask_first(
            request,
            title=_("Remove %(item)s?") % {"item": called(found.item)},
            words=[
                _("It is gone from this draft and from its scores. Versions that are published keep it."),
            ],
            verb=_("Remove the question"),
            back=back,
        )
    authoring.edit_draft(version_id=found.version.id, change=_without(found.item.key), by=request.viewer)
    add_toast(request, _("Removed: %(item)s.") % {"item": called(found.item)})
    return redirect(back)


def _without(key: str) -> Any:
    def change(content: Content) -> Content:
        kept = tuple(
            replace(one, show_if={}) if one.show_if.get("item") == key else one
            for one in content.items
            if one.key != key
        )
        return replace(content, items=kept)

    return change
