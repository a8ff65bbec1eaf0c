"""Recording outcomes: entered, corrected, taken back, said to be right or wrong, forgotten."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.dates import months_after
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.insights.enums import Checker, Kind, Level, Precision, Said, Source
from rounds.insights.models import Check, FollowUp, OutcomeEvent, Sighting
from rounds.insights.selectors.leaving_out import is_left_out
from rounds.insights.services.forgetting import forget_remembered
from rounds.people.models import Person

EARLIEST = date(1950, 1, 1)
FORGOTTEN = "-"


@dataclass(frozen=True)
class Fact:
    """What is to be recorded of one outcome, as a form or a file gives it."""

    kind: str
    on: date
    precision: str = Precision.DAY
    why: str = ""
    level: int = Level.NONE
    details: str = ""

    @property
    def days(self) -> tuple[date, date]:
        """Return the days [from, to) in which it may have happened."""
        if self.precision == Precision.YEAR:
            return self.on.replace(month=1, day=1), date(self.on.year + 1, 1, 1)
        if self.precision == Precision.MONTH:
            first = self.on.replace(day=1)
            return first, months_after(first, 1)
        return self.on, self.on + timedelta(days=1)


@transaction.atomic
def record_outcome(*, person: Person, fact: Fact, by: Viewer, entry_id: UUID | None = None) -> OutcomeEvent:
    """Record what happened to a person. `entry_id` was made with the form, so that a form sent twice is one event."""
    found: OutcomeEvent | None = None
    if entry_id is not None:
        found = OutcomeEvent.objects.filter(
            source=Source.OFFICE, source_key=str(entry_id), corrects=None
        ).first()
    if found is not None:
        if found.person_id != person.id:
            raise OutOfOrder(_("This form was sent already for somebody else. Load the page again."))
        return found
    if is_left_out(person.id):
        said = _("%(name)s asked to be left out of outcomes: nothing is recorded of them.")
        raise DomainError(said % {"name": person.display_name})
    event: OutcomeEvent = OutcomeEvent.objects.create(
        person=person,
        source=Source.OFFICE,
        source_key=str(entry_id or uuid4()),
        entered_by_id=by.person_id,
        **columns_of(fact, by),
    )
    _told("outcome.recorded", event, by)
    return event


@transaction.atomic
def correct_outcome(*, event_id: UUID, fact: Fact, reason: str, by: Viewer) -> OutcomeEvent:
    """Say otherwise what happened, and why: a further row, which takes the place of the one before."""
    event = _live(event_id)
    columns = columns_of(fact, by)
    if all(getattr(event, name) == value for name, value in columns.items()):
        raise DomainError(_("Nothing is different. Change what is wrong, or leave it as it is."))
    correction = _after(event, by, reason, **columns)
    _told("outcome.corrected", correction, by)
    return correction


@transaction.atomic
def withdraw_outcome(*, event_id: UUID, reason: str, by: Viewer) -> OutcomeEvent:
    """Say that it never happened, and why."""
    event = _live(event_id)
    same = {name: getattr(event, name) for name in ("kind", "why", "level", "details", "from_on", "to_on")}
    correction = _after(event, by, reason, withdrawn=True, **same)
    _told("outcome.withdrawn", correction, by)
    return correction


@transaction.atomic
def check_outcome(*, event_id: UUID, said: str, checker: str, by: Viewer, words: str = "") -> Check:
    """Say whether an outcome is right, and what is wrong. Saying the same again changes nothing; the owner speaks of own events alone."""
    event = _live(event_id)
    if checker == Checker.OWNER and event.person_id != by.own_id:
        raise NotFound
    last = event.checks.filter(checker=checker).order_by("recorded_at").last()
    words = "" if said == Said.RIGHT else words.strip()
    if last is not None and (last.said, last.words) == (said, words):
        return last
    check: Check = Check.objects.create(
        event=event,
        checker=checker,
        said=Said(said),
        words=words,
        by_id=by.person_id,
        on=institution_today(),
    )
    audit.record(
        "outcome.checked",
        by=by,
        kind="outcome",
        object_id=event.id,
        about_person_id=event.person_id if checker != Checker.OWNER else None,
        said=str(said),
    )
    return check


@transaction.atomic
def forget_outcomes(*, person: Person, by: Viewer) -> int:
    """Take a person out of all outcomes: rows stay as a kind and days, of nobody; figures that are out stand."""
    rows = OutcomeEvent.objects.filter(person=person)
    rows.filter(corrects__isnull=False).update(reason=FORGOTTEN)
    count = rows.update(details="", source_key="", person=None)
    OutcomeEvent.objects.filter(entered_by=person).update(entered_by=None)
    Check.objects.filter(by=person).update(by=None, words="")
    Sighting.objects.filter(person=person).delete()
    FollowUp.objects.filter(person=person).delete()
    forget_remembered()
    audit.record("outcome.forgotten", by=by, kind="person", object_id=person.id, outcomes=count)
    return count


def columns_of(fact: Fact, by: Viewer) -> dict[str, Any]:
    """Return the columns of a fact; refuse what lies in the future, or before anybody who is here was born."""
    first, following = fact.days
    if first > max(institution_today(), by.today()):
        raise DomainError(_("This lies in the future. Enter it once it has happened."), field="on")
    if first < EARLIEST:
        raise DomainError(
            _("This lies before %(year)s. Check the year.") % {"year": EARLIEST.year}, field="on"
        )
    return {
        "kind": Kind(fact.kind).value,
        "why": fact.why if fact.kind == Kind.DEPARTURE else "",
        "level": fact.level,
        "details": fact.details.strip(),
        "from_on": first,
        "to_on": following,
    }


def _live(event_id: UUID) -> OutcomeEvent:
    """Return an event in force, held until the end of the transaction."""
    event: OutcomeEvent | None = (
        OutcomeEvent.objects.select_for_update(of=("self",)).filter(id=event_id).first()
    )
    if event is None:
        raise NotFound
    if event.withdrawn or OutcomeEvent.objects.filter(corrects=event).exists():
        raise OutOfOrder(_("Somebody has corrected this outcome meanwhile. Load the page again."))
    return event


def _after(event: OutcomeEvent, by: Viewer, reason: str, **columns: object) -> OutcomeEvent:
    correction: OutcomeEvent = OutcomeEvent.objects.create(
        person_id=event.person_id,
        source=event.source,
        source_key=event.source_key,
        entered_by_id=by.person_id,
        corrects=event,
        reason=reason.strip(),
        **columns,
    )
    return correction


def _told(action: str, event: OutcomeEvent, by: Viewer) -> None:
    about = event.person_id
    audit.record(
        action, by=by, kind="outcome", object_id=event.id, about_person_id=about, what=str(event.kind)
    )
