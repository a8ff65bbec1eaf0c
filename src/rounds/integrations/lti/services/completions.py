"""Who is done, as a course may hear it: of anonymous surveys only many at once, in no order."""

import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from rounds.integrations.connections.models import Connection
from rounds.integrations.lti.models import LtiItem, LtiTask
from rounds.surveys.campaigns.selectors import is_open
from rounds.surveys.enums import Mode, RequestState
from rounds.surveys.models import Request, Wave

# of an anonymous survey never fewer at once and by one item, but for the rest at its closing
TOGETHER = 5
SHUFFLED = secrets.SystemRandom()
WAITS = (RequestState.WAITING, RequestState.ASKED)


@dataclass(frozen=True)
class Done:
    """One point of one: of whom, by which item, for which surveys."""

    subject: str
    line_item: str
    tasks: tuple[LtiTask, ...]


@dataclass(frozen=True)
class Answers:
    """Who has answered what, and for whom what still waits, by wave and person."""

    answered: frozenset[tuple[UUID, UUID]]
    waits: frozenset[tuple[UUID, UUID]]
    # open and anonymous
    blind: frozenset[UUID]


def due_of(connection: Connection) -> list[Done]:
    """Return what is told now, shuffled: whoever answered last must not stand last."""
    tasks = _with_items(connection)
    answers = _answers_to({task.wave_id for task in tasks})
    found = _told_together([one for one in _each(tasks) if _is_done(one, answers)], answers)
    SHUFFLED.shuffle(found)
    return found


def _with_items(connection: Connection) -> list[LtiTask]:
    """Return what the platform may be told of, each with the item by which its course counts it; others are left out."""
    rows = list(LtiTask.objects.filter(connection=connection, refused="").order_by("id"))
    known = {
        (one.context_id, one.wave_id): one.line_item for one in LtiItem.objects.filter(connection=connection)
    }
    for row in rows:
        row.line_item = row.line_item or known.get((row.context_id, row.wave_id), "")
    return [row for row in rows if row.line_item]


def _each(tasks: Iterable[LtiTask]) -> list[Done]:
    """Return what one point stands for: a survey, or all that waited for somebody together."""
    together: dict[tuple[str, str, UUID | None], list[LtiTask]] = defaultdict(list)
    for task in tasks:
        together[task.subject, task.line_item, None if task.of_all else task.wave_id].append(task)
    return [Done(subject, line_item, tuple(held)) for (subject, line_item, _wave), held in together.items()]


def _answers_to(wave_ids: Iterable[UUID]) -> Answers:
    waves = {wave.id: wave for wave in Wave.objects.filter(id__in=wave_ids)}
    open_ids = {wave_id for wave_id, wave in waves.items() if is_open(wave)}
    rows = set(Request.objects.filter(wave_id__in=waves).values_list("state", "wave_id", "person_id"))
    return Answers(
        frozenset((wave, person) for state, wave, person in rows if state == RequestState.ANSWERED),
        frozenset((wave, person) for state, wave, person in rows if state in WAITS and wave in open_ids),
        # late answers are waited for too
        frozenset(one for one in open_ids if waves[one].mode == Mode.ANONYMOUS),
    )


def _is_done(one: Done, answers: Answers) -> bool:
    """Tell whether something of it was answered that the platform doesn't know, and nothing of it waits."""
    still_waits = any((task.wave_id, task.person_id) in answers.waits for task in one.tasks)
    return not still_waits and bool(_news(one, answers))


def _news(one: Done, answers: Answers) -> list[LtiTask]:
    return [
        task
        for task in one.tasks
        if task.told_at is None and (task.wave_id, task.person_id) in answers.answered
    ]


def _told_together(found: list[Done], answers: Answers) -> list[Done]:
    """Leave out whom an anonymous survey would show almost alone, until leaving them out shows nobody else so."""
    while True:
        people: dict[tuple[UUID, str], set[UUID]] = defaultdict(set)
        for one in found:
            for task in _news(one, answers):
                people[task.wave_id, one.line_item].add(task.person_id)
        few = {key for key, told in people.items() if key[0] in answers.blind and len(told) < TOGETHER}
        kept = [
            one
            for one in found
            if not any((task.wave_id, one.line_item) in few for task in _news(one, answers))
        ]
        if len(kept) == len(found):
            return kept
        found = kept
