"""Reminders of months that have passed, entered at once: for years that were kept elsewhere, and for the demo."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.mail.budget import REMINDERS_A_YEAR
from rounds.core.models import DayMail
from rounds.mentorships.dues.enums import Rule, Subject
from rounds.mentorships.dues.selectors import facts_of, plans_of
from rounds.mentorships.dues.selectors.plans import Plan
from rounds.mentorships.dues.values import Facts, Told, due
from rounds.mentorships.models import DueItem, Mentorship, Telling

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class _Past:
    """One reminder of a pair, on its Monday."""

    pair: Mentorship
    told: Told
    on: date
    due_on: date | None


@transaction.atomic
def record_past_reminders(*, pairs: Sequence[Mentorship], by: Viewer) -> int:
    """Enter what each pair would have been told on the Mondays until yesterday; nobody is written to. Return how many.

    What was known on a day is what was held and signed by then.
    """
    facts, plans = facts_of(pairs), plans_of({pair.cycle.program_id for pair in pairs})
    told: list[_Past] = []
    items: dict[tuple[UUID, Rule, Subject, str], DueItem] = {}
    for pair in pairs:
        known, plan = facts[pair.id], plans.of_pair(pair)
        mine = list(_past_of(pair, known, plan))
        told += mine
        open_now = {
            (one.rule, one.subject, one.key) for one in due(known, (), institution_today(), plan=plan)
        }
        for one in mine:
            key = (one.told.rule, one.told.subject, one.told.key)
            items[pair.id, *key] = DueItem(
                mentorship=pair,
                rule=key[0].value,
                subject=key[1].value,
                key=key[2],
                due_on=one.due_on,
                closed_on=None if key in open_now else min(one.on + WEEK, institution_today()),
            )
    DueItem.objects.bulk_create(items.values())
    _write(told, items)
    audit.record("dues.recorded_past", by=by, kind="mentorship", reminders=len(told))
    return len(told)


def _past_of(pair: Mentorship, facts: Facts, plan: Plan) -> Iterator[_Past]:
    told: list[Told] = []
    day = facts.opened_on + timedelta(days=-facts.opened_on.weekday() % 7)
    while day < institution_today():
        for item in due(_as_known_on(facts, day), told, day, plan=plan):
            told += item.tell
            yield from (_Past(pair, one, day, item.due_on) for one in item.tell)
        day += WEEK


def _as_known_on(facts: Facts, day: date) -> Facts:
    agreed = facts.agreement
    return replace(
        facts,
        held=tuple(one for one in facts.held if one.on <= day),
        agreement=agreed if agreed and agreed.signed_on <= day else None,
    )


def _write(told: list[_Past], items: dict[tuple[UUID, Rule, Subject, str], DueItem]) -> None:
    so_far: Counter[UUID] = Counter()
    mails: Counter[tuple[UUID, date]] = Counter()
    rows = []
    for one in sorted(told, key=lambda row: row.on):
        person_id = one.pair.mentor_id if one.told.to == Subject.MENTOR else one.pair.mentee_id
        is_dropped = so_far[person_id] >= REMINDERS_A_YEAR
        so_far[person_id] += 1
        mails[person_id, one.on] += not is_dropped
        item = items[one.pair.id, one.told.rule, one.told.subject, one.told.key]
        rows.append(
            Telling(
                due=item,
                number=one.told.number,
                to=one.told.to.value,
                person_id=person_id,
                on=one.on,
                is_dropped=is_dropped,
            )
        )
    Telling.objects.bulk_create(rows)
    DayMail.objects.bulk_create(
        DayMail(person_id=person_id, on=on, reminders=count, is_sent=count > 0)
        for (person_id, on), count in mails.items()
    )
