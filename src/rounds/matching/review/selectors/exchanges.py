"""Whom a mentee can be given by hand or change places with, and what that costs the cohort before it is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.folding import order_key
from rounds.matching.enums import KEEPS, Aim, Rule
from rounds.matching.input.selectors.freezing import first_seed, next_snapshot
from rounds.matching.input.selectors.gathering import Gathering, gather
from rounds.matching.input.values.relations import as_told
from rounds.matching.review.selectors.board import Board, Key
from rounds.matching.review.selectors.outcomes import Outcome
from rounds.matching.review.selectors.people import People, Someone
from rounds.pairing import candidates, exchanges, solve

MOST_PAIRS = 500_000  # of a cohort, up to which a price is found by solving again while somebody waits


@dataclass(frozen=True)
class Choice:
    """A mentor for a mentee: score, places, and what the cohort would lose at least; None where it is not proven."""

    mentor: Someone
    micro: int
    taken: int
    places: int
    is_chosen: bool
    is_decided: bool
    costs: tuple[int, int] | None


@dataclass(frozen=True)
class Swap:
    """A pair with whom another pair can change mentors: the new scores, and what the two sums differ by."""

    mentee: Someone
    mentor: Someone
    micro: int
    other_micro: int
    taken: int
    places: int
    change: int


@dataclass(frozen=True)
class Price:
    """What a run around some pairs would lose and change; `refusal` says why they can't be made at all."""

    refusal: str = ""
    before: Outcome | None = None
    after: Outcome | None = None
    # what the runs are worth: scores less load costs, in micro-points
    worth: tuple[int, int] = (0, 0)
    # (mentee, mentors before, mentors after) of everybody else who would get another mentor, by name
    others: tuple[tuple[Someone, tuple[Someone, ...], tuple[Someone, ...]], ...] = ()


def choices_of(board: Board, mentee: str) -> list[Choice]:
    """Return every mentor whom a mentee could have, best first.

    Who offers no place is not among them, but for whom a run or somebody has chosen.
    """
    found = [
        one
        for one in candidates(board.explainer, mentee)
        if one.chosen or board.places[one.mentor] or _is_decided(board, mentee, one.mentor)
    ]
    people = board.with_meta(one.mentor for one in found)
    mine = board.result.solution.mentees_of
    return [
        Choice(
            people[one.mentor],
            one.score,
            len(mine.get(one.mentor, ())),
            board.places[one.mentor],
            one.chosen,
            _is_decided(board, mentee, one.mentor),
            (one.short.people, one.short.micro) if one.short else None,
        )
        for one in found
    ]


def _is_decided(board: Board, mentee: str, mentor: str) -> bool:
    decision = board.decisions.get((mentee, mentor))
    return decision is not None and decision.kind in KEEPS


def swaps_of(board: Board, mentee: str, mentor: str) -> list[Swap]:
    """Return the pairs that can change mentors with a chosen one, what costs least first; kept pairs stay."""
    mine = board.result.solution.mentees_of
    if mentee not in mine.get(mentor, ()):
        return []
    found = [
        one
        for one in exchanges(board.explainer, mentee, mentor)
        if (one.mentee, one.mentor) not in board.snapshot.kept
        and (one.mentee, one.mentor) not in board.decisions
    ]
    people = board.with_meta(one.mentee for one in found)
    return [
        Swap(
            people[one.mentee],
            board.names[one.mentor],
            one.score,
            one.other_score,
            len(mine[one.mentor]),
            board.places[one.mentor],
            one.change,
        )
        for one in found
    ]


def price_of(board: Board, pairs: Sequence[Key]) -> Price | None:
    """Solve the next run with these pairs and without them; None for a cohort too large to do so at once."""
    if len(board.problem.mentees) * len(board.problem.mentors) > MOST_PAIRS:
        return None
    run, cohort = board.run, board.run.cohort
    seed = first_seed(cohort)
    settings = {"weights": run.weights, "aim": run.aim, "seed": run.seed if seed is None else seed}
    aim = Aim(run.aim).value
    try:
        _check(board, gather(cohort, wanted=pairs), pairs)
        base = next_snapshot(cohort, **settings).problem  # type: ignore[arg-type]
        around = next_snapshot(cohort, **settings, wanted=pairs).problem  # type: ignore[arg-type]
    except DomainError as error:
        return Price(refusal=error.message)
    is_same = base.digest == board.problem.digest
    before = board.result.solution if is_same else solve(base, aim=aim)  # type: ignore[arg-type]
    after = solve(around, aim=aim)  # type: ignore[arg-type]
    old = {(one.mentee, one.mentor) for one in before.pairs}
    new = {(one.mentee, one.mentor) for one in after.pairs}
    moved = {mentee for mentee, _mentor in old ^ new} - {mentee for mentee, _mentor in pairs}
    names = People({person for pair in old | new for person in pair}).names
    others = [
        (names[one], _mentors(names, before.mentors_of.get(one)), _mentors(names, after.mentors_of.get(one)))
        for one in moved
    ]
    others.sort(key=lambda row: order_key(row[0].sort_name))
    return Price("", Outcome.of(before), Outcome.of(after), (before.points, after.points), tuple(others))


def _mentors(names: Mapping[str, Someone], ids: Iterable[str] | None) -> tuple[Someone, ...]:
    return tuple(names[one] for one in ids or ())


def _check(board: Board, gathering: Gathering, pairs: Sequence[Key]) -> None:
    """Refuse what the decision itself would refuse: a rule, a mentee who is kept elsewhere, a mentor without a place."""
    for mentee, mentor in pairs:
        if (mentee, mentor) in gathering.running:
            raise OutOfOrder(
                _("%(mentee)s and %(mentor)s are a pair already. Only ending the pair changes that.")
                % {"mentee": board.names[mentee].name, "mentor": board.names[mentor].name}
            )
        rules = gathering.rules_between(UUID(mentee), UUID(mentor))
        if rules:
            told = as_told(rules, is_coordinator=board.is_coordinator)
            raise DomainError(
                _("%(mentee)s and %(mentor)s are ruled out: %(rules)s.")
                % {
                    "mentee": board.names[mentee].name,
                    "mentor": board.names[mentor].name,
                    "rules": "; ".join(str(Rule(rule).label) for rule in told),
                }
            )
        kept = [other for one, other in gathering.kept if one == mentee and other != mentor]
        (demand,) = [row.demand for row in gathering.mentees if str(row.person_id) == mentee]
        if len(kept) >= max(1, demand):
            raise OutOfOrder(
                _("%(mentee)s is kept with %(mentor)s. Undo that before you decide otherwise.")
                % {"mentee": board.names[mentee].name, "mentor": board.names[kept[0]].name}
            )
        promised = sum(other == mentor and one != mentee for one, other in gathering.kept)
        if promised >= gathering.places_of(UUID(mentor)):
            raise OutOfOrder(
                _("%(mentor)s has no place left to promise. Choose another mentor.")
                % {"mentor": board.names[mentor].name}
            )
