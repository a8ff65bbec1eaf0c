"""Everything about two people of a run: why, how much of what, who came next, what was ruled out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rounds.core.errors import NotFound
from rounds.matching.input.values.relations import as_told
from rounds.matching.models import FitNote, PairDecision
from rounds.matching.review.selectors.people import Someone
from rounds.matching.runs.values.reasons import Reasons
from rounds.matching.runs.values.solving import explained

if TYPE_CHECKING:
    from rounds.matching.review.selectors.board import Board

MOST_PAIRS = 500_000  # of a cohort, up to which everybody is looked at while somebody waits
COVERS = 4  # the level from which a mentor's expertise covers a gap


@dataclass(frozen=True)
class Gap:
    """An area that the mentee wants to learn: how much help is wanted (0 to 3), and the mentor's level, if it was said."""

    area: str
    wanted: int
    level: int
    is_known: bool = True

    @property
    def covered(self) -> bool:
        return self.level >= COVERS


@dataclass(frozen=True)
class Helper:
    """Who among the mentors that could be had knows an area that the pair does not cover; nobody, perhaps."""

    area: str
    person: Someone | None
    level: int


@dataclass(frozen=True)
class Rival:
    """The next best of the list beside it, by how much it is behind, and by which criteria; scores in micro-points."""

    person: Someone
    micro: int
    behind: int
    by_criterion: list[tuple[str, int]]
    # (people, micro-points) that the whole run would lose at least with it instead, where that is proven
    costs: tuple[int, int] | None
    is_full: bool


@dataclass(frozen=True)
class Option:
    """Another mentor whom a mentee could have, best first."""

    person: Someone
    micro: int
    taken: int
    places: int
    is_chosen: bool

    @property
    def is_full(self) -> bool:
        return self.taken >= self.places


@dataclass(frozen=True)
class PairFacts:
    """Two people of a run, chosen or not. `rules` are as the viewer is told them."""

    mentee: Someone
    mentor: Someone
    reasons: Reasons
    is_chosen: bool
    gaps: list[Gap]
    helper: Helper | None
    rival: Rival | None
    options: list[Option]
    ruled_out: dict[str, int]
    all_mentors: int
    decision: PairDecision | None
    kept: str
    rules: list[str]
    # (people, micro-points) that the whole run would lose at least with this pair, where it was not chosen
    costs: tuple[int, int] | None
    fit_notes: list[tuple[str, FitNote]] = field(default_factory=list)

    @property
    def load_decides(self) -> bool:
        """Tell whether somebody with a free place scores more than the mentor whom the run chose by itself."""
        if self.kept or self.decision:
            return False
        proposed = [one.micro for one in self.options if one.is_chosen]
        free = [one.micro for one in self.options if not one.is_chosen and not one.is_full]
        return bool(proposed and free) and max(free) > min(proposed)


def around(board: Board, mentee: str, mentor: str) -> set[str]:
    """Return everybody whom the page of two people names, as far as that is known before it is made."""
    reasons = board.result.reasons.get((mentee, mentor))
    rival = {reasons.runner_up[0]} if reasons and reasons.runner_up else set()
    return {mentee, mentor, *rival, *(other for other, _score in board.result.mentors_for.get(mentee, ()))}


def pair_facts(board: Board, mentee: str, mentor: str) -> PairFacts:
    """Return everything about two people of the run, chosen or not."""
    key = (mentee, mentor)
    if mentee not in board.problem.mentee_place or mentor not in board.problem.mentor_place:
        raise NotFound
    chosen = key in board.result.reasons
    reasons = board.result.reasons[key] if chosen else explained(board.explainer, mentee, mentor)
    rival = {reasons.runner_up[0]} if reasons.runner_up else set()
    ranked = {other for other, _score in board.result.mentors_for[mentee]}
    people = board.with_meta({mentee, mentor} | rival | ranked)
    gaps = _gaps(board, mentee, mentor)
    not_chosen = None if chosen else board.explainer.not_chosen(mentee, mentor)
    short = not_chosen and not_chosen.short
    return PairFacts(
        mentee=people[mentee],
        mentor=people[mentor],
        reasons=reasons,
        is_chosen=chosen,
        gaps=gaps,
        helper=_helper(board, mentee, mentor, gaps),
        rival=_rival(board, reasons, people),
        options=_options(board, mentee, people),
        ruled_out=_ruled_out(board, mentee),
        all_mentors=len(board.problem.mentors),
        decision=board.decisions.get(key),
        kept=board.snapshot.kept.get(key, ""),
        rules=as_told(list(not_chosen.rules) if not_chosen else [], is_coordinator=board.is_coordinator),
        costs=(short.people, short.micro) if short else None,
        fit_notes=_fit_notes(board, mentee, mentor),
    )


def _gaps(board: Board, mentee: str, mentor: str) -> list[Gap]:
    """Return what the mentee wants to learn, the most wanted first."""
    row, column = board.problem.mentee_place[mentee], board.problem.mentor_place[mentor]
    wanted = board.problem.mentees.gaps[row].tolist()
    levels = board.problem.mentors.expertise[column].tolist()
    areas = board.problem.axes.domains
    is_known = any(levels)  # who knows nothing of anything has not answered: the score takes the middle
    gaps = [
        Gap(area, want, level, is_known)
        for area, want, level in zip(areas, wanted, levels, strict=True)
        if want
    ]
    return sorted(gaps, key=lambda gap: -gap.wanted)


def _helper(board: Board, mentee: str, mentor: str, gaps: list[Gap]) -> Helper | None:
    """Return who knows the first area that stays open."""
    missing = next((gap for gap in gaps if gap.is_known and not gap.covered), None)
    if missing is None:
        return None
    column = board.problem.axes.domains.index(missing.area)
    levels = {
        other: int(board.problem.mentors.expertise[board.problem.mentor_place[other], column])
        for other, _score in board.result.mentors_for[mentee]
        if other != mentor
    }
    best = max(levels, key=lambda other: (levels[other], other), default=None)
    if best is None or levels[best] < COVERS:
        return Helper(missing.area, None, 0)
    return Helper(missing.area, board.names[best], levels[best])


def _rival(board: Board, reasons: Reasons, people: dict[str, Someone]) -> Rival | None:
    if reasons.runner_up is None:
        return None
    mentor, behind, by_criterion = reasons.runner_up
    return Rival(
        person=people[mentor],
        micro=reasons.score - behind,
        behind=behind,
        by_criterion=[(key, micro) for key, micro in by_criterion if micro],
        costs=reasons.rival_costs,
        is_full=_taken(board, mentor) >= board.places[mentor],
    )


def _taken(board: Board, mentor: str) -> int:
    return len(board.result.solution.mentees_of.get(mentor, ()))


def _options(board: Board, mentee: str, people: dict[str, Someone]) -> list[Option]:
    mine = board.result.solution.mentors_of.get(mentee, ())
    options = [
        Option(people[other], score, _taken(board, other), board.places[other], other in mine)
        for other, score in board.result.mentors_for[mentee]
    ]
    if options and all(one.is_full or one.is_chosen for one in options):
        options += _next_free(board, mentee, options)
    return options


def _next_free(board: Board, mentee: str, full: list[Option]) -> list[Option]:
    """Return the best mentor with a free place behind those listed; nobody in a cohort too large to look through at once."""
    mentors = len(board.problem.mentors)
    if mentors <= len(full) or mentors * len(board.problem.mentees) > MOST_PAIRS:
        return []
    for one in board.explainer.alternatives_for_mentee(mentee, mentors)[len(full) :]:
        if _taken(board, one.person) < board.places[one.person]:
            taken, places = _taken(board, one.person), board.places[one.person]
            return [Option(board.with_meta([one.person])[one.person], one.score, taken, places, False)]
    return []


def _ruled_out(board: Board, mentee: str) -> dict[str, int]:
    """Count the mentors that each rule took away, as the viewer is told the rules."""
    counts: Counter[str] = Counter()
    for rule, count in board.result.ruled_out[mentee].items():
        counts[as_told([rule], is_coordinator=board.is_coordinator)[0]] += count
    return dict(counts)


def _fit_notes(board: Board, mentee: str, mentor: str) -> list[tuple[str, FitNote]]:
    notes = FitNote.objects.filter(
        mentee__cohort_id=board.run.cohort_id, mentee__person_id=mentee, mentor__person_id=mentor
    )
    return [(note.opened(), note) for note in notes]
