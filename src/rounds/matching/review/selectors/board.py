"""What the studio shows of a run: every mentee's row, figures, needs. Ids become people, points become words."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from rounds.core.access import Viewer
from rounds.core.enums import Role
from rounds.matching import words
from rounds.matching.enums import KEEPS, SOLVED
from rounds.matching.models import MatchRun, PairDecision
from rounds.matching.review.selectors.people_shown import People, Someone
from rounds.matching.runs.selectors import open_changes, result_of, snapshot_of, standing_decisions
from rounds.pairing import Explainer
from rounds.programs.models import Priority
from rounds.programs.values.domains import DOMAIN_WORDS

Key = tuple[str, str]


@dataclass(frozen=True)
class Row:
    """One mentee with a mentor, or without."""

    mentee: Someone
    mentor: Someone | None
    micro: int
    taken: int
    places: int
    badge: tuple[words.Words, str, str] | None = None
    kept: tuple[words.Words, str] | None = None
    group: str = "others"

    @property
    def score(self) -> str:
        return words.percent(self.micro)

    @property
    def points(self) -> float:
        return self.micro / 10_000

    @property
    def sort_name(self) -> str:
        return self.mentee.sort_name


class Board:
    """One run as its viewer may see it."""

    def __init__(self, run: MatchRun, viewer: Viewer) -> None:
        self.run = run
        self.viewer = viewer
        self.result = result_of(run)
        self.snapshot = snapshot_of(run)
        self.problem = self.snapshot.problem
        self.is_coordinator = viewer.has(Role.COORDINATOR, scope_id=run.cohort.cycle.program_id)

    # people

    @cached_property
    def people(self) -> People:
        return People({*self.problem.mentees.ids, *self.problem.mentors.ids})

    @property
    def names(self) -> dict[str, Someone]:
        """Return everybody in the run, by id, without meta."""
        return self.people.names

    def with_meta(self, people: Iterable[str]) -> dict[str, Someone]:
        """Return the same people with "PGY-2 Medicine" under their names."""
        return self.people.with_meta(people)

    @cached_property
    def priorities(self) -> dict[str, str]:
        rows = Priority.objects.filter(program_id=self.run.cohort.cycle.program_id)
        return {str(key): name for key, name in rows.values_list("id", "name")}

    @cached_property
    def gap_names(self) -> dict[str, str]:
        return {key: str(name) for key, (name, _hint) in DOMAIN_WORDS.items()}

    # decisions

    @cached_property
    def decisions(self) -> dict[Key, PairDecision]:
        return {
            (str(one.mentee.person_id), str(one.mentor.person_id)): one
            for one in standing_decisions(self.run.cohort_id)
        }

    @cached_property
    def locks(self) -> int:
        return sum(one.kind in KEEPS for one in self.decisions.values())

    @cached_property
    def explainer(self) -> Explainer:
        """Return what explains pairs that the run did not choose."""
        return Explainer(self.problem, self.result.solution)

    @cached_property
    def changes(self) -> list[PairDecision]:
        """Return the decisions that these pairs do not follow yet."""
        return open_changes(self.run, self.decisions.values())

    # lists

    @cached_property
    def places(self) -> dict[str, int]:
        return dict(zip(self.problem.mentors.ids, self.problem.mentors.capacity.tolist(), strict=True))

    @cached_property
    def rows(self) -> list[Row]:
        """Return every mentee, those to look at first before the others, each by name."""
        solution, first = self.result.solution, self.result.look_first
        rows = []
        for pair in solution.pairs:
            key = (pair.mentee, pair.mentor)
            doubt = first.get(key)
            rows.append(
                Row(
                    mentee=self.names[pair.mentee],
                    mentor=self.names[pair.mentor],
                    micro=pair.score,
                    taken=len(solution.mentees_of[pair.mentor]),
                    places=self.places[pair.mentor],
                    badge=words.DOUBTS[doubt] if doubt else None,
                    kept=self._kept(key),
                    group="first" if doubt else "others",
                )
            )
        for person, (reason, _words, _fix) in self.result.unmatched.items():
            rows.append(
                Row(self.names[person], None, 0, 0, 0, badge=(words.UNMATCHED[reason][0], "act", "x-circle"))
            )
        order = list(first)
        return sorted(
            rows,
            key=lambda row: (
                row.group != "first",
                order.index((row.mentee.id, row.mentor.id)) if row.group == "first" and row.mentor else 0,
                row.sort_name,
            ),
        )

    def _kept(self, key: Key) -> tuple[words.Words, str] | None:
        decision = self.decisions.get(key)
        why = decision.kind if decision and decision.kind in KEEPS else None
        return words.KEPT.get(why or ("running" if self.snapshot.kept.get(key) == "running" else ""))

    def filtered(self, view: str) -> list[Row]:
        """Return the rows of one chip: first, locked, unmatched, or all."""
        if view == "first":
            return [row for row in self.rows if row.group == "first"]
        if view == "locked":
            return [row for row in self.rows if row.kept]
        if view == "unmatched":
            return [row for row in self.rows if row.mentor is None]
        if view == "lowest":
            return sorted((row for row in self.rows if row.mentor), key=lambda row: row.micro)
        return self.rows

    # the rest

    @property
    def previous(self) -> str:
        """Return the number of the run before, for an address."""
        return str(self.run.number - 1)

    @property
    def path(self) -> list[tuple[str, str]]:
        """Return the states that a run goes through, in order."""
        return [(state.value, str(state.label).capitalize()) for state in SOLVED]

    @cached_property
    def unmatched(self) -> list[tuple[Someone, str, str]]:
        """Return who has no mentor, why, and the nearest fix."""
        people = self.with_meta(self.result.unmatched)
        rows = [
            (people[person], str(words.UNMATCHED[reason][0]), str(words.UNMATCHED[reason][1]))
            for person, (reason, _words, _fix) in self.result.unmatched.items()
        ]
        return sorted(rows, key=lambda row: row[0].sort_name)

    @cached_property
    def needs(self) -> list[str]:
        """Return what more places should bring, as places, never as people."""
        return [
            words.need_words(kind, code, count, self.gap_names) for kind, code, count in self.result.needs
        ]

    @property
    def mean(self) -> str:
        pairs = self.result.solution.pairs
        return words.percent(sum(pair.score for pair in pairs) // len(pairs)) if pairs else "0.0"

    @property
    def free_places(self) -> int:
        return int(self.result.summary["empty_places"])

    @property
    def all_places(self) -> int:
        return sum(self.places.values())

    @cached_property
    def lowest(self) -> Row | None:
        rows = [row for row in self.rows if row.mentor]
        return min(rows, key=lambda row: (row.micro, row.sort_name), default=None)
