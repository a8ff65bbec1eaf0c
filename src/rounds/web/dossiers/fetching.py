"""Whoever was given a code fetches one dossier, without an account: HR, a committee, another hospital."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rounds.core.access import public
from rounds.core.database.scope import scope
from rounds.core.errors import NotFound
from rounds.rollout.forms.dossier import CodeForm
from rounds.rollout.models import DossierCode
from rounds.rollout.selectors.dossiers.naming import institution_of_code, open_code
from rounds.rollout.selectors.dossiers.reading import read_of
from rounds.rollout.services.dossiers import note_entered
from rounds.web.dossiers.papers import file_of, foot_of, form_known, span_words, title_of
from rounds.web.frame.errors import show_form
from rounds.web.frame.links import let_in, opened_row

SESSION = "dossier"


@public
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for the code; a POST with one that is open leads to its dossier."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = institution_of_code(form.cleaned_data["code"])
        if found is None:
            form.add_error(
                "code",
                _("This code opens nothing: it may have run out, or be mistyped. Ask for another one."),
            )
        else:
            institution, code_id = found
            with scope(institution.id, institution.timezone):
                note_entered(code_id=code_id)
            let_in(request, SESSION, institution, code_id)
            return redirect("dossier_fetched")
    return show_form(request, "dossiers/enter.html", form)


def _by_code(
    show: Callable[[HttpRequest, DossierCode, str], HttpResponse],
) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, dossier_form: str = "") -> HttpResponse:
        institution, code_id = opened_row(request, SESSION)
        with scope(institution.id, institution.timezone):
            return show(request, open_code(code_id), dossier_form)

    return public(view)


def _page(request: HttpRequest, code: DossierCode, _form: str) -> HttpResponse:
    shown = read_of(code.dossier)
    context = {
        "read": shown,
        "title": title_of(shown),
        "span": span_words(shown),
        "foot": foot_of(shown),
        "code": code,
    }
    response = render(request, "dossiers/fetched.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _file(_request: HttpRequest, code: DossierCode, form: str) -> HttpResponse:
    if not form:
        raise NotFound
    return file_of(read_of(code.dossier), form_known(form))


fetched = require_safe(_by_code(_page))
fetched_file = require_safe(_by_code(_file))
