"""How somebody wants reminders, and stopping them: their own word, at once."""

from uuid import UUID

from django.db import transaction

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today, now
from rounds.core.mail.budget import REMINDERS_A_YEAR, YEAR
from rounds.core.mail.days import past_of
from rounds.core.models import DayMail, MailChoice


def choice_of(person_id: UUID) -> MailChoice:
    """Return how a person wants reminders; a new row, not kept, while nothing was chosen."""
    found = MailChoice.objects.filter(person_id=person_id).first()
    return found or MailChoice(person_id=person_id)


@transaction.atomic
def choose_rhythm(*, person_id: UUID, rhythm: str, weekday: int, hour: int | None, by: Viewer) -> None:
    """Keep when a person wants the mail of the day; reminders that were stopped begin again."""
    chosen = {"rhythm": rhythm, "weekday": weekday, "hour": hour, "stopped_at": None, "changed_at": now()}
    MailChoice.objects.update_or_create(person_id=person_id, defaults=chosen)
    audit.record("mail.rhythm", by=by, kind="person", object_id=person_id, about_person_id=person_id)


@transaction.atomic
def stop_reminders(*, person_id: UUID, by: Viewer) -> None:
    """Send a person no more reminders; what waits for them stays on their home page."""
    stopped = {"stopped_at": now(), "changed_at": now()}
    MailChoice.objects.update_or_create(person_id=person_id, defaults=stopped)
    audit.record(
        "mail.reminders_stopped", by=by, kind="person", object_id=person_id, about_person_id=person_id
    )


def has_stopped(person_id: UUID) -> bool:
    """Tell whether a person gets no reminders by their own wish."""
    return MailChoice.objects.filter(person_id=person_id).exclude(stopped_at=None).exists()


def without_reminders() -> set[UUID]:
    """Return who of the institution gets no reminders by their own wish."""
    return set(MailChoice.objects.exclude(stopped_at=None).values_list("person_id", flat=True))


def at_their_limit() -> set[UUID]:
    """Return who of the institution has got as many reminders as a year allows."""
    today = institution_today()
    people = DayMail.objects.filter(on__gt=today - YEAR).order_by().values_list("person_id", flat=True)
    past = past_of(set(people), today)
    return {person for person, one in past.items() if one.reminders >= REMINDERS_A_YEAR}
