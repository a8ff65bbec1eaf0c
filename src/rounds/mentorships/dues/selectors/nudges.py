"""Reads of what the office has written to pairs: which of them are given time to answer, and until when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import OuterRef, Subquery

from rounds.core.clock import day_begins, institution_day, institution_today
from rounds.core.models import OutgoingMail
from rounds.core.reading import read_id
from rounds.mentorships.dues.enums import Rule
from rounds.people.models import Person

NUDGE: Final = "nudge"
# The words of the address, and what is due of the pairs that they show.
TROUBLE: Final = {"first": Rule.FIRST_CONVERSATION, "silent": Rule.SILENCE, "unsigned": Rule.AGREEMENT}
# So many days a pair that was written to is left in peace; then it is on the office's desk again.
ANSWER_DAYS: Final = 3
# What was stopped or came back has reached nobody.
_UNREAD = (OutgoingMail.State.STOPPED, OutgoingMail.State.BOUNCED)


@dataclass(frozen=True)
class Nudge:
    """A letter of the office to a pair: its day, who wrote it, and when the pair is on the desk again."""

    on: date
    by: str

    @property
    def back_on(self) -> date:
        return self.on + timedelta(days=ANSWER_DAYS)


def recent_nudges(program_ids: Collection[UUID]) -> dict[tuple[UUID, Rule], Nudge]:
    """Return the pairs of programs that were written to in the last days, by what it was about; one query."""
    since = day_begins(institution_today() - timedelta(days=ANSWER_DAYS - 1))
    sender = Person.objects.filter(user_id=OuterRef("by_user_id"))
    given, family = (Subquery(sender.values(name)[:1]) for name in ("given_name", "family_name"))
    rows = OutgoingMail.objects.filter(kind=NUDGE, program_id__in=program_ids, queued_at__gte=since)
    rows = rows.exclude(state__in=_UNREAD).annotate(given=given, family=family).order_by("queued_at")
    found = {}
    for ids, queued_at, *name in rows.values_list("ids", "queued_at", "given", "family"):
        pair_id, rule = read_id(ids.get("pair")), TROUBLE.get(ids.get("trouble", ""))
        if pair_id is not None and rule is not None:
            found[pair_id, rule] = Nudge(institution_day(queued_at), " ".join(filter(None, name)))
    return found
