"""Rows of surveys that are somebody's: what one was asked and has answered, rounds of feedback about oneself."""

from typing import Any

from django.db.models import QuerySet

from rounds.core.access import Viewer
from rounds.surveys.models import AskYear, Nomination, Request, Response, Round360

Rows = QuerySet[Any, Any]
ASKED = ("wave", "state", "asked_on", "answered_on")
ANSWERED = ("request", "sealed")
YEAR = ("year", "requests", "minutes", "rated", "other_minutes")
ROUND = ("created_at", "closes_on", "state")


def asked_in(viewer: Viewer) -> Rows:
    """Return the requests that have reached somebody."""
    return Request.objects.filter(person_id=viewer.own_id, asked_on__isnull=False)


def answered(viewer: Viewer) -> Rows:
    """Return one's answers that stand with a name."""
    mine = Response.objects.filter(request__person_id=viewer.own_id)
    return mine.select_related("request__wave__campaign", "request__subject")


def rounds_about(viewer: Viewer) -> Rows:
    """Return the rounds of feedback about somebody."""
    return Round360.objects.filter(subject_id=viewer.own_id)


def proposed_raters(viewer: Viewer) -> Rows:
    """Return whom one has proposed; not where they stand, as whether somebody declined is theirs."""
    mine = Nomination.objects.filter(round__subject_id=viewer.own_id, is_added=False)
    return mine.filter(person__isnull=False)


def years_of(viewer: Viewer) -> Rows:
    """Return how many requests and minutes each academic year holds for somebody."""
    return AskYear.objects.filter(person_id=viewer.own_id)
