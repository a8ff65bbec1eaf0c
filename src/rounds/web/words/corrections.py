"""What a conversation said before it was corrected, in words for the two."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.clock import institution_day
from rounds.mentorships.conversations.selectors import Entry
from rounds.mentorships.enums import Mode
from rounds.mentorships.growth.selectors.goals import ReadGoal


class _Said(NamedTuple):
    held_on: date | None
    minutes: int | None
    mode: str
    goals: dict[UUID, str]


def corrected_words(entry: Entry) -> list[str]:
    """Say of each correction when it was made, by whom, and what stood before: only what it changed."""
    said = [
        _Said(one.row.was_held_on, one.row.was_minutes, one.row.was_mode, _names(one.goals))
        for one in entry.corrections
    ]
    talk = entry.conversation
    said.append(_Said(talk.held_on, talk.minutes, talk.mode, _names(entry.goals)))
    return [
        _("Corrected on %(day)s by %(name)s; before: %(was)s")
        % {
            "day": date_format(institution_day(one.row.corrected_at), "j M Y"),
            "name": one.row.corrected_by.display_name,
            "was": ", ".join(_differences(before, after)) or _("other goals"),
        }
        for one, before, after in zip(entry.corrections, said, said[1:], strict=False)
    ]


def _differences(before: _Said, after: _Said) -> Iterable[str]:
    if before.held_on != after.held_on and before.held_on:
        yield date_format(before.held_on, "j M Y")
    if before.minutes != after.minutes:
        minutes = before.minutes or 0
        yield ngettext("%(minutes)s minute", "%(minutes)s minutes", minutes) % {"minutes": minutes}
    if before.mode != after.mode:
        yield str(Mode(before.mode).label) if before.mode else _("not said how")
    if before.goals.keys() != after.goals.keys():
        yield (
            _("about “%(goals)s”") % {"goals": "; ".join(before.goals.values())}
            if before.goals
            else _("about no goal")
        )


def _names(goals: Iterable[ReadGoal]) -> dict[UUID, str]:
    return {goal.id: goal.text.text for goal in goals}
