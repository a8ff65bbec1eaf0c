"""What people write in a large world, each time to another pair: the next page that counts pairs counts anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any


def _pair(number: int) -> Any:
    from rounds.mentorships.models import Mentorship

    return Mentorship.objects.filter(state="active").select_related("mentee").order_by("id")[number]


def _talk(number: int) -> None:
    from rounds.core.clock import institution_today
    from rounds.mentorships.models import Conversation

    pair = _pair(number)
    Conversation.objects.create(
        mentorship=pair, state="held", held_on=institution_today(), minutes=30, logged_by_id=pair.mentee_id
    )


def _sign(number: int) -> None:
    from benchmarks.year.large import sign
    from rounds.mentorships.models import Mentorship

    sign([Mentorship.objects.filter(state="active", agreements=None).order_by("id")[number]])


def _move(number: int) -> None:
    pair = _pair(number)
    pair.opened_on -= timedelta(days=1)
    pair.save()


def _rename(number: int) -> None:
    mentee = _pair(number).mentee
    mentee.title = "" if mentee.title else "Dr."
    mentee.save()


WRITES: dict[str, Callable[[int], None]] = {
    "a conversation is logged": _talk,
    "an agreement is signed": _sign,
    "a pair began on another day": _move,
    "a person has another title": _rename,
}
