"""What is remembered of dues: who was told what, and what is no longer open."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import cast
from uuid import UUID

from django.db import transaction

from rounds.core.clock import institution_today
from rounds.core.mail import Line
from rounds.mentorships.dues.selectors.telling import Reminder, open_dues, watched_pairs
from rounds.mentorships.dues.values import Due
from rounds.mentorships.models import DueItem, Telling

# What makes a due the same however its day moves.
Key = tuple[UUID, str, str, str]


def settle_reminders(kept: Sequence[Line], dropped: Sequence[Line]) -> None:
    """Remember what was told and what there was no room for, in the caller's transaction: neither comes again.

    Raises IntegrityError where somebody else has told one of them meanwhile.
    """
    lines = [*((line, False) for line in kept), *((line, True) for line in dropped)]
    reminders = [(line, cast(Reminder, line.key), is_dropped) for line, is_dropped in lines]
    items = _items_of(reminder for _line, reminder, _dropped in reminders)
    Telling.objects.bulk_create(
        Telling(
            due_id=items[_key_of(reminder)],
            number=reminder.told.number,
            to=reminder.told.to,
            person_id=line.person_id,
            on=cast(date, line.on),
            is_dropped=is_dropped,
        )
        for line, reminder, is_dropped in reminders
    )


def _key_of(reminder: Reminder) -> Key:
    told = reminder.told
    return reminder.mentorship_id, told.rule.value, told.subject.value, told.key


def _items_of(reminders: Iterable[Reminder]) -> dict[Key, UUID]:
    """Return the rows of dues, made where they are not there yet."""
    by_key = {_key_of(one): one for one in reminders}
    DueItem.objects.bulk_create(
        [
            DueItem(mentorship_id=key[0], rule=key[1], subject=key[2], key=key[3], due_on=one.due_on)
            for key, one in by_key.items()
        ],
        ignore_conflicts=True,
    )
    rows = DueItem.objects.filter(mentorship_id__in={key[0] for key in by_key})
    return {(row.mentorship_id, row.rule, row.subject, row.key): row.id for row in rows}


def note_what_closed() -> int:
    """Note which dues that somebody was told of are no longer open, and the day of those that moved; return how many."""
    rows = {
        (row.mentorship_id, row.rule, row.subject, row.key): row
        for row in DueItem.objects.filter(closed_on=None)
    }
    watched = {row.mentorship_id for row in rows.values()}
    open_now: dict[Key, Due] = {}
    for one in open_dues(list(watched_pairs().filter(id__in=watched))):
        if one.stands_still:  # nothing is due today, and nothing is done by that
            watched.discard(one.pair.id)
        open_now |= {(one.pair.id, str(item.rule), str(item.subject), item.key): item for item in one.dues}
    closed = [row.id for key, row in rows.items() if key not in open_now and key[0] in watched]
    with transaction.atomic():
        for key, row in rows.items():
            if key in open_now and row.due_on != open_now[key].due_on:
                DueItem.objects.filter(id=row.id).update(due_on=open_now[key].due_on)
        for first in range(0, len(closed), 500):
            DueItem.objects.filter(id__in=closed[first : first + 500]).update(closed_on=institution_today())
    return len(closed)
