"""Outcomes in force, whose they are, and what was said of them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from rounds.core.access import Viewer
from rounds.core.errors import NotFound
from rounds.insights.enums import Checker, Said, Source
from rounds.insights.models import Check, OutcomeEvent
from rounds.people.selectors import person_for


@dataclass(frozen=True)
class Row:
    """An outcome in force, what its owner said of it, and the reason of its last correction."""

    event: OutcomeEvent
    owner_said: str
    owner_words: str = ""

    @property
    def is_disputed(self) -> bool:
        """Tell whether the person says that it is wrong."""
        return self.owner_said == Said.WRONG

    @property
    def is_proposed(self) -> bool:
        """Tell whether a public file says it, and its person has not said yet whether it is theirs: it counts nowhere."""
        return self.event.source == Source.PUBLIC and not self.owner_said


def live_outcomes() -> QuerySet[OutcomeEvent, OutcomeEvent]:
    """Return the outcomes in force: not corrected since, not withdrawn, of somebody who is known."""
    return OutcomeEvent.objects.filter(correction=None, withdrawn=False, person__isnull=False)


def outcomes_of(person_id: UUID) -> list[Row]:
    """Return a person's outcomes in force, the newest first."""
    return _rows(live_outcomes().filter(person_id=person_id))


def disputed_outcomes() -> list[Row]:
    """Return the outcomes of which their person says that they are wrong, whose office has not answered since."""
    found = _said(_of_which(Said.WRONG)).filter(owner_said=Said.WRONG).select_related("person")
    return [
        Row(event, event.owner_said, event.owner_words)
        for event in found.order_by("person__folded_family", "-from_on")
    ]


def changed_outcomes() -> list[Row]:
    """Return the outcomes of which their person says in words what they are now, and whose office has not answered since."""
    found = (
        _said(_of_which(Said.UNSURE))
        .filter(owner_said=Said.UNSURE)
        .exclude(owner_words="")
        .select_related("person")
    )
    return [
        Row(event, event.owner_said, event.owner_words)
        for event in found.order_by("person__folded_family", "-from_on")
    ]


def outcome_for(viewer: Viewer, person_id: UUID, event_id: UUID) -> OutcomeEvent:
    """Return an outcome in force of a person whom the viewer may look up."""
    person = person_for(viewer, person_id)
    event = live_outcomes().filter(id=event_id, person_id=person.id).select_related("person").first()
    if event is None:
        raise NotFound
    return event


def _rows(events: QuerySet[Any, Any]) -> list[Row]:
    return [
        Row(event, event.owner_said or "", event.owner_words or "")
        for event in _said(events).select_related("corrects")
    ]


def _of_which(said: str) -> QuerySet[OutcomeEvent, OutcomeEvent]:
    """Return the outcomes in force of which their person has ever said so: few of all, whose last word is then looked up."""
    ever = Check.objects.filter(checker=Checker.OWNER, said=said).values("event_id")
    return live_outcomes().filter(id__in=ever)


def _said(events: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    last = Check.objects.filter(event_id=OuterRef("id"), checker=Checker.OWNER).order_by("-recorded_at")
    return events.annotate(
        owner_said=Subquery(last.values("said")[:1]), owner_words=Subquery(last.values("words")[:1])
    )
