"""What the studio shows of a run: every mentee's row, figures, needs. Ids become people."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from rounds.core.access import Viewer
from rounds.core.enums import Role
from rounds.core.folding import order_key
from rounds.matching.decisions.selectors.decisions import open_changes, standing_decisions
from rounds.matching.enums import KEEPS, SOLVED
from rounds.matching.input.values.snapshot import RUNNING
from rounds.matching.models import MatchRun, PairDecision
from rounds.matching.review.selectors.people import People, Someone
from rounds.matching.runs.selectors import result_of, snapshot_of
from rounds.pairing import Explainer, proven_words
from rounds.programs.models import Priority

Key = tuple[str, str]


@dataclass(frozen=True)
class Row:
    """One mentee with a mentor, or without."""

    mentee: Someone
    mentor: Someone | None
    micro: int = 0
    taken: int = 0
    places: int = 0
    # why a person should look at this pair first; why it is kept whatever a run would do
    doubt: str = ""
    kept: str = ""
    # what somebody decided that these pairs do not follow yet: with whom, and whether this pair is to go
    decided: tuple[Someone, ...] = ()
    is_dropped: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether a new run changes this row, whatever else it does."""
        return self.is_dropped or bool(self.decided)

    @property
    def group(self) -> str:
        return "first" if self.doubt else "others"

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

    @property
    def proven(self) -> tuple[str, ...]:
        """Return the sentences that say what was proven best, untranslated; none when nothing was proven."""
        return proven_words(self.problem, self.result.solution)

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
            rows.append(
                Row(
                    mentee=self.names[pair.mentee],
                    mentor=self.names[pair.mentor],
                    micro=pair.score,
                    taken=len(solution.mentees_of[pair.mentor]),
                    places=self.places[pair.mentor],
                    doubt=first.get(key, ""),
                    kept=self._kept(key),
                    decided=self.coming.get(pair.mentee, ()),
                    is_dropped=key in self._dropped,
                )
            )
        rows += [
            Row(self.names[person], None, decided=self.coming.get(person, ()))
            for person in self.result.unmatched
        ]
        order = list(first)
        return sorted(
            rows,
            key=lambda row: (
                row.group != "first",
                order.index((row.mentee.id, row.mentor.id)) if row.group == "first" and row.mentor else 0,
                order_key(row.sort_name),
            ),
        )

    @cached_property
    def coming(self) -> dict[str, tuple[Someone, ...]]:
        """Return whom mentees get by a decision that these pairs do not follow yet."""
        found: dict[str, tuple[Someone, ...]] = {}
        for one in self.changes:
            mentee, mentor = str(one.mentee.person_id), str(one.mentor.person_id)
            if one.kind in KEEPS and mentor in self.names:
                found[mentee] = (*found.get(mentee, ()), self.names[mentor])
        return found

    @cached_property
    def _dropped(self) -> set[Key]:
        """Return the pairs that a decision forbids, or in whose place another was decided for a mentee of one mentor."""
        forbidden = {
            (str(one.mentee.person_id), str(one.mentor.person_id))
            for one in self.changes
            if one.kind not in KEEPS
        }
        alone = {
            (mentee, mentors[0])
            for mentee, mentors in self.result.solution.mentors_of.items()
            if len(mentors) == 1 and mentee in self.coming and not self._kept((mentee, mentors[0]))
        }
        return forbidden | alone

    def _kept(self, key: Key) -> str:
        decision = self.decisions.get(key)
        if decision and decision.kind in KEEPS:
            return decision.kind
        return RUNNING if self.snapshot.kept.get(key) == RUNNING else ""

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
    def unmatched(self) -> list[tuple[Someone, str]]:
        """Return who has no mentor, and the reason, by name."""
        people = self.with_meta(self.result.unmatched)
        rows = [(people[person], reason) for person, (reason, _words, _fix) in self.result.unmatched.items()]
        return sorted(rows, key=lambda row: order_key(row[0].sort_name))

    @property
    def mean(self) -> int:
        """Return the average score of the pairs, in micro-points."""
        pairs = self.result.solution.pairs
        return sum(pair.score for pair in pairs) // len(pairs) if pairs else 0

    @property
    def free_places(self) -> int:
        return int(self.result.summary["empty_places"])

    @property
    def all_places(self) -> int:
        return sum(self.places.values())

    @cached_property
    def lowest(self) -> Row | None:
        rows = [row for row in self.rows if row.mentor]
        return min(rows, key=lambda row: (row.micro, order_key(row.sort_name)), default=None)
