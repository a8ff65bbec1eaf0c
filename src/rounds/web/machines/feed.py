"""The calendar that somebody subscribes to: whoever has the secret address reads times and neutral titles, nothing else."""

import hashlib
from collections.abc import Iterable

from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rounds.core.access import ScopedRequest, public
from rounds.core.clock import now
from rounds.core.models import Institution
from rounds.integrations.calendars.selectors import owner_of_feed
from rounds.integrations.calendars.values.messages import feed_of
from rounds.mentorships.groups.selectors import group_meetings_of
from rounds.mentorships.meetings.selectors import meetings_of, zones_of
from rounds.mentorships.meetings.selectors.meetings import LOOKED_AHEAD, LOOKED_BACK
from rounds.people.models import Person
from rounds.web.mail.meetings.group_texts import group_calendar_meeting
from rounds.web.mail.meetings.pairs import calendar_meeting


@public
@require_safe
def calendar(request: ScopedRequest, feed_token: str) -> HttpResponse:
    """Return somebody's meetings as a calendar file; 304 while nothing has changed, 404 once the address is renewed."""
    institution = request.institution
    person = owner_of_feed(feed_token) if institution else None
    if institution is None or person is None:
        raise Http404
    body = _written(person, institution)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response: HttpResponse = (
        HttpResponseNotModified()
        if _matches(parse_etags(request.headers.get("If-None-Match", "")), etag)
        else HttpResponse(body, content_type="text/calendar; charset=utf-8")
    )
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _written(person: Person, institution: Institution) -> bytes:
    zone = zones_of([person.id])[person.id]
    meetings = [calendar_meeting(one, person, institution, zone) for one in meetings_of(person.id)]
    since, until = now() - LOOKED_BACK, now() + LOOKED_AHEAD
    meetings += [
        group_calendar_meeting(one, person, institution, zone)
        for one in group_meetings_of(person.id, since=since, until=until)
    ]
    return feed_of(_("Mentorship, %(institution)s") % {"institution": institution.name}, meetings)


def _matches(known: Iterable[str], etag: str) -> bool:
    """Tell whether a reader has this already; whether an intermediary has weakened the tag does not matter."""
    return any(one == "*" or one.removeprefix("W/") == etag for one in known)
