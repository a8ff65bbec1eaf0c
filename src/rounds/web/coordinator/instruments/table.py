"""A draft in plain tables: its questions, its pages, its answers, its scores."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow
from rounds.core.edits import changed_meanwhile, marks_sent, merge
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.fields import EntryForm
from rounds.surveys.enums import KindOfItem, KindOfScore, Source
from rounds.surveys.instruments.selectors import minutes_of, questions_of
from rounds.surveys.instruments.selectors.listing import content_of, instrument_version_for
from rounds.surveys.instruments.services import authoring
from rounds.surveys.instruments.values.checking import advice_of, problems_of
from rounds.surveys.instruments.values.content import Content
from rounds.surveys.instruments.values.files import SPOKEN
from rounds.surveys.instruments.values.tables import (
    NEW,
    TableProblem,
    as_typed,
    fields_of,
    score_choices,
    with_fields,
)
from rounds.surveys.models import InstrumentVersion
from rounds.web.addresses import address
from rounds.web.coordinator.instruments.showing import points_in_words
from rounds.web.coordinator.instruments.views import OFFICE
from rounds.web.frame.presses import pressed
from rounds.web.toasts import add_toast

Problems = list[tuple[str, str]]


class _Refused(Exception):
    """What was typed can't be saved as it is: the page shows it with these problems."""

    def __init__(self, problems: Problems, marks: Mapping[str, str]) -> None:
        super().__init__()
        self.problems, self.marks = problems, marks


@allow(OFFICE, load=instrument_version_for)
@require_http_methods(["GET", "POST"])
def edit(request: Request, version: InstrumentVersion) -> HttpResponse:
    """Edit a draft in plain tables; what is saved can go on to the page that publishes it."""
    authoring.refuse_published(version)
    if request.method == "GET":
        return _page(request, version, _on_record(version, content_of(version.id)))
    is_last = pressed(request, "", "publish") == "publish"
    try:
        changed = _saved(request, version)
    except _Refused as refused:
        typed = _typed(request.POST, _on_record(version, content_of(version.id)))
        return _page(request, version, typed, refused.problems, refused.marks)
    if changed or not is_last:
        add_toast(request, _("Saved: %(count)s changes.") % {"count": changed})
    following = "instruments:publish" if is_last else "instruments:edit"
    return redirect(address(request, following, instrument_version_id=version.id))


def _saved(request: Request, version: InstrumentVersion) -> int:
    """Write what was typed and return how much differs. Raises _Refused."""
    words: dict[str, str] = {}

    def change(content: Content) -> Content:
        now = _on_record(version, content)
        merged = merge(request.POST, _typed(request.POST, now), now)
        marks = marks_sent(request.POST, merged.theirs)
        if merged.theirs:
            raise _Refused([(name, changed_meanwhile(one)) for name, one in merged.theirs.items()], marks)
        words.update({name: merged.values[name] for name in ("reason", "name") if name in merged.values})
        try:
            return with_fields(content, merged.values, entry=request.POST.get("entry", "")[:40])
        except TableProblem as problem:
            raise _Refused(problem.found, marks) from problem

    try:
        changed = authoring.edit_draft(version_id=version.id, change=change, by=request.viewer, words=words)
    except OutOfOrder:
        raise
    except DomainError as error:
        raise _Refused([(error.field or "", error.message)], marks_sent(request.POST, {})) from error
    return changed


def _on_record(version: InstrumentVersion, content: Content) -> dict[str, Any]:
    """Return what the page shows, by the names of its fields."""
    name = {"name": version.instrument.name} if version.instrument.source != Source.OURS else {}
    return {"reason": version.reason, **name, **fields_of(content)}


def _typed(sent: QueryDict, now: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed into the fields of the page."""
    return {name: as_typed(str(sent[name])) for name in (*now, *NEW) if name in sent}


def _page(
    request: Request,
    version: InstrumentVersion,
    fields: Mapping[str, Any],
    problems: Problems | None = None,
    marks: Mapping[str, str] | None = None,
) -> HttpResponse:
    content = content_of(version.id)
    context = {
        "version": version,
        "instrument": version.instrument,
        "problems": problems or [],
        "shown": marks or {},
        "entry": request.POST.get("entry") or EntryForm.new_entry(),
        "fields": fields,
        "is_own": "name" in fields,
        "minutes": minutes_of(questions_of(version.id)),
        "waits": [] if problems else problems_of(content),
        "advice": [] if problems else advice_of(content),
        **_rows(content, {**_on_record(version, content), **fields}),
    }
    return render(request, "coordinator/instruments/edit.html", context)


def _rows(content: Content, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rows of the four tables, with what stands in their fields."""
    scores = score_choices(content)
    return {
        "kinds": [(one.value, str(one.label)) for one in KindOfItem],
        "score_kinds": [(one.value, str(one.label)) for one in KindOfScore],
        "parts": [
            (one.key, one.title.get(SPOKEN, ""), fields[f"ptitle-{one.key}"], fields[f"plead-{one.key}"])
            for one in content.parts
        ],
        "scales": [
            (key, points_in_words(points), fields[f"points-{key}"]) for key, points in content.scales.items()
        ],
        "scores": [
            (one.key, fields[f"sname-{one.key}"], fields[f"skind-{one.key}"]) for one in content.scores
        ],
        "score_choices": scores,
        "questions": [
            {
                "key": one.key,
                "number": number,
                "depends": bool(one.show_if),
                **{
                    name: fields[f"{name}-{one.key}"]
                    for name in ("place", "page", "text", "kind", "scale", "score")
                },
            }
            for number, one in enumerate(content.items, 1)
        ],
        "new": {name.replace("-new", ""): fields.get(name, "") for name in NEW},
    }
