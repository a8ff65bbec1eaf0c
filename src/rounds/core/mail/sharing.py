"""One mail a person and day: what is sent to many takes a day of the ledger, or waits for the next that is free."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from rounds.core.clock import now
from rounds.core.database.bulk_rows import among
from rounds.core.mail.budget import WEEK, free_moment
from rounds.core.mail.days import quiet_days_of, readers_of
from rounds.core.models import DayMail


def free_moment_of(person_id: UUID, *, until: date) -> datetime | None:
    """Return when the next mail of many may reach a person; None where it can't up to a day, or they are not here."""
    return free_moments_of([person_id], after=now(), until=until).get(person_id)


def free_moment_of_leaver(person_id: UUID, *, zone: str, until: date) -> datetime | None:
    """Return when the next mail of many may reach somebody who is not here any more, and agreed to be asked; same limits."""
    moment = now().astimezone(ZoneInfo(zone))
    sent = DayMail.objects.filter(person_id=person_id, is_sent=True, on__gt=moment.date() - WEEK)
    return free_moment(moment, (), set(sent.values_list("on", flat=True)), until)


def free_moments_of(people: Collection[UUID], *, after: datetime, until: date) -> dict[UUID, datetime]:
    """Return when the next mail of many may reach each of some people from a moment on, as things stand; who is missing can't be reached up to a day."""
    readers = readers_of(people)
    local = {person_id: after.astimezone(ZoneInfo(reader.zone)) for person_id, reader in readers.items()}
    if not local:
        return {}
    first = min(moment.date() for moment in local.values())
    quiet = quiet_days_of(list(local), first, until)
    mailed: dict[UUID, set[date]] = defaultdict(set)
    sent = DayMail.objects.filter(person_id__in=among(local), is_sent=True, on__gt=first - WEEK)
    for person_id, day in sent.values_list("person_id", "on"):
        mailed[person_id].add(day)
    found = {
        person_id: free_moment(moment, quiet.get(person_id, ()), mailed[person_id], until)
        for person_id, moment in local.items()
    }
    return {person_id: moment for person_id, moment in found.items() if moment is not None}


def take_day(person_id: UUID, day: date) -> bool:
    """Enter the mail of a person and day into the ledger; False where another mail was first."""
    try:
        with transaction.atomic():
            DayMail.objects.create(person_id=person_id, on=day)
    except IntegrityError:
        # a day on which nothing fitted is still free
        return bool(DayMail.objects.filter(person_id=person_id, on=day, is_sent=False).update(is_sent=True))
    return True
