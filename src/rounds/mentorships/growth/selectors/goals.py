"""Reads of goals: the mentee reads all of them, a mentor those that were shown, as they stood while the pair ran."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from rounds.core.access import Viewer
from rounds.core.database.bulk_rows import among
from rounds.core.database.prepared import Ask, Ids, Prepared, reading_once
from rounds.core.database.together import ask_ahead
from rounds.core.errors import NotFound
from rounds.mentorships.enums import RUNNING, GoalState
from rounds.mentorships.growth.selectors.goal_rows import (
    evidence_of,
    goals_in,
    marks_in,
    marks_of,
    readers_of,
    shown_to,
    words_in,
    words_of,
)
from rounds.mentorships.growth.values.goals import GoalText, StepWords
from rounds.mentorships.models import (
    Conversation,
    Goal,
    GoalEvidence,
    GoalMark,
    GoalReader,
    GoalTouch,
    GoalTurn,
    GoalWords,
    Mentorship,
)
from rounds.mentorships.selectors import own_mentorships


@dataclass(frozen=True)
class Step:
    """One step of a goal, and how it was done, if it was."""

    words: StepWords
    mark: GoalMark | None

    @property
    def key(self) -> UUID:
        return self.words.key


@dataclass(frozen=True)
class ReadGoal:
    """A goal as one reader sees it: with the words, steps and evidence of the reader's time."""

    goal: Goal
    words: GoalWords
    text: GoalText
    steps: tuple[Step, ...]
    evidence: tuple[GoalEvidence, ...]
    readers: tuple[GoalReader, ...]
    state: str
    # The reader is the mentee; the reader may tick and add, because a pair runs or the goal is the reader's own.
    is_own: bool
    can_add: bool
    # The end of the reader's time, of a former mentor.
    until: datetime | None = None

    @property
    def id(self) -> UUID:
        return self.goal.id

    @property
    def is_open(self) -> bool:
        return self.state == GoalState.OPEN

    @property
    def done(self) -> int:
        """Return how many steps are done."""
        return sum(step.mark is not None for step in self.steps)

    @property
    def reason(self) -> str:
        """Return why it was let go, if the reader may see that it was."""
        closed_at = self.goal.closed_at
        is_later = self.until is not None and (closed_at is None or closed_at > self.until)
        if is_later or self.state != GoalState.LET_GO:
            return ""
        return str(self.goal.opened().get("reason", ""))


def read_until(pair: Mentorship) -> datetime | None:
    """Return the moment until which the mentor of a pair reads what the mentee writes; None while the pair goes on."""
    if not pair.is_over:
        return None
    if pair.ended_at is not None:
        return pair.ended_at
    day = pair.ended_on or pair.opened_on
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC) if day else pair.created_at


def own_goals(viewer: Viewer, *, only: Collection[str] = ()) -> list[ReadGoal]:
    """Return the viewer's own goals, open ones first, the newest last; five queries."""
    rows = Goal.objects.filter(mentee_id=viewer.own_id)
    return _read(rows.filter(state__in=only) if only else rows, is_own=True, can_add=True, until=None)


def goals_of_pair(viewer: Viewer, pair: Mentorship) -> list[ReadGoal]:
    """Return the goals that are shown in an own pair, as the viewer may read them: the mentee whole, the mentor until
    the end of the pair."""
    if viewer.own_id not in (pair.mentee_id, pair.mentor_id):
        return []
    rows = [goal for goal in goals_in(pair_ids=[pair.id]) if goal.mentee_id == pair.mentee_id]
    if pair.mentee_id == viewer.own_id:
        return _read(rows, is_own=True, can_add=True, until=None)
    return _read(rows, is_own=False, can_add=pair.is_running, until=read_until(pair))


def goals_of_pairs(viewer: Viewer, pairs: Iterable[Mentorship]) -> dict[UUID, list[ReadGoal]]:
    """Return the goals that are shown in own pairs that go on, by pair, as the viewer may read them.

    Four queries; without evidence and readers, which a list of several pairs does not show.
    """
    mine = {
        pair.id: pair
        for pair in pairs
        if not pair.is_over and viewer.own_id in (pair.mentee_id, pair.mentor_id)
    }
    shown = shown_to(pair_ids=mine)
    if not shown:
        return {}
    rows = {goal.id: goal for goal in goals_in(pair_ids=mine)}
    words = {one.goal_id: one for one in words_in(pair_ids=mine)}
    marks = {(mark.goal_id, mark.step): mark for mark in marks_in(pair_ids=mine)}
    goals = {
        key: _one(
            goal, words[key], marks, state=goal.state, evidence=(), readers=(), is_own=False, can_add=True
        )
        for key, goal in rows.items()
        if key in words
    }
    found: dict[UUID, list[ReadGoal]] = {}
    for pair_id, goal_id in shown:
        goal = goals.get(goal_id)
        if goal is not None and goal.goal.mentee_id == mine[pair_id].mentee_id:
            found.setdefault(pair_id, []).append(goal)
    return {pair_id: sorted(some, key=lambda one: not one.is_open) for pair_id, some in found.items()}


def asks_for_goals(pairs: Iterable[Mentorship]) -> list[Ask]:
    """Return what `goals_of_pairs` will ask of own pairs that go on."""
    ids = [pair.id for pair in pairs]
    return [one.asked(pair_ids=ids) for one in (shown_to, goals_in, words_in, marks_in)]


def goal_for(viewer: Viewer, goal_id: UUID) -> ReadGoal:
    """Return a goal to its mentee, and to a mentor to whom it was shown; NotFound to everybody else."""
    own = Goal.objects.filter(id=goal_id, mentee_id=viewer.own_id)
    found = _read(own, is_own=True, can_add=True, until=None)
    if not found:
        pairs = own_mentorships(viewer).filter(
            mentor_id=viewer.own_id, id__in=GoalReader.objects.filter(goal_id=goal_id).values("mentorship_id")
        )
        pair = min(pairs, key=lambda one: one.is_over, default=None)
        if pair is not None:
            found = [one for one in goals_of_pair(viewer, pair) if one.id == goal_id]
    if not found:
        raise NotFound
    return found[0]


def own_goal_for(viewer: Viewer, goal_id: UUID) -> ReadGoal:
    """Return a goal to its mentee alone; NotFound to everybody else."""
    found = goal_for(viewer, goal_id)
    if not found.is_own:
        raise NotFound
    return found


def own_mentee_pairs(viewer: Viewer) -> list[Mentorship]:
    """Return the running pairs in which the viewer is the mentee: who may be shown a goal."""
    return list(own_mentorships(viewer).filter(mentee_id=viewer.own_id, state__in=RUNNING))


def mentees_with_goal(person_ids: Iterable[UUID]) -> set[UUID]:
    """Return who of these has an open goal: all that the program office learns of goals. One query."""
    return {person_id for (person_id,) in _with_open(person_ids=list(person_ids))}


def ask_for_open_goals(person_ids: Iterable[UUID]) -> Ask:
    """Return what `mentees_with_goal` will ask."""
    return _with_open.asked(person_ids=list(person_ids))


_with_open: Prepared[tuple[UUID]] = Prepared(
    lambda person_ids: Goal.objects.filter(mentee_id__in=among(person_ids), state=GoalState.OPEN).values_list(
        "mentee_id"
    ),
    person_ids=Ids(),
)


def goals_touched(conversations: Iterable[Conversation]) -> dict[UUID, list[UUID]]:
    """Return the goals that were talked about, by conversation; whoever shows them has found them for the reader."""
    found: dict[UUID, list[UUID]] = {}
    ids = [one.id for one in conversations]
    for talk, goal in GoalTouch.objects.filter(conversation_id__in=ids).values_list(
        "conversation_id", "goal_id"
    ):
        found.setdefault(talk, []).append(goal)
    return found


def goals_about(conversation: Conversation) -> frozenset[UUID]:
    """Return the goals that a conversation was about, whoever reads them."""
    return frozenset(goals_touched([conversation]).get(conversation.id, ()))


def with_ticked_step(conversation_ids: Iterable[UUID]) -> set[UUID]:
    """Return those conversations in which a step of a goal was ticked: they count as evidence."""
    marks = GoalMark.objects.filter(conversation_id__in=list(conversation_ids))
    return {one for one in marks.values_list("conversation_id", flat=True) if one is not None}


@reading_once()
def _read(rows: Iterable[Goal], *, is_own: bool, can_add: bool, until: datetime | None) -> list[ReadGoal]:
    """Open goals with what was there until a moment; a goal closed later stands as open."""
    goals = sorted(rows, key=lambda goal: (goal.opened_at, goal.id))
    if not goals:
        return []
    ids = [goal.id for goal in goals]
    parts = (words_of, marks_of, evidence_of, *((readers_of,) if is_own else ()))
    ask_ahead(*(part.asked(goal_ids=ids) for part in parts))
    words = {one.goal_id: one for one in words_of(goal_ids=ids) if _is_until(one.written_at, until)}
    done = (mark for mark in marks_of(goal_ids=ids) if _is_until(mark.marked_at, until))
    marks = {(mark.goal_id, mark.step): mark for mark in done}
    evidence: dict[UUID, list[GoalEvidence]] = {}
    for line in evidence_of(goal_ids=ids):
        if _is_until(line.added_at, until):
            evidence.setdefault(line.goal_id, []).append(line)
    readers: dict[UUID, list[GoalReader]] = {}
    for reader in readers_of(goal_ids=ids) if is_own else ():
        readers.setdefault(reader.goal_id, []).append(reader)
    turns = _turns(ids, until)
    found = [
        _one(
            goal,
            words[goal.id],
            marks,
            state=turns.get(goal.id, GoalState.OPEN) if until else goal.state,
            evidence=tuple(evidence.get(goal.id, ())),
            readers=tuple(readers.get(goal.id, ())),
            is_own=is_own,
            can_add=can_add,
            until=until,
        )
        for goal in goals
        if goal.id in words
    ]
    return sorted(found, key=lambda one: not one.is_open)


def _turns(goal_ids: list[UUID], until: datetime | None) -> dict[UUID, str]:
    """Return what goals were at a moment that has passed, where they had been closed by then; no query without one."""
    if until is None:
        return {}
    rows = GoalTurn.objects.filter(goal_id__in=goal_ids, at__lte=until).order_by("at")
    return dict(rows.values_list("goal_id", "state"))


def _one(
    goal: Goal,
    words: GoalWords,
    marks: dict[tuple[UUID, UUID], GoalMark],
    **more: object,
) -> ReadGoal:
    text = GoalText.from_json(words.opened())
    return ReadGoal(
        goal=goal,
        words=words,
        text=text,
        steps=tuple(Step(step, marks.get((goal.id, step.key))) for step in text.steps),
        **more,  # type: ignore[arg-type]
    )


def _is_until(moment: datetime, until: datetime | None) -> bool:
    return until is None or moment <= until
