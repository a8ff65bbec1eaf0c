"""Rating: oneself in sixteen taps; a mentee who asks; asking."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rounds.core.access import Request, allow, is_member
from rounds.core.errors import DomainError
from rounds.framework.models import Domain, FrameworkVersion
from rounds.framework.selectors import current_version
from rounds.mentorships.growth.forms.ratings import AskRatingForm, RatingForm
from rounds.mentorships.growth.selectors.framework import indicators_of, tiers_of
from rounds.mentorships.growth.selectors.ratings import (
    mentees_pair_for,
    mentors_pair_for,
    open_rating_ask,
    ratings_of,
)
from rounds.mentorships.growth.services import ratings as services
from rounds.mentorships.growth.values.scale import MEANINGS
from rounds.mentorships.models import Mentorship
from rounds.people.enums import Tier
from rounds.web.addresses import address
from rounds.web.frame.errors import put_error, show_form
from rounds.web.participant.growth.overview import other_of
from rounds.web.toasts import add_toast


def _domains(version: FrameworkVersion | None) -> dict[str, str]:
    return dict(Domain.objects.filter(version=version).values_list("key", "name")) if version else {}


@require_http_methods(["GET", "POST"])
@allow(is_member)
def ratings(request: Request) -> HttpResponse:
    """Rate oneself: the present tier, then the next one; focus ones first."""
    viewer, version = request.viewer, current_version()
    tiers = [tier for tier in tiers_of(viewer.own_id) if tier]
    indicators = sorted(indicators_of(viewer.own_id), key=lambda one: tiers.index(one.tier))
    before = {}
    if version is not None:
        before = next((one.ratings for one in ratings_of(viewer.own_id, version, by=[viewer.own_id])), {})
    form = RatingForm(
        request.POST or None,
        indicators=indicators,
        before=before,
        domains=_domains(version),
        with_not_seen=False,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.rate_oneself(ratings=form.ratings(), cleared=form.cleared(), by=viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Kept. Here is what it shows."))
            return redirect(address(request, "growth:progress"))
    parts = [(Tier(tier).label, form.rows(tier)) for tier in tiers]
    return show_form(request, "participant/growth/ratings/rate.html", form, parts=parts, meanings=MEANINGS)


@require_http_methods(["GET", "POST"])
@allow(is_member, load=mentors_pair_for)
def rate(request: Request, pair: Mentorship) -> HttpResponse:
    """Rate what one's mentee asks for."""
    asked = open_rating_ask(pair)
    context = {"pair": pair, "other": other_of(request, pair), "meanings": MEANINGS, "asked": asked}
    form = RatingForm(
        request.POST or None,
        indicators=asked.indicators if asked else [],
        before={},
        domains=_domains(asked.ask.framework_version) if asked else {},
        with_not_seen=True,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.rate_mentee(mentorship_id=pair.id, ratings=form.ratings(), by=request.viewer)
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Thank you. You two see it, and nobody else."))
            return redirect(address(request, "growth:pair_progress", mentorship_id=pair.id))
    return show_form(
        request, "participant/growth/ratings/mentor.html", form, parts=[("", form.rows())], **context
    )


@require_http_methods(["GET", "POST"])
@allow(is_member, load=mentees_pair_for)
def ask(request: Request, pair: Mentorship) -> HttpResponse:
    """Choose what the mentor is asked to rate."""
    _tier, aspired = tiers_of(request.viewer.own_id)
    indicators = indicators_of(request.viewer.own_id)
    focus = [one.key for one in indicators if one.is_focus and one.tier == aspired]
    form = AskRatingForm(request.POST or None, indicators=indicators, initial={"indicators": focus})
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_mentor_to_rate(
                mentorship_id=pair.id, keys=form.cleaned_data["indicators"], by=request.viewer
            )
        except DomainError as error:
            put_error(form, error)
        else:
            add_toast(request, _("Asked. Your mentor finds it on the home page."))
            return redirect(address(request, "growth:progress"))
    context = {"pair": pair, "other": other_of(request, pair), "waits": open_rating_ask(pair)}
    return show_form(request, "participant/growth/ratings/ask.html", form, **context)
