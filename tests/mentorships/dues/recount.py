"""The same dues, found the slow way: walk each day of the calendar, and let every clock tick on days that count.

Written from the table of rules, not from the code: no arithmetic with spans, no merging, nothing sorted.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from rounds.mentorships.dues.values import Facts

DAY = timedelta(days=1)
FAR = 1000


class Walk:
    """A pair's calendar, day by day: a list that says of each day whether it counts."""

    def __init__(self, facts: Facts, today: date) -> None:
        self.facts, self.today = facts, today
        self.after_end = facts.ended_on is not None and facts.ended_on <= today
        self.first = facts.opened_on - 400 * DAY
        self.days = [1] * (400 + FAR)
        for stop in () if self.after_end else facts.stops:
            day = stop.from_on
            while day < (stop.to_on or date.max) and (day - self.first).days < len(self.days):
                self.days[(day - self.first).days] = 0
                day += DAY

    def counts(self, day: date) -> bool:
        return self.days[(day - self.first).days] == 1

    def ticks(self, start: date, until: date) -> int:
        """Count the days that count before a day."""
        return sum(self.days[(start - self.first).days : (until - self.first).days])

    def when(self, start: date, ticks: int) -> date | None:
        """Walk on until a clock that began at start shows so many ticks, on a day that counts."""
        ticked = 0
        for place in range((start - self.first).days, len(self.days)):
            if self.days[place]:
                if ticked == ticks:
                    return self.first + place * DAY
                ticked += 1
        return None


def recount(facts: Facts, told: dict, today: date) -> Iterator[tuple]:
    """Yield (rule, subject, key, due on, office?, what is told now); `told` maps (rule, subject, key) to (number, to)."""
    walk = Walk(facts, today)
    if today < facts.opened_on or not walk.counts(today):
        return
    if walk.after_end:
        for side in ("mentee", "mentor"):
            if side in facts.goes_on and side not in facts.afterward:
                yield from by_date(walk, told, "afterward", side, facts.ended_on, [(90, [side])], 90)
        return
    yield from at_the_beginning(walk, told)
    yield from check_ins(walk, told)
    yield from silence(walk, told)
    yield from debriefs(walk, told)
    yield from later(walk, told)


def at_the_beginning(walk, told):
    facts, both = walk.facts, ["mentee", "mentor"]
    opened, pen = facts.opened_on, [str(facts.pen)]
    if len(facts.held) == 0:
        steps = [(10, ["mentee"]), (21, both)]
        yield from by_ticks(walk, told, "first_conversation", "pair", "", opened, steps, due=30, office=31)
    if not facts.agreement:
        steps = [(14, pen), (25, pen)]
        yield from by_ticks(
            walk, told, "agreement", "pair", "", opened, steps, due=30, office=31, is_pen=True
        )
    if not facts.has_goal:
        steps = [(30, ["mentee"]), (44, ["mentee"])]
        yield from by_ticks(walk, told, "goals", "mentee", "", opened, steps, due=45)


def check_ins(walk, told):
    """Let the period's number rise whenever the clock shows the days of so many months."""
    facts = walk.facts
    turns = []
    for number in range(60):
        month = facts.opened_on.month - 1 + number * facts.check_in_months
        year, month = facts.opened_on.year + month // 12, month % 12 + 1
        turn = date(year, month, min(facts.opened_on.day, monthrange(year, month)[1]))
        if turn > facts.ends_on:
            break
        turns.append((turn - facts.opened_on).days)
    period, ticked, day, met = 0, 0, facts.opened_on, defaultdict(int)
    began, long_enough = {}, defaultdict(int)
    for one in facts.held:
        long_enough[one.on] += one.minutes >= 15
    for _ in range(FAR):
        if walk.counts(day):
            while period < len(turns) and ticked == turns[period]:
                period += 1
                began[period] = day
            ticked += 1
        if day in long_enough:
            met[period] += long_enough[day]
        if day > facts.ends_on:
            break
        day += DAY
    for number in range(1, len(turns)):
        ends = began.get(number + 1)
        if ends is None or ends > facts.ends_on:
            return
        if met[number]:
            continue
        ticked_now = walk.ticks(facts.opened_on, walk.today)
        if max(0, turns[number] - 14) <= ticked_now and walk.today < ends:
            yield (
                "check_in",
                "pair",
                str(number),
                ends,
                False,
                tell(told, ("check_in", "pair", str(number)), [(1, ["mentee", "mentor"])]),
            )


def silence(walk, told):
    facts = walk.facts
    if not facts.held:
        return
    last = facts.held[0].on
    for one in facts.held:
        if one.on > last:
            last = one.on
    patience = (
        facts.interval_days + facts.interval_days if facts.interval_days < 30 else facts.interval_days + 30
    )
    yield from by_ticks(
        walk,
        told,
        "silence",
        "pair",
        str(last),
        last,
        [(patience, ["mentee", "mentor"])],
        due=patience,
        office=patience,
    )


def debriefs(walk, told):
    facts, asked = walk.facts, defaultdict(int)
    order = []
    for one in facts.rotations:  # by insertion
        place = 0
        while place < len(order) and (order[place].ended_on, order[place].key) <= (one.ended_on, one.key):
            place += 1
        order.insert(place, one)
    for one in order:
        if not one.is_major or one.ended_on < facts.opened_on:
            continue
        year = 0
        while anniversary(facts.opened_on, year + 1) <= one.ended_on:
            year += 1
        asked[year] += 1
        if asked[year] > 8 or one.is_settled:
            continue
        closes = walk.when(one.ended_on, 21)
        if any(talk.on > one.ended_on and (not closes or talk.on < closes) for talk in facts.held):
            continue
        if walk.ticks(one.ended_on, walk.today) < 21:
            both = ["mentee", "mentor"]
            yield from by_ticks(
                walk, told, "debrief", "pair", one.key, one.ended_on, [(1, both), (10, both)], due=14
            )


def later(walk, told):
    facts, both = walk.facts, ["mentee", "mentor"]
    began = facts.began_on or facts.opened_on
    half = (facts.ends_on - began).days // 2
    middle = walk.when(began, half)
    if middle and facts.opened_on <= middle < facts.ends_on:
        for side in both:
            if side not in facts.mid_point:
                steps = [(half, [side]), (half + 10, [side])]
                yield from by_ticks(walk, told, "mid_point", side, "", began, steps, due=half)
    terms = facts.agreement
    days = (terms.review_on - terms.signed_on).days if terms and terms.review_on else 0
    looked = walk.when(terms.signed_on, days) if terms else None
    is_after = looked is not None and looked >= facts.ends_on
    if terms and terms.review_on and not terms.is_reviewed and not is_after:
        key = str(terms.review_on)
        yield from by_ticks(walk, told, "review", "pair", key, terms.signed_on, [(days, both)], due=days)
    met = [one for one in facts.held if one.on + timedelta(days=30) >= facts.ends_on]
    for side in both:
        if not met or side not in facts.choices:
            yield from by_date(walk, told, "closing", side, facts.ends_on, [(-30, [side]), (-7, [side])], -30)


def anniversary(day: date, years: int) -> date:
    """Return the same day so many years later, 28 February for a 29th that is missing."""
    return date(day.year + years, day.month, min(day.day, monthrange(day.year + years, day.month)[1]))


def by_ticks(walk, told, rule, subject, key, start, steps, *, due, office=None, is_pen=False):
    shown = walk.ticks(start, walk.today) if walk.today >= start else -1
    come = [(number, to) for number, (ticks, to) in enumerate(steps, 1) if shown >= ticks]
    if not come and shown < due:
        return
    yield (
        rule,
        subject,
        key,
        walk.when(start, due),
        office is not None and shown >= office,
        tell(told, (rule, subject, key), come, is_pen=is_pen),
    )


def by_date(walk, told, rule, side, day, steps, due):
    """Find rules that go by the calendar: a day that doesn't count is put off to the next that does."""

    def put_off(days):
        return walk.when(day + timedelta(days=days), 0)

    come = [
        (number, to)
        for number, (days, to) in enumerate(steps, 1)
        if (on := put_off(days)) is not None and on <= walk.today
    ]
    due_on = put_off(due)
    if come or (due_on and due_on <= walk.today):
        yield rule, side, "", due_on, False, tell(told, (rule, side, ""), come)


def tell(told, what, come, *, is_pen=False):
    """Return who is told what number now: the last that has come, if nothing as late was told."""
    now = set()
    for side in ("mentee", "mentor"):
        numbers = [number for number, to in come if side in to]
        if not numbers:
            continue
        before = [number for number, to in told.get(what, ()) if is_pen or to == side]
        if not before or max(before) < max(numbers):
            now.add((max(numbers), side))
    return frozenset(now)
