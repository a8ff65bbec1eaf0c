"""Reasons for a pair in words that may be shown: no scores, no prices, nothing about anybody else."""

from __future__ import annotations

from collections.abc import Mapping

from rounds.pairing.arguments import Checks, check
from rounds.pairing.explaining.reasons import PairReasons
from rounds.pairing.problem.columns import Flags
from rounds.pairing.problem.problem import Problem
from rounds.pairing.problem.weights import UNIT
from rounds.pairing.scoring.contributions import Contribution
from rounds.pairing.solving.solution import Solution

GOOD = 6 * UNIT // 10  # a value from which a criterion is worth saying
PLAIN = {
    "style": "leads in the style asked for",
    "site": "works at the same site",
    "modality": "wants to meet in the same way",
    "language": "shares a language",
}


def gettext_noop(text: str) -> str:
    """Mark a sentence for translators; whoever shows it translates it."""
    return text


WORTH_MOST = gettext_noop("No other way to pair these people is worth more.")
LOWEST_LIFTED = gettext_noop(
    "No other way to pair these people lifts the lowest score of the pairs that are not kept, "
    "and among the ways that reach it none is worth more."
)
MOST_FIRST = gettext_noop("First of all, as many mentees as possible get a mentor.")
SUM = gettext_noop("Worth is the sum of scores.")
SUM_LESS_LOAD = gettext_noop(
    "Worth is the sum of scores, less a small cost for each further mentee of the same mentor."
)
SUM_WITH_LOAD = gettext_noop(
    "Worth is the sum of scores, with a bonus for each mentor's first mentee and less a small cost for further ones."
)


def proven_words(problem: Problem, solution: Solution) -> tuple[str, ...]:
    """Say what was proven best, in sentences that name what is maximized; none when nothing was proven."""
    check("The problem", problem, Problem, "a Problem")
    check("The solution", solution, Solution, "what solve gives")
    if solution.proof is None or solution.proof.gap:
        return ()
    costs = problem.weights.load_costs
    worth = SUM_WITH_LOAD if costs[0] < 0 else SUM_LESS_LOAD if any(costs) else SUM
    first = (MOST_FIRST,) if problem.weights.count_first else ()
    return (LOWEST_LIFTED if solution.aim == "fair" else WORTH_MOST, worth, *first)


def in_words(
    problem: Problem, reasons: PairReasons, *, wishes: bool = False, labels: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Say what speaks for a pair, the weightiest first. `wishes` only for the coordinator's eyes.

    `labels` codes of tiers, domains and milestones -> how people call them.
    """
    given = Checks("arguments")
    given.kind("The problem", problem, Problem, "a Problem")
    given.kind("The reasons", reasons, PairReasons, "what Explainer.pair gives")
    given.flag("“Wishes”", wishes)
    given.labels("The labels", labels)
    given.close()
    labels = labels or {}
    row, column = problem.row_of(reasons.mentee), problem.column_of(reasons.mentor)
    said = []
    for part in sorted(reasons.contributions, key=lambda part: (-part.micro, part.key)):
        if part.missing or not part.value or (part.value < GOOD and part.key not in ("gaps", "wishes")):
            continue
        sentence = _sentence(problem, part, reasons, (row, column), labels)
        if sentence and (wishes or part.key != "wishes"):
            said.append(sentence)
    return tuple(said)


def _sentence(
    problem: Problem, part: Contribution, reasons: PairReasons, at: tuple[int, int], labels: Mapping[str, str]
) -> str:
    row, column = at
    mentees, mentors = problem.mentees, problem.mentors
    if part.key in PLAIN:
        return PLAIN[part.key]
    if part.key == "gaps":
        return f"experienced in {_list(reasons.covered, labels)}" if reasons.covered else ""
    if part.key == "ambition":
        held = _named(mentors.milestones[column] > 0, problem.axes.milestones)
        return f"has leadership experience with {_list(held, labels)}" if held else ""
    if part.key == "tier" and mentors.tier[column] >= 0:
        tier = problem.axes.tiers[mentors.tier[column]]
        return f"is at the tier {labels.get(tier, tier)}"
    if part.key in ("department", "specialty"):
        same = getattr(mentees, part.key)[row] == getattr(mentors, part.key)[column]
        return f"{'the same' if same else 'another'} {part.key}, as the program prefers"
    if part.key == "availability":
        hours = int((mentees.hours[row] & mentors.hours[column]).sum())
        return f"{hours} hours of the week in common"
    if part.key.startswith("priority:"):
        return f"experience with {part.key.removeprefix('priority:')}, a priority of the institution"
    if part.key == "wishes":
        asked = [
            name
            for name, asked in (
                ("mentee", column in mentees.wishes[row]),
                ("mentor", row in mentors.wishes[column]),
            )
            if asked
        ]
        return f"asked for by the {' and the '.join(asked)}" if asked else ""
    return ""


def _named(flags: Flags, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name, flag in zip(names, flags, strict=True) if flag)


def _list(names: tuple[str, ...], labels: Mapping[str, str]) -> str:
    said = [labels.get(name, name) for name in names]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
