"""Sign-in without a password, and everybody's mail: for invented people only."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from rounds.core.access import public
from rounds.core.models import Institution, OutgoingMail, User
from rounds.demo import DEMO_PASSWORD, list_sign_ins
from rounds.web.demo.mailbox import arrived_text

ROWS = 30


def _unless_production(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer that there is no such page where real people are."""

    @wraps(view)
    def guarded(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if settings.PRODUCTION:
            raise Http404
        return view(request, **arguments)

    return guarded


@public
@_unless_production
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Offer one sign-in per role."""
    return render(request, "demo/start.html", {"sign_ins": list_sign_ins(), "password": DEMO_PASSWORD})


@public
@_unless_production
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the invented people, and as nobody else."""
    email = request.POST.get("email", "")
    if not settings.DEMO or email not in {one.email for one in list_sign_ins()}:
        raise Http404
    login(request, get_object_or_404(User, email=email), backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("start")


@public
@_unless_production
@require_GET
def mail(request: HttpRequest) -> HttpResponse:
    """Show all mail of all institutions, because the demo sends none; each by the clock of its institution."""
    every = OutgoingMail.everywhere.order_by("-queued_at", "id")
    address = request.GET.get("to", "").strip()
    if address:
        every = every.filter(Q(to_address__icontains=address) | Q(meant_for__icontains=address))
    page = Paginator(every, ROWS).get_page(request.GET.get("page"))
    zones = dict(Institution.objects.values_list("id", "timezone"))
    letters = [(one, arrived_text(one.id) or one.body, zones[one.institution_id]) for one in page.object_list]
    return render(request, "demo/mail.html", {"page": page, "letters": letters, "address": address})
