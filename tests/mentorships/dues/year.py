"""A year of pairs, invented from a seed: what happens on each day, and beside it a plain model of who is told what.

The model knows nothing of the tables: it keeps its own facts, asks the slow recount what is due, and counts mails by hand.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from rounds.mentorships.dues.enums import Subject
from rounds.mentorships.dues.values import AgreedTerms, Facts, Held, Span
from tests.mentorships.dues.recount import recount

FIRST = date(2025, 7, 7)
LENGTH = 365
RULES = [
    *("first_conversation", "agreement", "goals", "check_in", "silence"),
    *("debrief", "mid_point", "review", "closing", "afterward"),
]


@dataclass
class Life:
    """One pair as the model knows it."""

    id: UUID
    mentee: str
    mentor: str
    opened_on: date
    ends_on: date
    interval: int = 30
    held: list[Held] = field(default_factory=list)
    pauses: list[list[date | None]] = field(default_factory=list)
    terms: AgreedTerms | None = None
    pen: str = "mentee"
    answers: dict[str, dict[str, date]] = field(default_factory=lambda: defaultdict(dict))
    goes_on: set[str] = field(default_factory=set)
    ended_on: date | None = None
    # (rule, subject, key) -> {(number, to)}
    told: dict[tuple, set] = field(default_factory=lambda: defaultdict(set))

    def facts(self, leaves: dict[str, list[Span]]) -> Facts:
        stops = [Span(first, last) for first, last in self.pauses]
        stops += leaves[self.mentee] + leaves[self.mentor]
        by_side = {
            what: {Subject(side): on for side, on in said.items()} for what, said in self.answers.items()
        }
        return Facts(
            opened_on=self.opened_on,
            ends_on=self.ends_on,
            interval_days=self.interval,
            stops=tuple(stops),
            held=tuple(self.held),
            agreement=self.terms,
            pen=Subject(self.pen),
            mid_point=by_side.get("mid_point", {}),
            choices=by_side.get("closing", {}),
            afterward=by_side.get("afterward", {}),
            goes_on=frozenset(Subject(side) for side in self.goes_on),
            ended_on=self.ended_on,
        )


@dataclass
class Model:
    """Everybody's year, counted by hand."""

    lives: list[Life] = field(default_factory=list)
    leaves: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    left: dict[str, date] = field(default_factory=dict)
    stopped: set[str] = field(default_factory=set)
    mails: dict[str, list[tuple[date, int]]] = field(default_factory=lambda: defaultdict(list))
    seen: dict[str, set[date]] = field(default_factory=lambda: defaultdict(set))
    # (pair, rule, subject, key, number, to) -> (day, dropped)
    tellings: dict[tuple, tuple[date, bool]] = field(default_factory=dict)

    def is_away(self, name: str, day: date) -> bool:
        return any(
            leave.from_on <= day and (leave.to_on is None or day < leave.to_on) for leave in self.leaves[name]
        )

    def is_quiet(self, name: str, day: date) -> bool:
        return day.weekday() >= 5 or self.is_away(name, day)

    def is_mail_day(self, name: str, day: date, *, is_mentor: bool) -> bool:
        """Tell whether a day is right: a mentor's is Monday, or the first after it that is not quiet."""
        if self.is_quiet(name, day) or name in self.stopped or self.left.get(name, date.max) <= day:
            return False
        if not is_mentor:
            return True
        monday = day - timedelta(days=day.weekday())
        return all(self.is_quiet(name, monday + timedelta(days=n)) for n in range(day.weekday()))

    def due_of(self, life: Life, day: date) -> list[tuple]:
        """Return what the slow recount finds of a pair of whom nobody has left."""
        if any(self.left.get(name, date.max) <= day for name in (life.mentee, life.mentor)):
            return []
        if life.ended_on and not life.goes_on:
            return []
        return list(recount(life.facts(self.leaves), life.told, day))

    def run(self, day: date, *, is_mentor: bool) -> None:
        """Let one hour of the day pass at which those of one side are written to."""
        side = "mentor" if is_mentor else "mentee"
        lines: dict[str, list[tuple]] = defaultdict(list)
        for life in self.lives:
            name = life.mentor if is_mentor else life.mentee
            if day in self.seen[name] or not self.is_mail_day(name, day, is_mentor=is_mentor):
                continue
            for rule, subject, key, _on, _office, tell in self.due_of(life, day):
                for number, to in tell:
                    if to == side:
                        lines[name].append((RULES.index(rule), life, (rule, subject, key), number))
        for name, theirs in lines.items():
            self._mail(name, day, side, sorted(theirs, key=lambda one: (one[0],)))

    def _mail(self, name: str, day: date, side: str, lines: list[tuple]) -> None:
        past = self.mails[name]
        is_full = sum(day - timedelta(days=7) < on for on, _count in past) >= 3
        year = sum(count for on, count in past if on > day - timedelta(days=365))
        room = 0 if is_full else max(0, 24 - year)
        for place, (_rule, life, what, number) in enumerate(lines):
            life.told[what].add((number, side))
            self.tellings[(life.id, *what, number, side)] = (day, place >= room)
        self.seen[name].add(day)
        if room:
            past.append((day, min(room, len(lines))))


def talks_of(random: Random) -> list[int]:
    """Return the days of a pair's conversations, counted from its beginning: some talk, some fall silent, some never."""
    kind = random.random()
    if kind < 0.15:
        return []
    every = random.choice((14, 21, 28, 35))
    last = LENGTH if kind < 0.7 else random.randrange(60, 200)
    first = random.randrange(3, 40)
    return [day + random.randrange(-3, 4) for day in range(first, last, every) if day > 3]
