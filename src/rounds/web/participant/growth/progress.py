"""The way to the next tier, for the mentee and for each mentor to whom it is shown."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rounds.core import audit
from rounds.core.access import Request, allow, is_member
from rounds.core.audit import Opened
from rounds.mentorships.growth.selectors.goals import own_mentee_pairs
from rounds.mentorships.growth.selectors.progression import (
    Progression,
    own_progression,
    progression_of_pair,
)
from rounds.mentorships.growth.selectors.ratings import is_shared, mentees_pair_for, shared_pairs
from rounds.mentorships.growth.services.ratings import share_progress
from rounds.mentorships.models import Mentorship
from rounds.mentorships.selectors import own_mentorship_for
from rounds.people.enums import Tier
from rounds.web.addresses import address
from rounds.web.drawing.growth import strips_of
from rounds.web.frame.presses import pressed
from rounds.web.participant.growth.overview import other_of
from rounds.web.toasts import add_toast


def _picture(way: Progression | None) -> dict[str, object]:
    if way is None:
        return {"way": None}
    return {
        "way": way,
        "strips": strips_of(way.rows),
        "next": Tier(way.aspired).label,
    }


@require_GET
@allow(is_member)
def progress(request: Request) -> HttpResponse:
    """Show one's own way, what it proposes, and who sees it."""
    pairs = own_mentee_pairs(request.viewer)
    shown = shared_pairs(pair.id for pair in pairs)
    way = own_progression(request.viewer)
    # a mentor's ratings have no page of their own: they are one thing a mentor
    audit.note_openings(
        by=request.viewer, things=[Opened(rater, "rating", rater) for rater in (way.raters if way else ())]
    )
    context = _picture(way) | {
        "is_own": True,
        "pairs": [(pair, pair.id in shown) for pair in pairs],
    }
    return render(request, "participant/growth/ratings/progress.html", context)


@require_GET
@allow(is_member, load=own_mentorship_for)
def of_pair(request: Request, pair: Mentorship) -> HttpResponse:
    """Show a mentee's way to one of the two."""
    if pair.mentee_id == request.viewer.person_id:
        return redirect(address(request, "growth:progress"))
    is_shown = is_shared(pair)
    if is_shown:
        audit.note_openings(by=request.viewer, things=[Opened(pair.mentee_id, "rating", pair.id)])
    context = _picture(progression_of_pair(request.viewer, pair)) | {
        "is_own": False,
        "pair": pair,
        "other": other_of(request, pair),
        "is_shown": is_shown,
    }
    return render(request, "participant/growth/ratings/progress.html", context)


@require_POST
@allow(is_member, load=mentees_pair_for)
def share(request: Request, pair: Mentorship) -> HttpResponse:
    """Show the mentor how one rates oneself, or no longer."""
    is_shown = pressed(request, "show", "hide") == "show"
    share_progress(mentorship_id=pair.id, is_shown=is_shown, by=request.viewer)
    words = {"name": pair.mentor.display_name}
    shown, hidden = _("%(name)s sees it too."), _("%(name)s no longer sees how you rate yourself.")
    add_toast(request, (shown if is_shown else hidden) % words)
    return redirect(address(request, "growth:progress"))
