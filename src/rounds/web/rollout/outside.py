"""The page of a mailed link: whoever has it reads one version and signs it once, without an account."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from rounds.core.access import public
from rounds.core.database.scope import scope
from rounds.core.errors import DomainError, NotFound
from rounds.rollout.forms.signing import LinkForm
from rounds.rollout.models import SignLink
from rounds.rollout.selectors.links import institution_of_link, link_by_id, link_of_word
from rounds.rollout.services.links import sign_by_link
from rounds.web.frame.errors import put_error, status_of
from rounds.web.frame.links import let_in, opened_row, see_whose
from rounds.web.rollout.papers import foot_of

SESSION = "sign_off"
Shown = Callable[[HttpRequest, SignLink], HttpResponse]


@public
@require_safe
def follow_link(request: HttpRequest, sign_token: str) -> HttpResponse:
    """Lead from a mail to the page. Whoever only opens the link, such as a scanner, signs nothing."""
    institution = institution_of_link(sign_token)
    if institution is None:
        raise NotFound
    with scope(institution.id, institution.timezone):
        row = link_of_word(sign_token)
    let_in(request, SESSION, institution, row.id)
    return redirect("sign_off")


def _page(request: HttpRequest, link: SignLink) -> HttpResponse:
    document = link.document
    form = LinkForm(request.POST or None, initial={"digest": document.digest})
    if request.method == "POST" and form.is_valid():
        try:
            sign_by_link(link_id=link.id, digest=form.cleaned_data["digest"])
        except DomainError as error:
            put_error(form, error)
        else:
            return redirect("sign_off")
    context: dict[str, Any] = {"link": link, "document": document, "form": form, "foot": foot_of(document)}
    return render(request, "rollout/outside.html", context, status=status_of(form))


def _by_link(show: Shown) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        institution, link_id = opened_row(request, SESSION)
        see_whose(request, str(link_id))
        with scope(institution.id, institution.timezone):
            return show(request, link_by_id(link_id))

    return public(view)


page = require_http_methods(["GET", "HEAD", "POST"])(_by_link(_page))
