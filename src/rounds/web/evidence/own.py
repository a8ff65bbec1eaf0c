"""One's own outcomes in one's own record."""

from typing import Any

from django.db.models import QuerySet

from rounds.core.access import Viewer
from rounds.insights.models import Check, FollowUp, HelpOffer, LeftOut, MentorSignal, Sighting
from rounds.insights.selectors.outcomes import live_outcomes

LEAVING = ("asked_on", "asked_by", "due_on", "done_at")
SAID_OF = ("program", "as_of", "n", "value", "low", "high", "opens_on", "until_on")
YEARLY = ("program", "year", "asked_on", "answered_at", "certified", "reach", "mentors")
TALK = ("asked_at", "offered_at", "offered_by", "answer", "answered_at", "ended_at")
SAID = ("on", "said", "words")
OUTCOME = ("from_on", "to_on", "kind", "why", "level", "details", "source", "reason")


def own_outcomes(viewer: Viewer) -> QuerySet[Any, Any]:
    """Return what is recorded of somebody's working life."""
    return live_outcomes().filter(person_id=viewer.own_id)


def own_words(viewer: Viewer) -> QuerySet[Any, Any]:
    """Return what somebody said of outcomes."""
    return Check.objects.filter(by_id=viewer.own_id)


def own_sightings(viewer: Viewer) -> QuerySet[Any, Any]:
    """Return the days on which a source says that somebody was here."""
    return Sighting.objects.filter(person_id=viewer.own_id)


def own_follow_ups(viewer: Viewer) -> QuerySet[Any, Any]:
    """Return when somebody was asked after a program, and when they answered."""
    return FollowUp.objects.filter(person_id=viewer.own_id)


def own_talks(viewer: Viewer) -> QuerySet[Any, Any]:
    """Return the talks that somebody asked for or was offered as a mentor."""
    return HelpOffer.objects.filter(person_id=viewer.own_id)


def own_leaving(viewer: Viewer) -> QuerySet[Any, Any]:
    """Return somebody's wish to be left out of outcomes."""
    return LeftOut.objects.filter(person_id=viewer.own_id)


def own_estimates(viewer: Viewer) -> QuerySet[Any, Any]:
    """Return what the answers of different mentees say together of somebody as a mentor."""
    return MentorSignal.objects.filter(person_id=viewer.own_id)
