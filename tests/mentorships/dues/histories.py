"""Random histories of a pair: what happens on which day, and what was known of it on each day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from rounds.mentorships.dues.enums import Subject
from rounds.mentorships.dues.values import AgreedTerms, Facts, Held, Rotation, Span

BOTH = (Subject.MENTEE, Subject.MENTOR)


@dataclass
class History:
    """A pair's life, each fact with the day from which it was known."""

    opened_on: date
    ends: list[tuple[date, date]]  # known on, planned end
    interval: int
    months: int
    pauses: list[tuple[date, date | None]]
    leaves: list[tuple[date, Span]]  # known on, the leave
    held: list[tuple[date, date | None, Held]]  # logged on, withdrawn on, the conversation
    signed: list[tuple[date, date | None, date | None]]  # signed on, review on, reviewed on
    pens: list[date]  # days on which the pen changes hands
    goal_on: date | None
    rotations: list[tuple[Rotation, date | None]]  # and when its debrief was settled
    answers: dict[str, dict[Subject, date]] = field(default_factory=dict)
    ended_on: date | None = None
    goes_on: frozenset[Subject] = frozenset()

    def facts_on(self, day: date) -> Facts:
        """Return what was known at the end of a day."""
        stops = [
            Span(first, last if last and last <= day else None) for first, last in self.pauses if first <= day
        ]
        stops += [leave for known, leave in self.leaves if known <= day]
        known_terms = [one for one in self.signed if one[0] <= day]
        terms = None
        if known_terms:
            signed, review, reviewed = known_terms[-1]
            terms = AgreedTerms(signed, review, reviewed is not None and reviewed <= day)
        known = {
            what: {side: on for side, on in sides.items() if on <= day}
            for what, sides in self.answers.items()
        }
        return Facts(
            opened_on=self.opened_on,
            # every third pair was known later than it began
            began_on=self.opened_on - timedelta(days=self.interval * 4) if self.interval % 3 == 0 else None,
            ends_on=[end for known_on, end in self.ends if known_on <= max(day, self.opened_on)][-1],
            interval_days=self.interval,
            check_in_months=self.months,
            stops=tuple(stops),
            held=tuple(
                one
                for logged, withdrawn, one in self.held
                if logged <= day and not (withdrawn and withdrawn <= day)
            ),
            agreement=terms,
            pen=BOTH[sum(on <= day for on in self.pens) % 2],
            has_goal=self.goal_on is not None and self.goal_on <= day,
            rotations=tuple(
                Rotation(one.key, one.ended_on, one.is_major, settled is not None and settled <= day)
                for one, settled in self.rotations
                if one.ended_on <= day
            ),
            mid_point=known.get("mid_point", {}),
            choices=known.get("choices", {}),
            afterward=known.get("afterward", {}),
            goes_on=self.goes_on,
            ended_on=self.ended_on if self.ended_on and self.ended_on <= day else None,
        )


def invent_history(random: Random) -> History:
    """Invent a life of a pair: some talk a lot, some never, some stop, some leave, some end early."""
    opened = date(2025, 1, 1) + timedelta(days=random.randrange(730))
    length = random.choice((120, 182, 365, 365, 365, 540))
    after = lambda day: opened + timedelta(days=day)  # noqa: E731
    somewhen = lambda: after(random.randrange(length + 60))  # noqa: E731
    ends = [(opened, after(length))]
    if random.random() < 0.3:
        ends.append((somewhen(), after(length + random.randrange(-60, 90))))
    signed_on = somewhen() if random.random() < 0.7 else None
    return History(
        opened_on=opened,
        ends=ends,
        interval=random.choice((7, 14, 30, 30, 45, 60)),
        months=random.choice((1, 2, 3, 3, 3, 6)),
        pauses=[_pause(random, somewhen()) for _ in range(random.choice((0, 0, 1, 2)))],
        leaves=[_leave(random, somewhen()) for _ in range(random.choice((0, 0, 0, 1, 2)))],
        held=[_conversation(random, somewhen()) for _ in range(random.choice((0, 0, 1, 3, 6, 12)))],
        signed=_agreements(random, signed_on) if signed_on else [],
        pens=sorted(somewhen() for _ in range(random.choice((0, 1, 3)))),
        goal_on=somewhen() if random.random() < 0.6 else None,
        rotations=_rotations(random, opened, length),
        answers={
            what: {side: somewhen() for side in BOTH if random.random() < 0.5}
            for what in ("mid_point", "choices", "afterward")
        },
        ended_on=somewhen() if random.random() < 0.3 else None,
        goes_on=frozenset(side for side in BOTH if random.random() < 0.6),
    )


def _pause(random: Random, first: date) -> tuple[date, date | None]:
    return first, None if random.random() < 0.1 else first + timedelta(days=random.randrange(1, 60))


def _leave(random: Random, first: date) -> tuple[date, Span]:
    last = None if random.random() < 0.1 else first + timedelta(days=random.randrange(1, 90))
    return first - timedelta(days=random.randrange(40)), Span(first, last)


def _conversation(random: Random, on: date) -> tuple[date, date | None, Held]:
    logged = on + timedelta(days=random.choice((0, 0, 0, 1, 5, 40)))
    withdrawn = logged + timedelta(days=random.randrange(1, 15)) if random.random() < 0.1 else None
    return logged, withdrawn, Held(on, random.choice((10, 14, 15, 30, 45, 60)))


def _agreements(random: Random, on: date) -> list[tuple[date, date | None, date | None]]:
    made = []
    for _ in range(random.choice((1, 1, 2))):
        review = on + timedelta(days=random.randrange(1, 240)) if random.random() < 0.8 else None
        reviewed = review + timedelta(days=random.randrange(-20, 60)) if review else None
        made.append((on, review, reviewed if random.random() < 0.5 else None))
        on += timedelta(days=random.randrange(20, 200))
    return made


def _rotations(random: Random, opened: date, length: int) -> list[tuple[Rotation, date | None]]:
    if random.random() < 0.4:
        return []
    first = random.randrange(-60, 28)
    ended = [opened + timedelta(days=day) for day in range(first, length, 28)]
    return [
        (
            Rotation(f"r{number}", day, is_major=random.random() < 0.6),
            day + timedelta(days=random.randrange(25)) if random.random() < 0.4 else None,
        )
        for number, day in enumerate(ended)
    ]
