"""Figures of several institutions together: audited tables leave as a file, those of others are read, summed and shown; nothing is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from rounds.core import audit
from rounds.core.access import Request, allow
from rounds.insights.selectors.figures import figures_of_house
from rounds.insights.values.library import MEASURES
from rounds.insights.values.pooling import (
    PER,
    POOLED,
    NoTables,
    Row,
    Tables,
    differing,
    pooled,
    read,
    table_of,
    written,
)
from rounds.people.rules import can_change_people
from rounds.web.evidence.pictures.numbers import number, percent
from rounds.web.frame.errors import show_form

MOST_FILES, MOST_BYTES = 20, 1_000_000


class _FilesInput(forms.FileInput):
    allow_multiple_selected = True


class _Files(forms.FileField):
    """Several files, each of them looked at as one is."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        rows = data if isinstance(data, list) and data else [None if isinstance(data, list) else data]
        return [super(_Files, self).clean(one, initial) for one in rows]


class TablesForm(forms.Form):
    """Files of other institutions."""

    file = _Files(
        label=gettext_lazy("Files of other institutions"),
        help_text=gettext_lazy(
            "Files that other institutions took from this page of theirs (.json); several at once."
        ),
        error_messages={
            "required": gettext_lazy("Choose a file of another institution."),
            "empty": gettext_lazy("The file is empty. Choose the file that holds the tables."),
        },
        widget=_FilesInput(attrs={"accept": ".json"}),
    )

    def __init__(self, *args: Any, own: Tables, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        self.others: list[Tables] = []

    def clean_file(self) -> Any:
        """Read every file; the same institution twice, or one's own, would count twice."""
        names = {self.own.institution.casefold()}
        for one in self.cleaned_data["file"][:MOST_FILES]:
            other = self._read(one)
            if other.institution.casefold() in names:
                words = _("%(name)s is here already: it would count twice. Leave “%(file)s” out.")
                raise forms.ValidationError(words % {"name": other.institution, "file": one.name})
            names.add(other.institution.casefold())
            self.others.append(other)
        return self.cleaned_data["file"]

    def _read(self, one: Any) -> Tables:
        try:
            if one.size > MOST_BYTES:
                raise NoTables("format")
            return read(one.read())
        except NoTables as error:
            raise forms.ValidationError(_why(str(error)) % {"file": one.name[:80]}) from None


def _why(cause: str) -> str:
    if cause == "changed":
        return _(
            "“%(file)s” was changed since it was written. Ask the other institution for the file as it left."
        )
    return _(
        "“%(file)s” holds no tables of figures. Choose a file that another institution took from this page."
    )


@require_http_methods(["GET", "POST"])
@allow(can_change_people)
def pool(request: Request) -> HttpResponse:
    """Show what may leave, and put files of others beside it; what was read is shown and not kept."""
    own = _own(request)
    form = TablesForm(request.POST or None, request.FILES or None, own=own)
    context: dict[str, Any] = {"own": [MEASURES[key].name for key in own.tables], "names": [], "rows": []}
    if request.method == "POST" and form.is_valid():
        every = [own, *form.others]
        context |= {
            "names": [one.institution for one in every],
            "days": [one.as_of for one in every],
            "rows": [_told(one) for one in pooled(every)],
            "differing": [
                (other.institution, [MEASURES[key].name for key in out])
                for other in form.others
                if (out := differing(own, other))
            ],
        }
    return show_form(request, "evidence/pool.html", form, **context)


@require_GET
@allow(can_change_people)
def tables(request: Request) -> HttpResponse:
    """Give the tables as a file; that they were taken is recorded."""
    own = _own(request)
    audit.record("tables.taken", by=request.viewer, kind="institution", measures=len(own.tables))
    return HttpResponse(
        written(own),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="rounds-tables-{own.as_of}.json"'},
    )


def _own(request: Request) -> Tables:
    """Return the institution's tables, of the figures that its reader may see."""
    figures = figures_of_house(request.viewer)
    found = {}
    for key, one in figures.items():
        if key in POOLED and (table := table_of(key, one.result)) is not None:
            found[key] = table
    day = next((one.cut.as_of.isoformat() for one in figures.values()), "")
    return Tables(request.institution.name, day, found)


def _told(row: Row) -> dict[str, Any]:
    """Return one line in words."""
    name = MEASURES[row.measure].name
    label = _("%(name)s: with a mentor beside without") % {"name": name} if row.kind == "ratio" else name
    if row.group:
        label = f"{name}, {_(row.group).lower()}"
    return {"label": label, "parts": row.parts, "together": _together(row)}


def _together(row: Row) -> str:
    one = row.pooled
    if one is None:
        return _("of one institution alone")
    if row.kind == "share":
        said = {"value": percent(one.value), "low": percent(one.low), "high": percent(one.high)}
        return _("%(value)s (%(low)s to %(high)s)") % said
    said = {"value": number(one.value), "low": number(one.low), "high": number(one.high), "per": f"{PER:g}"}
    if row.kind == "ratio":
        return _("ratio %(value)s (%(low)s to %(high)s)") % said
    return _("%(value)s in %(per)s years (%(low)s to %(high)s)") % said
