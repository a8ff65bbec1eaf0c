"""The engine's own door: every argument of everything public, with values that it was not made for."""

import inspect
from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest

import rounds.pairing as pairing
from rounds.pairing import (
    Affinity,
    Explainer,
    MatrixProblem,
    Mentee,
    Mentor,
    PairingError,
    Policy,
    PriorityWeight,
    Problem,
    Relation,
    Solution,
    Weights,
    candidates,
    exchanges,
    faults,
    preset,
    solve,
    to_json,
)

CLEO = {"id": "cleo", "gaps": {"finance": 2}, "sites": frozenset({"north"})}
BOB = {"id": "bob", "expertise": {"finance": 4}, "sites": frozenset({"north"})}
SCORES = [[5, 3], [4, 1], [2, 2]]
PROBLEM = Problem.of([Mentee(**CLEO), Mentee(id="eve")], [Mentor(**BOB)], weights=preset("balanced"))
SOLUTION = solve(PROBLEM)
EXPLAINER = Explainer(PROBLEM, SOLUTION)
REASONS = EXPLAINER.pair("cleo", "bob")


class Anything:
    """A class that can be called like a function."""

    def __init__(self, *_):
        pass


ODD = {
    "nothing": None,
    "true": True,
    "below nought": -1,
    "fraction": 2.5,
    "not a number": float("nan"),
    "infinite": float("inf"),
    "huge": 10**30,
    "too long to show": 10**5_000,
    "NumPy's whole number": np.int64(1),
    "NumPy's true": np.bool_(True),
    "word": "best",
    "empty word": "",
    "bytes": b"best",
    "moment": datetime(2026, 1, 1, 12),
    "object": object(),
    "class": Anything,
    "empty list": [],
    "list of nothing": [None],
    "list of lists": [[1.5, "x"], []],
    "three numbers": np.array([0.5, 1.5, 2.5]),
    "empty table": {},
    "table of nothing": {"x": None},
    "table by number": {3: 1},
    "function": lambda *_: None,
}


def used(problem):
    """Solve a problem that was taken, so that nothing odd waits inside."""
    solution = solve(problem)
    assert faults(problem, solution) == ()
    if isinstance(problem, Problem):
        assert solve(pairing.from_json(to_json(problem))).to_json() == solution.to_json()


def one_mentee(**given):
    used(Problem.of([Mentee(**given)], [Mentor(**BOB)], weights=preset("balanced")))


def one_mentor(**given):
    used(Problem.of([Mentee(**CLEO)], [Mentor(**given)], weights=preset("balanced")))


def one_relation(**given):
    used(replace(PROBLEM, relations=(Relation(**given),)))


def weighed(**given):
    used(replace(PROBLEM, weights=Weights(**given)))


def with_priority(**given):
    used(replace(PROBLEM, weights=Weights(name="plain", priorities=(PriorityWeight(**given),))))


def allowed(**given):
    used(replace(PROBLEM, policy=Policy(**given)))


def related(**given):
    used(replace(PROBLEM, policy=Policy(department=Affinity(**given))))


# name -> what is called, and arguments with which it works; every parameter must be here or have a default
CALLS = {
    "Affinity": (related, {}),
    "Explainer": (Explainer, {"problem": PROBLEM, "solution": SOLUTION}),
    "candidates": (candidates, {"explain": EXPLAINER, "mentee": "cleo"}),
    "exchanges": (exchanges, {"explain": EXPLAINER, "mentee": "cleo", "mentor": "bob"}),
    "Explainer.alternatives_for_mentee": (EXPLAINER.alternatives_for_mentee, {"mentee": "cleo"}),
    "Explainer.alternatives_for_mentor": (EXPLAINER.alternatives_for_mentor, {"mentor": "bob"}),
    "Explainer.alternatives_for_mentors": (EXPLAINER.alternatives_for_mentors, {}),
    "Explainer.not_chosen": (EXPLAINER.not_chosen, {"mentee": "cleo", "mentor": "bob"}),
    "Explainer.pair": (EXPLAINER.pair, {"mentee": "cleo", "mentor": "bob"}),
    "MatrixProblem": (
        lambda **given: used(MatrixProblem(**given)),
        {"scores": SCORES, "demand": 1, "capacity": 1},
    ),
    "MatrixProblem.of": (lambda **given: used(MatrixProblem.of(**given)), {"scores": SCORES}),
    "Mentee": (one_mentee, CLEO),
    "Mentor": (one_mentor, BOB),
    "Policy": (allowed, {"tiers": ("resident",)}),
    "PriorityWeight": (with_priority, {"code": "telehealth", "weight": 3}),
    "Problem": (
        lambda **given: used(Problem(**given)),
        {name: getattr(PROBLEM, name) for name in ("axes", "mentees", "mentors", "weights")},
    ),
    "Problem.of": (
        lambda **given: used(Problem.of(**given)),
        {"mentees": [Mentee(**CLEO)], "mentors": [Mentor(**BOB)], "weights": preset("balanced")},
    ),
    "Problem.with_weights": (
        lambda **given: used(PROBLEM.with_weights(**given)),
        {"weights": preset("growth")},
    ),
    "Relation": (one_relation, {"mentee": "cleo", "mentor": "bob", "kind": "ban"}),
    "Solution.from_json": (Solution.from_json, {"text": SOLUTION.to_json()}),
    "Weights": (weighed, {"name": "plain"}),
    "Weights.of": (preset("balanced").of, {"key": "gaps"}),
    "Weights.times": (preset("balanced").times, {"factor": 2}),
    "blocking_pairs": (pairing.blocking_pairs, {"problem": PROBLEM, "solution": SOLUTION}),
    "cost_of_forcing": (
        pairing.cost_of_forcing,
        {"problem": PROBLEM, "solution": SOLUTION, "mentee": "eve", "mentor": "bob"},
    ),
    "difference": (pairing.difference, {"before": SOLUTION, "after": SOLUTION}),
    "evaluate": (pairing.evaluate, {"problem": PROBLEM, "pairs": [("cleo", "bob")]}),
    "faults": (faults, {"problem": PROBLEM, "solution": SOLUTION}),
    "from_json": (pairing.from_json, {"text": to_json(PROBLEM)}),
    "in_words": (pairing.in_words, {"problem": PROBLEM, "reasons": REASONS}),
    "proven_words": (pairing.proven_words, {"problem": PROBLEM, "solution": SOLUTION}),
    "needs": (pairing.needs, {"explain": EXPLAINER}),
    "places": (pairing.places, {"explain": EXPLAINER}),
    "points": (pairing.points, {"micro": 5}),
    "preset": (preset, {"name": "balanced"}),
    "replay_says": (pairing.replay_says, {"kept": SOLUTION, "again": SOLUTION}),
    "rounded": (pairing.rounded, {"micros": [5, 7]}),
    "rule_effects": (pairing.rule_effects, {"problem": PROBLEM}),
    "side_by_side": (pairing.side_by_side, {"problem": PROBLEM}),
    "solve": (solve, {"problem": PROBLEM}),
    "summary": (pairing.summary, {"problem": PROBLEM, "solution": SOLUTION}),
    "to_json": (to_json, {"problem": PROBLEM}),
    "why_not": (pairing.why_not, {"problem": PROBLEM, "mentee": "cleo", "mentor": "bob"}),
}
# what comes out and never goes in, but for `Solution` and `PairReasons`, which are read and not looked through
ANSWERS = {
    "AimOutcome",
    "Alternative",
    "Candidate",
    "Contribution",
    "Difference",
    "Exchange",
    "Loss",
    "Need",
    "NotChosen",
    "Pair",
    "PairReasons",
    "Place",
    "Proof",
    "RuleEffect",
    "RunSummary",
    "RunnerUp",
    "Solution",
    "Unmatched",
}
NO_CALLS = {"AIMS", "Aim", "GRADES", "PERSONAL", "POINT", "PRESETS", "Progress", "UNIT"}
WHOLE = {"NumPy's whole number"}
TEXT = {"word", "empty word"}
A_TEXT_OR_NOTHING = {*TEXT, "nothing"}
NO_TEXTS = {"empty list"}
NO_MEMBERS = {"empty list", "empty table"}
NOTHING = {"nothing"}
# which odd values are none: parameter of one call, or of all
FITS = {
    ("Mentee", "id"): {"word"},
    ("Mentor", "id"): {"word"},
    ("Mentee", "tier"): NOTHING,
    ("Mentor", "tier"): NOTHING,
    ("PriorityWeight", "code"): {"word"},
    ("MatrixProblem", "minimum_score"): {*WHOLE, *NOTHING, "below nought"},
    ("MatrixProblem", "locks"): NO_TEXTS,
    ("MatrixProblem", "allowed"): NOTHING,
    ("Problem", "policy"): set(),
    ("Problem.of", "policy"): NOTHING,
    ("Problem.of", "mentees"): NO_MEMBERS,
    ("Problem.of", "mentors"): NO_MEMBERS,
    ("Problem.of", "locks"): NO_MEMBERS,
    ("Problem.of", "relations"): NO_MEMBERS,
    ("blocking_pairs", "limit"): {*WHOLE, "huge", "too long to show"},
    ("Policy", "tiers"): NO_TEXTS,
    "aspired_tier": NOTHING,
    "aspires": NO_TEXTS,
    "capacity": WHOLE,
    "count_first": {"true"},
    "demand": WHOLE,
    "department": set(),
    "ends_on": NOTHING,
    "executor": NOTHING,
    "experience": {"empty table"},
    "expertise": {"empty table"},
    "factor": WHOLE,
    "for_everybody": {"true"},
    "gaps": {"empty table"},
    "hours": NO_TEXTS,
    "hours_needed": WHOLE,
    "interests": {"empty table"},
    "labels": {"nothing", "empty table"},
    "languages": NO_TEXTS,
    "limit": {*WHOLE, "huge", "too long to show"},
    "listed": NO_TEXTS,
    "load": WHOLE,
    "locks": NO_TEXTS,
    "mentor_tiers": NO_TEXTS,
    "micro": {*WHOLE, "below nought"},
    "micros": {*NO_MEMBERS, "table by number"},
    "milestones": {"empty table"},
    "minimum_score": {*WHOLE, "below nought"},
    "modalities": NO_TEXTS,
    "name": TEXT,
    "near_peer_value": WHOLE,
    "near_peers": {"true"},
    "on": NOTHING,
    "other": WHOLE,
    "pairs": NO_MEMBERS,
    "pgy": {*WHOLE, *NOTHING},
    "places": WHOLE,
    "priorities": NO_TEXTS,
    "progress": {"nothing", "function", "class"},
    "relations": NO_TEXTS,
    "same": WHOLE,
    "seed": {*WHOLE, "below nought"},
    "sites": NO_TEXTS,
    "specialty": set(),
    "start": NOTHING,
    "starts_on": NOTHING,
    "style": A_TEXT_OR_NOTHING,
    "style_pairs": NO_TEXTS,
    "styles": NO_TEXTS,
    "tier_milestones": NO_TEXTS,
    "tier_rule": {"true"},
    "top_peers": {"true"},
    "values": {"empty table"},
    "version": WHOLE,
    "weight": WHOLE,
    "wishes": NO_TEXTS,
}
FITS |= {
    (who, name): A_TEXT_OR_NOTHING for who in ("Mentee", "Mentor") for name in ("department", "specialty")
}
FITS |= {("in_words", "wishes"): {"true"}, ("preset", "name"): set()}
# parameters that a sentence calls something else
CALLED = {
    "aspired_tier": "aspired tier",
    "micro": "micro-points",
    "micros": "micro-points",
    "kept": "kept",
    "near_peer_value": "near-peer value",
    "other": "another",
    "pgy": "PGY",
    "values": "weight",
    "on": "day",
}


def parameters(name):
    """Return the parameters of something public, by its name."""
    call = pairing
    for part in name.split("."):
        call = getattr(call, part)
    found = inspect.signature(call).parameters.values()
    return [each.name for each in found if each.kind != each.VAR_KEYWORD and each.name != "self"]


SWEEP = [(name, parameter) for name in CALLS for parameter in parameters(name)]


@pytest.mark.parametrize(("name", "parameter"), SWEEP)
def test_odd_value_is_refused_with_the_name_of_the_argument(name, parameter):
    call, given = CALLS[name]
    fits = FITS.get((name, parameter), FITS.get(parameter, set()))
    wrong = []

    for label, value in ODD.items():
        try:
            call(**{**given, parameter: value})
            said = None
        except PairingError as error:
            said = str(error)
        except Exception as error:
            wrong.append(f"{label}: {type(error).__name__}: {error}")
            continue
        if said is None and label not in fits:
            wrong.append(f"{label}: taken")
        elif said is not None and label in fits:
            wrong.append(f"{label}: refused: {said}")
        elif (
            said is not None
            and CALLED.get(parameter, parameter.replace("_", " ")).rstrip("s") not in said.lower()
            and CALLED.get(parameter, "\0") not in said
        ):
            wrong.append(f"{label}: the sentence does not name it: {said}")

    assert wrong == []


def test_everything_public_is_swept():
    swept = {name.partition(".")[0] for name in CALLS}
    errors = {
        name
        for name in pairing.__all__
        if isinstance(getattr(pairing, name), type) and issubclass(getattr(pairing, name), Exception)
    }

    assert set(pairing.__all__) - errors == swept | ANSWERS | NO_CALLS
