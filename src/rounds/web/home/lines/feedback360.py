"""What rounds of feedback add to a home: one's own that waits or can be read, and debriefs that one leads."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rounds.core.access import Request
from rounds.core.clock import now
from rounds.surveys.enums import RoundState
from rounds.surveys.feedback360.selectors.home import rounds_at_home
from rounds.surveys.feedback360.selectors.reading import may_read
from rounds.surveys.feedback360.selectors.rounds import release_of
from rounds.surveys.models import Release360, Round360
from rounds.web.addresses import address
from rounds.web.home.slots import Card


def cards_of(request: Request) -> list[Card]:
    """Return a card for each round about the reader whose report is frozen, and for each that the reader debriefs."""
    found = []
    for one in rounds_at_home(request.viewer):
        release = release_of(one)
        if one.debriefer_id == request.viewer.own_id:
            if one.state == RoundState.NOMINATING:
                continue
            found.append(_debrief(request, one, release))
        elif release is not None:
            found.append(_own(request, one, release))
        elif one.state == RoundState.NOMINATING:
            found.append(_raters(request, one))
    return found


def _raters(request: Request, one: Round360) -> Card:
    to = address(request, "feedback360:raters", own_round_id=one.id)
    words = _("Propose who sees you at work; somebody outside your line decides.")
    return Card(
        _("Feedback"),
        _("Who is asked about you?"),
        words,
        _("Propose"),
        to,
        is_next=True,
        tone="wait",
    )


def _booked(release: Release360) -> str:
    if release.booked_at is None:
        return _("No time is booked yet.")
    day = date_format(localtime(release.booked_at), "j M Y, g:i A")
    return _("The debrief is booked for %(day)s.") % {"day": day}


def _own(request: Request, one: Round360, release: Release360) -> Card:
    if may_read(request.viewer.own_id, one, release, at=now()):
        to = address(request, "feedback360:report", around_id=one.id)
        words = _("You and %(name)s can read it. Only you can share it.") % {
            "name": one.debriefer.display_name
        }
        return Card(
            _("Feedback"), _("Your feedback is open"), words, _("Read it"), to, tone="ok", state=_("Open")
        )
    words = _("It opens as you and %(name)s speak about it.") % {"name": one.debriefer.display_name}
    text = f"{words} {_booked(release)}"
    state = _("Not open yet")
    return Card(_("Feedback"), _("Your feedback waits for its debrief"), text, tone="wait", state=state)


def _debrief(request: Request, one: Round360, release: Release360 | None) -> Card:
    name, to = one.subject.display_name, address(request, "feedback360:debrief", debriefed_id=one.id)
    if one.state == RoundState.RUNNING or release is None:
        day = date_format(one.closes_on, "j M Y")
        words = _("Raters are asked until %(day)s; then you book the debrief.") % {"day": day}
        return Card(_("Debrief"), _("Feedback for %(name)s") % {"name": name}, words, _("Look"), to)
    if release.opened_at is not None:
        words = _("It is open for both of you since %(day)s.") % {
            "day": date_format(localtime(release.opened_at), "j M Y")
        }
        return Card(
            _("Debrief"),
            _("Feedback for %(name)s") % {"name": name},
            words,
            _("See it"),
            to,
            tone="ok",
            state=_("Done"),
        )
    title = _("Debrief the feedback for %(name)s") % {"name": name}
    return Card(_("Debrief"), title, _booked(release), _("Look"), to, is_next=True, tone="wait")
