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
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import Enum
from functools import wraps
from itertools import islice
from threading import Lock
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.translation import get_language

from rounds.core.clock import institution_today, now, on_day
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


class Answer:
    """What the database has answered: its digest, and the rows once somebody wants them."""

    def __init__(self, cursor: Any) -> None:
        self.source = cursor
        self._rows: list[Any] | None = None if _wire_of(cursor) is not None else cursor.fetchall()
        self.digest = _digest(cursor, self._rows)

    @property
    def rows(self) -> list[Any]:
        """Return the rows."""
        if self._rows is None:
            self._rows = list(self.source.fetchall())
        return self._rows


# By the query and its values.
Answers = dict[tuple[str, str], Answer]


@dataclass(frozen=True)
class Known:
    """A result and the questions, in order, from whose answers it follows."""

    questions: tuple[Question, ...]
    result: Any
    # The moment at which it was worked out, as the database knows it; None where it was not told.
    moment: Any = None
    # By connection: nothing was written since then, so every answer is as it was.
    true_at: dict[Any, State] = field(default_factory=dict)

    def ask_again(self) -> tuple[bool, Answers]:
        """Ask everything again, with the moment of today where one was asked for.

        Returns whether all answers are as before, and those up to the first that is not: nothing is asked twice.
        """
        moment = None if self.moment is None else _for_database(now())
        answers: Answers = {}
        for one in self.questions:
            values = one.values
            if moment is not None:
                values = tuple(moment if value == self.moment else value for value in values)
            cursor = connections[DEFAULT_DB_ALIAS].cursor()
            cursor.execute(one.sql, values)
            answer = Answer(cursor)
            answers[one.sql, repr(values)] = answer
            if one.answer != answer.digest:
                return False, answers
        return True, answers

    def was_true_at(self, state: State | None) -> bool:
        """Tell whether nothing was written since it was known to be true."""
        return state is not None and self.true_at.get(state.of) == state

    def note(self, state: State) -> None:
        """Remember in which state of the database it was true."""
        if len(self.true_at) >= CONNECTIONS:
            self.true_at.clear()
        self.true_at[state.of] = state


class ChangesSomething(TypeError):
    """What is to be kept writes: nothing of it was carried out by then."""


class Store:
    """Results by what they were asked for; what was not asked for longest goes first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._known: OrderedDict[tuple[Any, ...], Known] = OrderedDict()
        self._lock = Lock()
        self._period: object = None

    def begin(self, period: object) -> None:
        """Forget what was kept in another period."""
        with self._lock:
            if period != self._period:
                self._known.clear()
            self._period = period

    def get(self, key: tuple[Any, ...]) -> Known | None:
        """Return what is known."""
        with self._lock:
            return self._known.get(key)

    def put(self, key: tuple[Any, ...], known: Known, state: State | None) -> None:
        """Keep a result that is true in a state."""
        with self._lock:
            if state is not None:
                known.note(state)
            self._known[key] = known
            self._known.move_to_end(key)
            while len(self._known) > self.most:
                self._known.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._known.clear()


_store = Store(KEPT)


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
        known = _store.get(key)
        state = current_state()  # before the questions: what is written meanwhile is seen the next time
        if known is None or not known.was_true_at(state):
            with on_day(day):
                known = known_now(known, lambda: work(*args, **kwargs))
        _store.put(key, known, state)
        result: Made = known.result
        return result

    return kept


def known_now(known: Known | None, work: Callable[[], Any], moment: datetime | None = None) -> Known:
    """Return what is known where every answer is as before, else what follows from the answers of now.

    The clock stands or is hidden around this call; `moment` is the one that it shows.
    """
    is_true, answers = known.ask_again() if known else (False, {})
    return known if known and is_true else worked_out(work, moment, answers)


def worked_out(
    work: Callable[[], Any], moment: datetime | None = None, answers: Answers | None = None
) -> Known:
    """Work something out and note what it asks of the database; `answers` are there already."""
    questions: list[Question] = []
    at = None if moment is None else _for_database(moment)
    there = answers or {}

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if many or not sql.startswith(("SELECT", "WITH", "(")):
            raise ChangesSomething(f"What is kept asks and never changes anything: {sql[:60]}")
        cursor = context["cursor"]
        if isinstance(cursor.cursor, _Read):  # the same cursor is used again
            cursor.cursor = cursor.cursor.source
        # what has a name stays a value: the moment is another when it is asked again
        named = [("moment" if at is not None and value == at else "", value) for value in params]
        asked, bound = with_constants(sql, named, cursor.db.vendor)
        values = tuple(value for _name, value in bound)
        answer = there.get((asked, repr(values)))
        if answer is None:
            done = execute(sql, params, many, context)
            rows = cursor.cursor.fetchall()
            questions.append(Question(asked, values, _digest(cursor.cursor, rows)))
            cursor.cursor = _Read(cursor.cursor, rows)
            return done
        questions.append(Question(asked, values, answer.digest))
        cursor.cursor = _Read(answer.source.cursor, answer.rows)
        return None

    with asking_anew(), connections[DEFAULT_DB_ALIAS].execute_wrapper(note):
        result = work()
    _refuse_changeable(result)
    return Known(tuple(questions), result, at)


def _for_database(moment: datetime) -> Any:
    return connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value(moment)


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


def _wire_of(cursor: Any) -> Any:
    return getattr(cursor, "pgresult", None)


def _digest(cursor: Any, rows: list[Any] | None = None) -> bytes:
    """Return the digest of a cursor's answer; `rows` are what was read of it already.

    PostgreSQL's answer is taken as it came over the wire: to make ids and days of it costs more than to ask.
    """
    answer = _wire_of(cursor)
    if answer is not None:
        cells = [
            answer.get_value(row, column) for row in range(answer.ntuples) for column in range(answer.nfields)
        ]
        return hashlib.sha256(marshal.dumps(cells, MARSHAL_WITHOUT_REFERENCES)).digest()
    found = cursor.fetchall() if rows is None else rows
    return hashlib.sha256(repr([tuple(row) for row in found]).encode(errors="surrogatepass")).digest()


PLAIN = (str, bytes, int, float, date, UUID, Enum, type(None))
# of thousands of values, most are of these very types: asked of a set, which is quicker than of a class
_PLAIN_TYPES = frozenset({str, bytes, int, float, bool, date, datetime, UUID, type(None)})


def _refuse_changeable(value: Any) -> None:
    """Raise TypeError where a result holds a row, a list, a lazy word: what is shared must stay as it is."""
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, PLAIN):
            continue
        found = one if isinstance(one, tuple | frozenset) else [getattr(one, n) for n in _names_in(type(one))]
        left += [part for part in found if type(part) not in _PLAIN_TYPES]


_names: dict[type, tuple[str, ...]] = {}


def _names_in(kind: type) -> tuple[str, ...]:
    """Return what an object of a frozen kind is made of."""
    if kind not in _names:
        if not getattr(getattr(kind, "__dataclass_params__", None), "frozen", False):
            raise TypeError(f"What is kept is frozen through and through: {kind.__name__} is not.")
        _names[kind] = tuple(one.name for one in fields(kind))
    return _names[kind]
