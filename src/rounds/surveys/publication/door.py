"""The door itself: what was asked and answered stays; what is new passes the audit or is hidden."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil

from rounds.surveys.floors import FLOOR, LOWEST_FLOOR, RELIABILITY_FLOOR, TABLE_FLOOR
from rounds.surveys.publication.audit import Ledger
from rounds.surveys.publication.coding import Number, Table
from rounds.surveys.publication.components import SUBJECTS_AT_LEAST, Shape, components_of
from rounds.surveys.publication.lines import Lines, let_out
from rounds.surveys.publication.planning import merged_categories, whole_blocks
from rounds.surveys.publication.reliability import reliability_of, spread_of
from rounds.surveys.publication.rows import (
    Derived,
    Row,
    Unknown,
    change_row,
    mean_of,
    mean_row,
    moment_rows,
    said_by,
)
from rounds.surveys.publication.values import (
    HIDDEN,
    Ask,
    Cut,
    Figure,
    Hidden,
    Statistic,
    Subject,
    Wave,
    Whole,
)

FLOORS = {
    Statistic.MEAN: LOWEST_FLOOR,
    Statistic.CHANGE: LOWEST_FLOOR,
    Statistic.RELIABILITY: RELIABILITY_FLOOR,
}
Inside = Callable[[Wave], Collection[str]]
Counted = Callable[[int], int]


class Door:
    """All that is out about one set of waves. An ask has one answer, for good and for all who may see it."""

    def __init__(self, *, people_at_least: int = FLOOR) -> None:
        """Open a door with nothing out; the floor is never under four."""
        if people_at_least < LOWEST_FLOOR:
            raise ValueError(f"The smallest group is {LOWEST_FLOOR} people, not {people_at_least}.")
        self.floor = people_at_least
        self.ledger = Ledger(people_at_least)
        self.table = Table()
        self.waves: dict[str, Wave] = {}
        self.categories: dict[tuple[str, str], dict[str, str]] = {}
        self.answers: dict[Ask, Figure | Hidden] = {}
        # how many spoke of each subject, where it is told how subjects differ
        self.shapes: dict[Ask, Shape] = {}
        self.ended: set[str] = set()

    def release(self, wave: Wave, lines: Lines | None = None) -> dict[Ask, Figure | Hidden]:
        """Publish a closed wave by plan: the whole, cuts by scores, then items; return every figure, shown or hidden."""
        self.take_in(wave, lines)
        self._answer(self._plan(wave))
        # told last and one by one: how coarse one has to be makes no other coarser
        for ask in self._second_plan(wave):
            self._answer([ask])
        return {ask: figure for ask, figure in self.answers.items() if ask.waves == (wave.key,)}

    def publish(self, wave: Wave, *batches: Sequence[Ask]) -> dict[Ask, Figure | Hidden]:
        """Publish these asks of a closed wave and no others, batch after batch, each as finely as what is out allows; return all."""
        self.take_in(wave)
        for asks in batches:
            self._answer(asks)
        return {ask: self.answers[ask] for asks in batches for ask in asks}

    def take_in(self, wave: Wave, lines: Lines | None = None) -> None:
        """Let asks be about a closed wave, and publish nothing of it but lines that leave: a part of what is only told together."""
        if wave.key in self.waves:
            raise ValueError(f"Wave {wave.key} is released already; a correction is a wave of its own.")
        self.waves[wave.key] = wave
        for person, codes in zip(wave.people, wave.answers, strict=True):
            for item, code in zip(wave.items, codes, strict=True):
                if code >= 0:
                    self.table.add(Unknown(person, item, wave.key), int(code), wave.low, wave.high)
        for name, given in wave.cuts.items():
            found = dict(zip(wave.people, given, strict=True))
            self.categories[wave.key, name] = merged_categories(found, self.floor)
        if lines is not None:
            let_out(wave, lines, self.ledger, self.table)

    def figure(self, ask: Ask) -> Figure | Hidden:
        """Return the one answer to an ask; the first time it is worked out and stored."""
        if ask not in self.answers:
            if not ask.waves or not set(ask.waves) <= set(self.waves):
                return HIDDEN  # nothing before closing; asked again afterwards
            self._answer([ask])
        return self.answers[ask]

    def remember(self, answers: Mapping[Ask, Figure | Hidden]) -> None:
        """Take in what came out of an earlier door over the same answers, in the order in which it came out."""
        for ask, figure in answers.items():
            self.answers[ask] = figure
            if isinstance(figure, Hidden):
                continue
            numbers = self._numbers(ask)
            self.ledger.rows += _rows(numbers)
            self.table.remember(
                [
                    (numbers[part], _exactly(low), _exactly(high))
                    for part, (low, high) in figure.limits.items()
                    if part in numbers
                ]
            )

    def admit(self, rows: Sequence[Row]) -> bool:
        """Tell whether rows of another rung, over unknowns of its own or of ours, may be published together; remember them if so."""
        touched = {unknown.wave for row in rows for unknown in row.weights}
        return not touched & self.ended and self.ledger.admit(rows)

    def end(self, wave: str) -> None:
        """Let nothing new of a wave out: somebody was erased or withdrew, and the difference would be this person."""
        self.ended.add(wave)

    def shown_category(self, wave: str, cut: str, person: str) -> str:
        """Return the category in which a person counts."""
        return self.categories[wave, cut][person]

    def _plan(self, wave: Wave) -> list[Ask]:
        """Return the asks of a release. Scores are told by cut, items for the whole only; large cells come first."""
        here = (wave.key,)
        scores, own = list(wave.scores), {item for members in wave.scores.values() for item in members}
        whole = [
            Ask(measure, Statistic.MEAN, here)
            for measure in [*scores, *(i for i in wave.items if i not in own)]
        ]
        cells = [
            (
                sum(held == category for held in categories.values()),
                Ask(score, Statistic.MEAN, here, Cut(name, category)),
            )
            for (key, name), categories in self.categories.items()
            if key == wave.key
            for category in sorted(set(categories.values()))
            for score in scores
        ]
        by_size = [ask for _size, ask in sorted(cells, key=lambda cell: -cell[0])]
        items = [Ask(item, Statistic.MEAN, here) for item in wave.items if item in own]
        bands = [Ask(item, Statistic.BANDS, here) for item in wave.items]
        return [*whole, *by_size, *items, *bands]

    def _second_plan(self, wave: Wave) -> list[Ask]:
        """Return what is asked of a wave besides: how far people lie apart, and whether items go together."""
        here = (wave.key,)
        of_scores = [
            Ask(score, statistic, here)
            for score in wave.scores
            for statistic in (Statistic.SPREAD, Statistic.RELIABILITY)
        ]
        return [*of_scores, *(Ask(item, Statistic.SPREAD, here) for item in wave.items)]

    def _answer(self, asks: Sequence[Ask]) -> None:
        accepted: list[tuple[Ask, int, dict[str, Number | Derived]]] = []
        for ask in asks:
            numbers = {} if set(ask.waves) & self.ended else self._numbers(ask)
            rows = _rows(numbers)
            if rows and self._enough(ask, rows) and self.ledger.admit(rows):
                accepted.append((ask, len(rows[0].people), numbers))
            else:
                self.answers[ask] = HIDDEN
        if not accepted:
            return
        told = iter(
            self.table.tell([number for _ask, _n, numbers in accepted for number in numbers.values()])
        )
        for ask, people, numbers in accepted:
            limits = {part: _printed(next(told)) for part in numbers}
            limits |= self.shapes[ask].limits if ask in self.shapes else {}
            self.answers[ask] = Figure(ask, people, limits)

    def _enough(self, ask: Ask, rows: Iterable[Row]) -> bool:
        least = max(self.floor, FLOORS.get(ask.statistic, TABLE_FLOOR))
        return all(len(row.people) >= least for row in rows)

    def _numbers(self, ask: Ask) -> dict[str, Number | Derived]:
        """Return the numbers of which an ask consists; none where it makes no sense."""
        waves = [self.waves[key] for key in ask.waves]
        low, high = Fraction(min(wave.low for wave in waves)), Fraction(max(wave.high for wave in waves))
        inside = self._inside(ask)
        if ask.statistic == Statistic.MEAN:
            return {"mean": Number(mean_row(waves, ask.measure, inside), low, high)}
        if ask.statistic == Statistic.COMPONENTS:
            return self._components(ask, waves) if isinstance(ask.group, Whole) else {}
        if ask.statistic in (Statistic.BANDS, Statistic.SPREAD, Statistic.RELIABILITY):
            is_whole = isinstance(ask.group, Whole) and len(waves) == 1
            return self._of_the_whole(ask, waves[0]) if is_whole else {}
        if len(waves) != 2 or isinstance(ask.group, Subject):
            return {}
        earlier, later = waves
        chosen = [person for person in inside(waves[0]) if person in inside(waves[1])]
        if ask.statistic == Statistic.CHANGE:
            return {"mean": Number(change_row(earlier, later, ask.measure, chosen), low - high, high - low)}
        if ask.measure not in waves[0].items:
            return {}
        rows = moment_rows(earlier, later, ask.measure, chosen)
        ends = {1: (low, high), 2: (low * low, high * high)}
        return {name: Number(row, *ends[len(name)]) for name, row in rows.items()}

    def _of_the_whole(self, ask: Ask, wave: Wave) -> dict[str, Number | Derived]:
        """Return what is said of a measure over everybody of one wave, besides its mean."""
        said = said_by([wave], ask.measure, lambda one: one.people)
        if ask.statistic == Statistic.BANDS:
            return self._bands(ask.measure, wave, mean_of(said))
        if len(said) < 2:
            return {}
        if ask.statistic == Statistic.SPREAD:
            return {"sd": spread_of(said, range_=wave.high - wave.low)}
        members = wave.scores.get(ask.measure, ())
        whole = {person: given for person, given in said.items() if len(given) == len(members)}
        return dict(reliability_of(whole, members)) if len(members) > 1 and len(whole) > 1 else {}

    def _components(self, ask: Ask, waves: Sequence[Wave]) -> dict[str, Number | Derived]:
        """Return how subjects differ; nothing where few were spoken of, or nobody by two people."""
        said: dict[tuple[str, str], list[Unknown]] = {}
        for wave in waves:
            about = dict(zip(wave.people, wave.subjects, strict=False))
            for person, given in said_by([wave], ask.measure, lambda one: one.people).items():
                if about.get(person):
                    said.setdefault((about[person], person), []).extend(given)
        subjects = {subject for subject, _person in said}
        if len(subjects) < SUBJECTS_AT_LEAST or len(said) <= len(subjects):
            return {}
        low, high = min(wave.low for wave in waves), max(wave.high for wave in waves)
        self.shapes[ask], numbers = components_of(said, range_=high - low)
        return {"mean": Number(numbers["between"].row, Fraction(low), Fraction(high)), **numbers}

    def _bands(self, measure: str, wave: Wave, row: Row) -> dict[str, Number | Derived]:
        if measure not in wave.items:
            return {}
        third = Fraction(wave.high - wave.low + 1, 3)
        edges = (wave.low, wave.low + ceil(third), wave.high + 1 - ceil(third), wave.high + 1)
        return {
            name: Number(row, Fraction(0), Fraction(1), of=_lies_between(first, last), is_share=True)
            for name, first, last in zip(("low", "middle", "high"), edges, edges[1:], strict=False)
        }

    def _inside(self, ask: Ask) -> Inside:
        if isinstance(ask.group, Cut):
            name, category = ask.group.name, ask.group.category
            return lambda wave: {
                p for p, held in self.categories.get((wave.key, name), {}).items() if held == category
            }
        if isinstance(ask.group, Subject):
            return self._in_blocks(ask.group.key, ask.measure, ask.waves)
        return lambda wave: wave.people

    def _in_blocks(self, subject: str, measure: str, keys: Sequence[str]) -> Inside:
        """Return who counts for a subject: whole blocks of people, from the first wave of all on, wholly in the window."""
        known = list(self.waves)
        last = max(known.index(key) for key in keys)
        told = {key: _about(self.waves[key], subject, measure) for key in known[: last + 1]}
        blocks = whole_blocks(list(told.values()), self.floor)
        window = {person for key in keys for person in told[key]}
        counted = {person for block in blocks if block <= window for person in block}
        return lambda wave: counted & told[wave.key]


def _about(wave: Wave, subject: str, measure: str) -> set[str]:
    row = mean_row(
        [wave],
        measure,
        lambda one: {p for p, s in zip(one.people, one.subjects, strict=False) if s == subject},
    )
    return set(row.people)


def _lies_between(first: int, last: int) -> Counted:
    return lambda answer: int(first <= answer < last)


def _rows(numbers: Mapping[str, Number | Derived]) -> list[Row]:
    """Return the rows that numbers add, each once: shares and spreads add none to that of their group."""
    found = [one.row for one in numbers.values() if isinstance(one, Number) and not one.is_share]
    return found or [one.row for one in list(numbers.values())[:1]]


def _exactly(limit: float) -> Fraction:
    return Fraction(limit).limit_denominator(10_000)


def _printed(limits: tuple[Fraction, Fraction]) -> tuple[float, float]:
    return float(limits[0]), float(limits[1])
