"""Reads of short questions and answers: the two of a pair, nobody else."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ask as Query
from rounds.core.database.prepared import Ids, Prepared
from rounds.core.database.unchanged import kept_while_unchanged
from rounds.core.errors import NotFound
from rounds.core.mail.budget import Line
from rounds.mentorships.enums import RUNNING, AskState
from rounds.mentorships.growth.selectors.goals import ReadGoal, goals_of_pair
from rounds.mentorships.models import Ask, Mentorship
from rounds.mentorships.selectors import own_mentorships

SOURCE = "asks"
# After reminders of what is late, before those of goals.
PLACE = 25


@dataclass(frozen=True)
class ReadAsk:
    """A question as one of the two reads it."""

    ask: Ask
    question: str
    answer: str
    # The goal that it is about, if the reader reads that.
    goal: str
    is_mine: bool

    @property
    def is_open(self) -> bool:
        return self.ask.state == AskState.OPEN

    @property
    def is_let_go(self) -> bool:
        return self.ask.state == AskState.LET_GO

    @property
    def can_be_taken_up(self) -> bool:
        """Tell whether the reader has let it go, and so can let it be open again."""
        by = self.ask.let_go_by_id
        return self.is_let_go and by is not None and (by == self.ask.asked_by_id) == self.is_mine

    @property
    def waits(self) -> bool:
        """Tell whether it waits for the reader."""
        return self.is_open and not self.is_mine


def asks_of_pair(viewer: Viewer, pair: Mentorship) -> list[ReadAsk]:
    """Return the questions of an own pair: open ones first, those let go last, then the newest."""
    goals = {goal.id: goal.text.text for goal in goals_of_pair(viewer, pair)}
    rows = Ask.objects.filter(mentorship=pair).order_by("-asked_at")
    found = [_read(viewer, ask, goals) for ask in rows.select_related("asked_by")]
    return sorted(found, key=lambda one: (not one.is_open, one.is_let_go))


def asks_about(viewer: Viewer, goal: ReadGoal) -> list[ReadAsk]:
    """Return what was asked about a goal in the viewer's own pairs, and answered or still open, the newest first."""
    pairs = own_mentorships(viewer).order_by().values("id")
    rows = Ask.objects.filter(goal_id=goal.id, mentorship_id__in=pairs).exclude(state=AskState.LET_GO)
    words = {goal.id: goal.text.text}
    rows = rows.select_related("asked_by", "mentorship__mentee", "mentorship__mentor").order_by("-asked_at")
    return [_read(viewer, ask, words) for ask in rows]


def open_asks_of(viewer: Viewer, pairs: Iterable[Mentorship]) -> dict[UUID, list[ReadAsk]]:
    """Return the open questions of own pairs, by pair, oldest first; one query."""
    ids = [pair.id for pair in pairs if viewer.own_id in (pair.mentee_id, pair.mentor_id)]
    found: dict[UUID, list[ReadAsk]] = {}
    for ask in _open(pair_ids=ids):
        found.setdefault(ask.mentorship_id, []).append(_read(viewer, ask, {}))
    return found


def query_for_open_asks(pairs: Iterable[Mentorship]) -> Query:
    """Return what `open_asks_of` will ask of own pairs."""
    return _open.asked(pair_ids=[pair.id for pair in pairs])


_open = Prepared(
    lambda pair_ids: (
        Ask.objects.filter(mentorship_id__in=among(pair_ids), state=AskState.OPEN)
        .select_related("asked_by")
        .order_by("asked_at")
    ),
    pair_ids=Ids(),
)


def ask_for(viewer: Viewer, ask_id: UUID) -> ReadAsk:
    """Return a question to one of the two; NotFound to everybody else."""
    ask = (
        Ask.objects.filter(id=ask_id, mentorship_id__in=own_mentorships(viewer).order_by().values("id"))
        .select_related("asked_by", "mentorship__mentee", "mentorship__mentor")
        .first()
    )
    if ask is None:
        raise NotFound
    goals = {goal.id: goal.text.text for goal in goals_of_pair(viewer, ask.mentorship)} if ask.goal_id else {}
    return _read(viewer, ask, goals)


def _read(viewer: Viewer, ask: Ask, goals: dict[UUID, str]) -> ReadAsk:
    said = ask.opened()
    return ReadAsk(
        ask=ask,
        question=said["question"],
        answer=said.get("answer", ""),
        goal=goals.get(ask.goal_id, "") if ask.goal_id else "",
        is_mine=ask.asked_by_id == viewer.own_id,
    )


def untold_asks() -> list[Ask]:
    """Return the open questions of running pairs of which no mail has told yet."""
    rows = Ask.objects.filter(state=AskState.OPEN, told_on=None, mentorship__state__in=RUNNING)
    return list(rows.select_related("mentorship__cycle"))


def asked_person_of(ask: Ask) -> UUID:
    """Return who is asked: the other one of the two."""
    pair: Mentorship = ask.mentorship
    asked: UUID = pair.mentor_id if ask.asked_by_id == pair.mentee_id else pair.mentee_id
    return asked


@kept_while_unchanged
def asks_to_tell() -> tuple[Line, ...]:
    """Return a line for each open question of which no mail has told; what finds no room waits."""
    return tuple(
        Line(
            person_id=asked_person_of(ask),
            source=SOURCE,
            key=ask.id,
            place=PLACE,
            program_id=ask.mentorship.cycle.program_id,
            is_for_mentor=ask.asked_by_id == ask.mentorship.mentee_id,
            is_reminder=False,
            can_wait=True,
        )
        for ask in untold_asks()
    )


def asks_told_on(days: Set[tuple[UUID, date]]) -> dict[tuple[UUID, date], list[Ask]]:
    """Return the questions of people's mails of a day that are still open."""
    dates = {on for _person, on in days}
    rows = Ask.objects.filter(state=AskState.OPEN, told_on__in=dates, mentorship__state__in=RUNNING)
    found: dict[tuple[UUID, date], list[Ask]] = {}
    for ask in rows.select_related("mentorship__mentee", "mentorship__mentor", "asked_by"):
        whose = (asked_person_of(ask), ask.told_on)
        if ask.told_on is not None and whose in days:
            found.setdefault((whose[0], ask.told_on), []).append(ask)
    return found
