"""The answers of a closed wave as tables of the door. Nothing else reads answers for numbers."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import numpy as np

from rounds.surveys.box.selectors import list_answers
from rounds.surveys.enums import BoxKind, BoxState, Mode, RequestState
from rounds.surveys.instruments.selectors import formulas_of, questions_of
from rounds.surveys.kinds import Question, kind_of
from rounds.surveys.models import Box, Response, Wave
from rounds.surveys.publication import Wave as Table
from rounds.surveys.results.values.earlier import earlier_answers
from rounds.surveys.results.values.keeping import digest_of
from rounds.surveys.scores import NOT_ASKED, Formula, turned

EARLIER, LATE = "earlier", "late"
Ends = tuple[int, int]
READ = (BoxState.RELEASED, BoxState.DESTROYED, BoxState.UNREAD)


@dataclass(frozen=True)
class Answered:
    """What one person said, in which category of each cut."""

    person: str
    answers: dict[str, Any]
    cuts: dict[str, str]
    # about whom they said it, where it is about somebody
    subject: str = ""


@dataclass(frozen=True)
class Gathered:
    """The answers of a wave: tables by the ends of their scale, one a turn of answering, and their digest."""

    tables: dict[Ends, list[Table]]
    # what the same people had answered before the first wave
    earlier: dict[Ends, Table]
    digest: str
    earlier_digest: str
    # how many have answered, whatever they answered
    people: int = 0

    def single(self, ends: Ends) -> Table | None:
        """Return the table of a scale, None where somebody has answered several times."""
        tables = self.tables.get(ends, [])
        return tables[0] if len(tables) == 1 else None

    def alone(self) -> "Gathered":
        """Return the same without what had been answered before."""
        return replace(self, earlier={}, earlier_digest="")


def gathered(wave: Wave) -> Gathered:
    """Return the answers of a closed wave that came in time."""
    shapes = _Shapes.of(wave)
    parts = _parts(wave)
    earlier = _earlier(wave, parts[0])
    facts = [[[one.person, one.answers, one.cuts] for one in part] for part in parts]
    return Gathered(
        {
            ends: [
                shapes.table(f"{wave.id}:{number}", ends, part, is_cut=len(parts) == 1)
                for number, part in enumerate(parts)
            ]
            for ends in shapes.members
        },
        {ends: shapes.table(f"{wave.id}:{EARLIER}", ends, earlier) for ends in shapes.members}
        if earlier
        else {},
        digest_of(facts),
        digest_of([[one.person, one.answers] for one in earlier]) if earlier else "",
        len(parts[0]),
    )


def late_tables(wave: Wave) -> dict[Ends, Table]:
    """Return the answers that came after closing, by the ends of their scale; none where there are none, or their box is shut."""
    rows = _opened(wave, BoxKind.LATE)
    shapes = _Shapes.of(wave)
    return {ends: shapes.table(f"{wave.id}:{LATE}", ends, rows) for ends in shapes.members} if rows else {}


def is_box_read(wave: Wave, kind: BoxKind = BoxKind.MAIN) -> bool:
    """Tell whether the answers of an anonymous wave are opened, or gone for good."""
    return Box.objects.filter(wave=wave, kind=kind, state__in=READ).exists()


def items_by_ends(questions: Sequence[Question]) -> dict[Ends, list[Question]]:
    """Return the items that are numbers, by the ends of their scale: a table of the door has one scale."""
    found: dict[Ends, list[Question]] = defaultdict(list)
    for one in questions:
        if kind_of(one).is_number and one.points:
            found[one.codes[0], one.codes[-1]].append(one)
    return found


@dataclass(frozen=True)
class _Shapes:
    """What the tables of a version look like."""

    members: dict[Ends, list[Question]]
    formulas: dict[str, Formula]
    cuts: tuple[str, ...]

    @classmethod
    def of(cls, wave: Wave) -> "_Shapes":
        questions = questions_of(wave.version_id)
        return cls(items_by_ends(questions), formulas_of(wave.version_id), tuple(wave.cuts))

    def table(self, key: str, ends: Ends, rows: Sequence[Answered], *, is_cut: bool = False) -> Table:
        """Return the answers to the items of one scale; those that count the other way are turned."""
        keys = tuple(one.key for one in self.members[ends])
        reverse = {item for formula in self.formulas.values() for item in formula.reversed_ends}
        answers = [
            [
                turned(one.answers.get(item, NOT_ASKED), ends)
                if item in reverse
                else one.answers.get(item, NOT_ASKED)
                for item in keys
            ]
            for one in rows
        ]
        return Table(
            key=f"{key}:{ends[0]}-{ends[1]}",
            people=tuple(one.person for one in rows),
            items=keys,
            answers=np.array(answers, dtype=int).reshape(len(rows), len(keys)),
            low=ends[0],
            high=ends[1],
            scores={
                name: one.members for name, one in self.formulas.items() if set(one.members) <= set(keys)
            },
            subjects=tuple(one.subject for one in rows) if any(one.subject for one in rows) else (),
            cuts={cut: tuple(one.cuts.get(cut, "") for one in rows) for cut in self.cuts if is_cut},
        )


def _parts(wave: Wave) -> list[list[Answered]]:
    """Return the answers that were sent, in parts of which each holds one answer of a person.

    Who was asked about several people stands in several parts. Of anonymous answers nobody knows whose they are.
    """
    if wave.mode == Mode.ANONYMOUS:
        return [_opened(wave, BoxKind.MAIN)]
    sent = Response.objects.filter(request__wave=wave, request__state=RequestState.ANSWERED)
    parts: list[list[Answered]] = [[]]
    turns: Counter[UUID] = Counter()
    for row in sent.select_related("request").order_by("request__person_id", "request__subject_id", "id"):
        request = row.request
        if turns[request.person_id] == len(parts):
            parts.append([])
        parts[turns[request.person_id]].append(
            Answered(
                str(request.person_id),
                row.opened(),
                dict(request.cuts),
                str(request.subject_id or ""),
            )
        )
        turns[request.person_id] += 1
    return parts


def _opened(wave: Wave, kind: BoxKind) -> list[Answered]:
    return [
        Answered(f"{wave.id} {kind} {number}", answers, dict(cuts))
        for number, (answers, cuts) in enumerate(list_answers(wave, kind))
    ]


def _earlier(wave: Wave, rows: Sequence[Answered]) -> list[Answered]:
    """Return what those who answered the first wave of an instrument in a scope had said before it, pooled waves alone."""
    campaign = wave.campaign
    if wave.mode != Mode.POOLED or campaign.scope_id is None:
        return []
    asked_on = (wave.sent_at or wave.created_at).date()
    said = earlier_answers(campaign.instrument.key, campaign.scope_id, asked_on)
    return [
        Answered(one.person, dict(said[UUID(one.person)]), {}) for one in rows if UUID(one.person) in said
    ]
