"""Where the rows of a record come from: those that lead to somebody, what a pair wrote that they may read, surveys."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from rounds.core.access import Viewer
from rounds.mentorships import models as together
from rounds.mentorships.enums import Audience
from rounds.mentorships.selectors import own_mentorships
from rounds.surveys.models import AskYear, CallRequest, Nomination, Request, Response, Round360

Rows = QuerySet[Any, Any]
ASKED = ("wave", "state", "asked_on", "answered_on")
ANSWERED = ("request", "sealed")
YEAR = ("year", "requests", "minutes", "rated", "other_minutes")
CALL = ("asked_on", "due_on", "done_on", "done_by", "sealed")
ROUND = ("created_at", "closes_on", "state")


@dataclass(frozen=True)
class Part:
    """One kind of row: its key in the file, what it is called, and which rows of it are somebody's.

    `by` is the column that heads each row; `only` names the columns, where not all of them are for somebody.
    """

    key: str
    label: str | Promise
    rows: Callable[[Viewer], Rows]
    by: str = ""
    only: tuple[str, ...] = ()


def rows_of(model: Any, path: str, **only: Any) -> Callable[[Viewer], Rows]:
    """Return the rows of a model that lead to somebody."""
    return lambda viewer: model.objects.filter(**{path: viewer.own_id}, **only)


def pairs_of(viewer: Viewer) -> Rows:
    return own_mentorships(viewer).order_by().values("id")


def in_pairs(model: Any, path: str = "mentorship_id", **only: Any) -> Callable[[Viewer], Rows]:
    """Return the rows of a model of the pairs that somebody may know of."""
    return lambda viewer: model.objects.filter(**{f"{path}__in": pairs_of(viewer)}, **only)


def notes_read_by(viewer: Viewer) -> Rows:
    """Return own notes, and those for both of conversations that stand."""
    for_both = Q(audience=Audience.PAIR, conversation__taken_back_at=None)
    return together.Note.objects.filter(
        Q(author_id=viewer.own_id) | for_both, mentorship_id__in=pairs_of(viewer)
    )


def agreed_with(viewer: Viewer) -> Rows:
    """Return the lines of conversations that stand, and of those that one has taken back oneself."""
    stands = Q(conversation__taken_back_at=None) | Q(conversation__logged_by_id=viewer.own_id)
    return together.Action.objects.filter(stands, mentorship_id__in=pairs_of(viewer))


def debriefs_of(viewer: Viewer) -> Rows:
    stands = Q(conversation=None) | Q(conversation__taken_back_at=None) | Q(by_id=viewer.own_id)
    return together.Debrief.objects.filter(stands, mentorship_id__in=pairs_of(viewer))


def ratings_of(viewer: Viewer) -> Rows:
    mine = Q(rated_by_id=viewer.own_id) | Q(mentee_id=viewer.own_id)
    return together.IndicatorRatings.objects.filter(mine)


def times_kept(viewer: Viewer) -> Rows:
    either = Q(person_id=viewer.own_id) | Q(assistant_id=viewer.own_id)
    return together.Delegation.objects.filter(either)


def calls_of(viewer: Viewer) -> Rows:
    return CallRequest.objects.filter(person_id=viewer.own_id)


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


# Of what one asks the program office.
CHANGE = (
    "mentorship",
    "asked_at",
    "withdrawn_at",
    "reply",
    "answered_by",
    "answered_at",
    "again_on",
    "sealed",
)


def proposed_raters(viewer: Viewer) -> Rows:
    """Return whom one has proposed; not where they stand, as whether somebody declined is theirs."""
    mine = Nomination.objects.filter(round__subject_id=viewer.own_id, is_added=False)
    return mine.filter(person__isnull=False)


def years_of(viewer: Viewer) -> Rows:
    """Return how many requests and minutes each academic year holds for somebody."""
    return AskYear.objects.filter(person_id=viewer.own_id)
