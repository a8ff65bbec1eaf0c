"""One's own dossiers: pick, read as the reader will, freeze, take as files, give a code."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rounds.core import audit
from rounds.core.access import Request, Viewer, allow, is_member
from rounds.core.errors import DomainError, NotFound
from rounds.people.selectors import own_person
from rounds.rollout.enums import DossierKind
from rounds.rollout.forms.dossier import DossierForm
from rounds.rollout.models import Dossier, DossierCode
from rounds.rollout.selectors.dossiers.facts import sections_of
from rounds.rollout.selectors.dossiers.naming import asked_of, code_for, is_open
from rounds.rollout.selectors.dossiers.reading import (
    dossier_for,
    draft_of,
    frozen_facts,
    own_dossiers,
    read_of,
    released_to,
)
from rounds.rollout.services.dossiers import code_of, end_code, freeze_dossier, make_code, save_choice
from rounds.rollout.values.dossier import choice_of
from rounds.web.addresses import address
from rounds.web.dossiers.papers import file_of, foot_of, form_known, span_words, title_of
from rounds.web.frame.ask import ask_first
from rounds.web.frame.errors import put_error, show_form
from rounds.web.toasts import add_toast


def load_kind(_viewer: Viewer, dossier_kind: str) -> DossierKind:
    """Return the kind of a dossier; raises NotFound."""
    if dossier_kind not in DossierKind.values:
        raise NotFound
    return DossierKind(dossier_kind)


def load_dossier(viewer: Viewer, dossier_id: UUID) -> Dossier:
    """Return an own dossier; raises NotFound."""
    return dossier_for(viewer, dossier_id)


def load_file(viewer: Viewer, dossier_id: UUID, dossier_form: str) -> tuple[Dossier, str]:
    """Return an own frozen dossier and the form of a file; raises NotFound."""
    found = dossier_for(viewer, dossier_id)
    if found.frozen_at is None:
        raise NotFound
    return found, form_known(dossier_form)


def load_code(viewer: Viewer, dossier_code_id: UUID) -> DossierCode:
    """Return a code of an own dossier; raises NotFound."""
    return code_for(viewer, dossier_code_id)


@allow(is_member)
@require_safe
def mine(request: Request) -> HttpResponse:
    """List one's own dossiers, and the two that can be begun."""
    rows = own_dossiers(request.viewer)
    context = {
        "frozen": [one for one in rows if one.frozen_at is not None],
        "drafts": [one for one in rows if one.frozen_at is None],
        "kinds": DossierKind,
        "asked": asked_of(request.viewer),
    }
    return render(request, "dossiers/mine.html", context)


@allow(is_member, load=load_kind)
@require_http_methods(["GET", "POST"])
def write(request: Request, kind: DossierKind) -> HttpResponse:
    """Pick facts of one's own and add words; a POST keeps them as a draft and leads to how it reads."""
    viewer = request.viewer
    sections = sections_of(viewer.own_id, kind)
    draft = draft_of(viewer, kind)
    chosen = choice_of(draft.opened()["choice"]) if draft else None
    initial: dict[str, Any] = {"parts": [one.key for one in sections if one.rows], "words": "", "named": []}
    if chosen:
        initial = {"parts": list(chosen.parts), "words": chosen.words, "named": list(chosen.named)}
    form = DossierForm(
        request.POST or None, kind=kind, sections=sections, released=released_to(viewer), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            found = save_choice(kind=kind, choice=form.choice(), by=viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect(address(request, "dossier:read", dossier_id=found.id))
    empty = [one for one in sections if not one.rows]
    return show_form(request, "dossiers/write.html", form, kind=kind, empty=empty)


@allow(is_member, load=load_dossier)
@require_http_methods(["GET", "POST"])
def read(request: Request, found: Dossier) -> HttpResponse:
    """Show a dossier as its reader will get it; a POST freezes it."""
    if request.method == "POST":
        freeze_dossier(dossier=found, institution=request.institution, by=request.viewer)
        add_toast(request, _("Frozen. Take it as a file, or make a code for whoever fetches it."))
        return redirect(address(request, "dossier:read", dossier_id=found.id))
    facts = None
    if found.frozen_at is None:
        name = own_person(request.viewer).display_name
        choice = choice_of(found.opened()["choice"])
        facts = frozen_facts(found.person_id, name, request.institution.name, found.kind, choice)
    shown = read_of(found, facts=facts)
    codes = [one for one in found.codes.all() if is_open(one)]
    context = {
        "dossier": found,
        "read": shown,
        "title": title_of(shown),
        "span": span_words(shown),
        "foot": foot_of(shown),
        "codes": [(one, code_of(one)) for one in codes],
        "enter": settings.BASE_URL.rstrip("/") + reverse("dossier_enter"),
        "past_codes": [one for one in found.codes.all() if one not in codes and one.times],
    }
    return render(request, "dossiers/read.html", context)


@allow(is_member, load=load_file)
@require_safe
def take(request: Request, found: tuple[Dossier, str]) -> HttpResponse:
    """Give an own dossier as a file; that it was taken is recorded."""
    dossier, form = found
    response = file_of(read_of(dossier), form)
    audit.record("dossier.taken", by=request.viewer, kind="dossier", object_id=dossier.id, form=form)
    return response


@allow(is_member, load=load_dossier)
@require_POST
def give(request: Request, found: Dossier) -> HttpResponse:
    """Make the code by which somebody fetches a dossier."""
    make_code(dossier=found, by=request.viewer)
    add_toast(request, _("Give the code to whoever is to fetch it. It works for 14 days."))
    return redirect(address(request, "dossier:read", dossier_id=found.id))


@allow(is_member, load=load_code)
@require_http_methods(["GET", "POST"])
def end(request: Request, found: DossierCode) -> HttpResponse:
    """Ask, and end a code."""
    back = address(request, "dossier:read", dossier_id=found.dossier_id)
    if request.method == "POST":
        end_code(code=found, by=request.viewer)
        add_toast(request, _("Ended. The code opens nothing any more."))
        return redirect(back)
    return ask_first(
        request,
        title=_("End this code?"),
        words=[
            _("It opens nothing from now on. What was fetched already stays with whoever has it."),
            _("You can make another code at any time."),
        ],
        verb=_("End the code"),
        back=back,
    )
