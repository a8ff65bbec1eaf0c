"""The yearly page of follow-up: by the link of a mail, without signing in; only its own person's public facts are on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rounds.core.access import Viewer, public
from rounds.core.database.scope import scope
from rounds.core.errors import DomainError, NotFound
from rounds.insights.forms.following import FollowUpForm
from rounds.insights.models import FollowUp
from rounds.insights.selectors.following import (
    follow_up_by_id,
    follow_up_of_token,
    has_left,
    institution_of_token,
    lines_of,
)
from rounds.insights.services.following import answer_follow_up, stop_follow_up
from rounds.insights.values.following import YEARS, asks_to_go_on
from rounds.people.enums import ConsentKind
from rounds.people.values.consents import current_text
from rounds.web.frame.errors import put_error, status_of
from rounds.web.frame.links import let_in, opened_row, see_whose

SESSION = "follow_up"
Shown = Callable[[HttpRequest, FollowUp], HttpResponse]


@public
@require_safe
def follow_link(request: HttpRequest, follow_token: str) -> HttpResponse:
    """Lead from a mail to the page. Whoever only opens the link, such as a scanner, answers nothing."""
    institution = institution_of_token(follow_token)
    if institution is None:
        raise NotFound
    with scope(institution.id, institution.timezone):
        row = follow_up_of_token(follow_token)
    let_in(request, SESSION, institution, row.id)
    return redirect("later")


def _by_link(show: Shown) -> Callable[[HttpRequest], HttpResponse]:
    """Return the page for somebody whom a link has let in: only this one request is theirs."""

    def view(request: HttpRequest) -> HttpResponse:
        institution, follow_up_id = opened_row(request, SESSION)
        see_whose(request, str(follow_up_id))
        with scope(institution.id, institution.timezone):
            return show(request, follow_up_by_id(follow_up_id))

    return public(view)


def _page(request: HttpRequest, row: FollowUp) -> HttpResponse:
    """Show what is recorded and ask whether it is still so; a POST is the answer of this year."""
    asks_more = asks_to_go_on(row.year, row.consent_version)
    post = request.POST if request.method == "POST" else None
    form = FollowUpForm(post, rows=lines_of(row), asks_where=not has_left(row), asks_more=asks_more)
    if post is not None and row.answered_at is None and form.is_valid():
        try:
            answer_follow_up(follow_up_id=row.id, answer=form.answer(), by=_owner(row))
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect("later")
    more = current_text(ConsentKind.FOLLOW_UP).words if asks_more else ""
    return render(request, "evidence/later.html", _context(row, form=form, more=more), status=status_of(form))


def _stop(request: HttpRequest, row: FollowUp) -> HttpResponse:
    """Ask this person no more, in any year: one press."""
    stop_follow_up(row=row, by=_owner(row))
    request.session.pop(SESSION, None)
    return render(request, "evidence/later_stopped.html", _context(row))


def _context(row: FollowUp, **more: Any) -> dict[str, Any]:
    return {
        "row": row,
        "organization": row.institution,
        "years": YEARS.get(row.consent_version, 0),
        **more,
    }


def _owner(row: FollowUp) -> Viewer:
    """Return the person of a request as who acts: the link shows whose it is, nothing else is open to them."""
    return Viewer(row.institution.id, None, row.person_id, row.person.full_name)


page = require_http_methods(["GET", "HEAD", "POST"])(_by_link(_page))
stop = require_POST(_by_link(_stop))
