"""Where a form sends what is typed into it, a moment after each change."""

from datetime import datetime

from django.http import HttpResponse, JsonResponse, QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rounds.core.access import Request, allow, is_member
from rounds.core.drafts import DraftChanged, SavedDraft
from rounds.core.reading import read_number
from rounds.web.typed.keeping import LAST, SEEN, Place, TooLong, keep_typed, place_of


@allow(is_member)
@require_POST
def keep(request: Request) -> HttpResponse:
    """Keep what is typed, for its owner alone."""
    place, viewer = place_of(request.POST), request.viewer
    if place is None or (place.institution_id, place.owner_id) != (viewer.institution_id, viewer.user_id):
        words = _("This page was opened by somebody else: open it again, then type.")
        return JsonResponse({"words": words}, status=409)
    seen = read_number(request.POST.get(SEEN)) or 0
    try:
        kept = _keep(place, request.POST, seen)
    except DraftChanged:
        words = _("Open in another window too, with other words: from here it is kept when you save.")
        return JsonResponse({"words": words}, status=409)
    except TooLong as error:
        return JsonResponse({"words": error.message}, status=409)
    words = _("Kept at %(time)s; not saved yet.") % {"time": shown_time(kept.saved_at)}
    return JsonResponse({"seen": kept.version, "words": words})


def _keep(place: Place, sent: QueryDict, seen: int) -> SavedDraft:
    """Keep what is typed over the version that the page has seen; its last word over its own save of a moment ago too."""
    try:
        return keep_typed(place, sent, version=seen)
    except DraftChanged as changed:
        if sent.get(LAST) and changed.theirs.version == seen + 1:
            return keep_typed(place, sent, version=seen + 1)
        raise


def shown_time(moment: datetime) -> str:
    """Return the time of a save as its reader sees it: 4:30 PM."""
    return date_format(timezone.localtime(moment), "g:i A")
