"""What costs much to work out and changes seldom: kept while the database answers as it did.

The first call notes every question that the work asks, and a digest of each answer. The next call asks the same
questions, which costs no more than to read the rows; while all answers are the same, so is what follows from them. So
nothing can change unseen: no list of what a result depends on is kept anywhere that somebody could forget to extend.
While nothing at all was written to the database since, not even the questions are asked (`core.database.writes`).
"""

from __future__ import annotations

import hashlib
import marshal
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, fields
from datetime import date
from enum import Enum
from functools import wraps
from itertools import islice
from threading import Lock
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.translation import get_language

from rounds.core.clock import institution_today, on_day
from rounds.core.database.prepared import asking_anew, with_constants
from rounds.core.database.scope import current_institution_id
from rounds.core.database.writes import State, current_state

Asked = ParamSpec("Asked")
Made = TypeVar("Made")
# Results of one process; what was not asked for longest goes first.
KEPT, CONNECTIONS = 100, 50
MARSHAL_WITHOUT_REFERENCES = 2


@dataclass(frozen=True)
class Question:
    """A query as it was put to the database, and the digest of its rows."""

    sql: str
    values: Any
    answer: bytes


@dataclass(frozen=True)
class Known:
    """A result and the questions, in order, from whose answers it follows."""

    questions: tuple[Question, ...]
    result: Any
    # By connection: nothing was written since then, so every answer is as it was.
    true_at: dict[Any, State] = field(default_factory=dict)

    def is_true(self) -> bool:
        """Ask everything again; tell whether every answer is as it was."""
        with closing(connections[DEFAULT_DB_ALIAS].cursor()) as cursor:
            return all(one.answer == _digest_now(cursor, one) for one in self.questions)

    def note(self, state: State) -> None:
        """Remember in which state of the database it was true."""
        if len(self.true_at) >= CONNECTIONS:
            self.true_at.clear()
        self.true_at[state.of] = state


_known: OrderedDict[tuple[Any, ...], Known] = OrderedDict()
_lock = Lock()


def kept_while_unchanged(work: Callable[Asked, Made]) -> Callable[Asked, Made]:
    """Keep what `work` returns, by its arguments, for as long as the database answers its questions as before.

    `work` may depend on its arguments (hashable, never a row of the database), on what it reads, and on the day at the
    institution, by `institution_today()`; it is not told the moment and writes nothing. The result is shared, so it
    holds nothing that could be changed or that would ask the database later.
    """

    @wraps(work)
    def kept(*args: Asked.args, **kwargs: Asked.kwargs) -> Made:
        day = institution_today()
        key = (work, current_institution_id(), day, get_language(), args, tuple(sorted(kwargs.items())))
        with _lock:
            known = _known.get(key)
        state = current_state()  # before the questions: what is written meanwhile is seen the next time
        is_as_it_was = known is not None and state is not None and known.true_at.get(state.of) == state
        if known is None or not (is_as_it_was or known.is_true()):
            known = _worked_out(lambda: work(*args, **kwargs), day)
        with _lock:
            if state is not None:
                known.note(state)
            _known[key] = known
            _known.move_to_end(key)
            while len(_known) > KEPT:
                _known.popitem(last=False)
        result: Made = known.result
        return result

    return kept


def _worked_out(work: Callable[[], Any], day: date) -> Known:
    questions: list[Question] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if many or not sql.startswith(("SELECT", "WITH", "(")):
            raise TypeError(f"What is kept asks and never changes anything: {sql[:60]}")
        cursor = context["cursor"]
        if isinstance(cursor.cursor, _Read):  # the same cursor is used again
            cursor.cursor = cursor.cursor.source
        done = execute(sql, params, many, context)
        rows = cursor.cursor.fetchall()
        sql, bound = with_constants(sql, [("", value) for value in params], cursor.db.vendor)
        values = tuple(value for _name, value in bound)
        questions.append(Question(sql, values, _digest(cursor.cursor, rows)))
        cursor.cursor = _Read(cursor.cursor, rows)
        return done

    with on_day(day), asking_anew(), connections[DEFAULT_DB_ALIAS].execute_wrapper(note):
        result = work()
    _refuse_changeable(result)
    return Known(tuple(questions), result)


class _Read:
    """A cursor whose rows were read already: its digest is of those rows and no others."""

    def __init__(self, cursor: Any, rows: list[Any]) -> None:
        self.source = cursor
        self._rows = iter(rows)

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchmany(self, size: int) -> list[Any]:
        return list(islice(self._rows, size))

    def fetchall(self) -> list[Any]:
        return list(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return self._rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self.source, name)


def _digest_now(cursor: Any, question: Question) -> bytes:
    cursor.execute(question.sql, question.values)
    return _digest(cursor.cursor)


def _digest(cursor: Any, rows: list[Any] | None = None) -> bytes:
    """Return the digest of a cursor's answer; `rows` are what was read of it already.

    PostgreSQL's answer is taken as it came over the wire: to make ids and days of it costs more than to ask.
    """
    answer = getattr(cursor, "pgresult", None)
    if answer is not None:
        cells = [
            answer.get_value(row, column) for row in range(answer.ntuples) for column in range(answer.nfields)
        ]
        return hashlib.sha256(marshal.dumps(cells, MARSHAL_WITHOUT_REFERENCES)).digest()
    found = cursor.fetchall() if rows is None else rows
    return hashlib.sha256(repr([tuple(row) for row in found]).encode(errors="surrogatepass")).digest()


PLAIN = (str, bytes, int, float, date, UUID, Enum, type(None))


def _refuse_changeable(value: Any) -> None:
    """Raise TypeError where a result holds a row, a list, a lazy word: what is shared must stay as it is."""
    if isinstance(value, PLAIN):
        return
    if isinstance(value, tuple | frozenset):
        for one in value:
            _refuse_changeable(one)
    elif getattr(getattr(value, "__dataclass_params__", None), "frozen", False):
        for one in fields(value):
            _refuse_changeable(getattr(value, one.name))
    else:
        raise TypeError(f"What is kept is frozen through and through: {type(value).__name__} is not.")
