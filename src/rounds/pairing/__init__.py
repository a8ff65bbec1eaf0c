"""The pairing engine: the proven best match of mentees and mentors, explained. Pure: no Django, nothing of ours.

Build a problem, solve it, explain it::

    problem = Problem.of(
        [Mentee(id="e1", gaps={"finance": 3}, tier="resident", wishes=("o2",)), ...],
        [Mentor(id="o1", capacity=2, expertise={"finance": 4}, tier="faculty"), ...],
        weights=preset("balanced"), policy=Policy(tiers=("resident", "faculty")),
        relations=[Relation("e1", "o9", "line_manager")], locks=[("e1", "o1")], seed=7,
    )
    solution = solve(problem)                    # aim="total" | "fair" | "stable"
    explain = Explainer(problem, solution)
    explain.pair("e1", "o1").contributions       # whole micro-points that add up to the score
    faults(problem, solution)                    # () : checked without the solver
    from_json(to_json(problem))                  # the snapshot; solves to the same bytes

Ids are any strings; a person may be on both sides under one id and is never paired with themselves.

Units: criteria give whole values from 0 to `UNIT` (10,000); weights multiply them; a score is in micro-points,
`POINT` (1,000,000) of them make 1.00, which a perfect pair reaches when the weights add up to 100.

Missing answers are allowed. One (an empty set or table, None, "my shifts vary") gives half of its criterion with
everybody. For a mentee that is the same number for each mentor, so it changes no preference; for a mentor it is the
same for each mentee. Nobody gains or loses places in the line by silence. Priorities and wishes are offers, not
questions: not offered is 0 for everybody alike. A missing tier passes the tier rule.

Objective, in this order: the number of mentees with at least one mentor, then the sum of scores less load costs
(`Weights.count_first=False` turns the first off). Integer min-cost flow gives the optimum, the mentors' prices prove it.

Errors: InvalidInput, ContradictoryLock, OutOfRange (all PairingError): sentences that name people and rule.
"""

from rounds.pairing.errors import ContradictoryLock, InvalidInput, OutOfRange, PairingError
from rounds.pairing.explaining.comparison import AimOutcome, side_by_side
from rounds.pairing.explaining.exchanges import Candidate, Exchange, candidates, exchanges
from rounds.pairing.explaining.explain import Explainer
from rounds.pairing.explaining.needs import Need, Place, cost_of_forcing, needs, places
from rounds.pairing.explaining.reasons import Alternative, Loss, NotChosen, PairReasons, RunnerUp, Unmatched
from rounds.pairing.explaining.summary import Difference, RunSummary, difference, replay_says, summary
from rounds.pairing.explaining.words import in_words, proven_words
from rounds.pairing.problem.matrix import MatrixProblem
from rounds.pairing.problem.people import Mentee, Mentor
from rounds.pairing.problem.policy import Affinity, Policy
from rounds.pairing.problem.problem import Problem
from rounds.pairing.problem.relations import GRADES, PERSONAL, Relation
from rounds.pairing.problem.snapshot import from_json, to_json
from rounds.pairing.problem.weights import POINT, PRESETS, UNIT, PriorityWeight, Weights, preset
from rounds.pairing.scoring.contributions import Contribution, points, rounded
from rounds.pairing.scoring.rules import RuleEffect, rule_effects, why_not
from rounds.pairing.solving.checks import blocking_pairs, faults
from rounds.pairing.solving.evaluate import evaluate
from rounds.pairing.solving.solution import AIMS, Aim, Pair, Proof, Solution
from rounds.pairing.solving.solve import Progress, solve

__all__ = [
    "AIMS",
    "GRADES",
    "PERSONAL",
    "POINT",
    "PRESETS",
    "UNIT",
    "Affinity",
    "Aim",
    "AimOutcome",
    "Alternative",
    "Candidate",
    "ContradictoryLock",
    "Contribution",
    "Difference",
    "Exchange",
    "Explainer",
    "InvalidInput",
    "Loss",
    "MatrixProblem",
    "Mentee",
    "Mentor",
    "Need",
    "NotChosen",
    "OutOfRange",
    "Pair",
    "PairReasons",
    "PairingError",
    "Place",
    "Policy",
    "PriorityWeight",
    "Problem",
    "Progress",
    "Proof",
    "Relation",
    "RuleEffect",
    "RunSummary",
    "RunnerUp",
    "Solution",
    "Unmatched",
    "Weights",
    "blocking_pairs",
    "candidates",
    "cost_of_forcing",
    "difference",
    "evaluate",
    "exchanges",
    "faults",
    "from_json",
    "in_words",
    "needs",
    "places",
    "points",
    "preset",
    "proven_words",
    "replay_says",
    "rounded",
    "rule_effects",
    "side_by_side",
    "solve",
    "summary",
    "to_json",
    "why_not",
]
