"""One mail a person and day: what is sent to many takes a day of the ledger, or waits for the next that is free."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from rounds.core.clock import now
from rounds.core.mail.budget import WEEK, free_moment
from rounds.core.mail.days import quiet_days_of, readers_of
from rounds.core.models import DayMail


def free_moment_of(person_id: UUID, *, until: date) -> datetime | None:
    """Return when the next mail of many may reach a person; None where it can't up to a day, or they are not here."""
    reader = readers_of([person_id]).get(person_id)
    if reader is None:
        return None
    local = now().astimezone(ZoneInfo(reader.zone))
    quiet = quiet_days_of([person_id], local.date(), until).get(person_id, set())
    sent = DayMail.objects.filter(person_id=person_id, is_sent=True, on__gt=local.date() - WEEK)
    return free_moment(local, quiet, set(sent.values_list("on", flat=True)), until)


def take_day(person_id: UUID, day: date) -> bool:
    """Enter the mail of a person and day into the ledger; False where another mail was first."""
    try:
        with transaction.atomic():
            DayMail.objects.create(person_id=person_id, on=day)
    except IntegrityError:
        # a day on which nothing fitted is still free
        return bool(DayMail.objects.filter(person_id=person_id, on=day, is_sent=False).update(is_sent=True))
    return True
