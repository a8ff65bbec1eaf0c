"""Invented people for the engine's tests, drawn from a seed."""

import numpy as np

from rounds.pairing import Mentee, Mentor, Policy, Problem, Relation, Weights, preset

TIERS = ("resident", "fellow", "junior", "mid", "executive")
DOMAINS = ("self", "ethics", "team", "developing", "improvement", "strategy", "finance", "policy")
KINDS = ("line_manager", "evaluator", "exclusion", "ended", "ban", "rotation", "committee", "exception")


def invented(draw: int, n: int, m: int, *, weights: Weights | None = None, **settings) -> Problem:
    """Draw a problem with every kind of answer, some of them missing."""
    rng = np.random.default_rng(draw)

    def some(names, most):
        return frozenset(
            rng.choice(names, size=rng.integers(0, min(most, len(names)) + 1), replace=False).tolist()
        )

    def one(names):
        return None if rng.random() < 0.1 else names[rng.integers(len(names))]

    def shared(tiers):
        return {
            "tier": one(tiers),
            "pgy": int(rng.integers(1, 8)),
            "sites": some(("north", "south", "east"), 2),
            "modalities": some(("person", "video"), 2),
            "languages": some(("en", "es", "pl"), 2),
            "department": one(("medicine", "surgery", "pediatrics")),
            "specialty": one(("cardiology", "icu", "ent", "gi")),
            "hours": frozenset(rng.integers(0, 40, rng.integers(0, 14)).tolist()),
        }

    mentees = [
        Mentee(
            id=f"e{i}",
            demand=int(rng.integers(1, 3)),
            gaps={domain: int(rng.integers(0, 4)) for domain in DOMAINS if rng.random() < 0.8},
            aspired_tier=one(TIERS),
            aspires=some(("committee", "budget", "board"), 2),
            style=one(("coaching", "visionary", "servant")),
            interests={"telehealth": int(rng.integers(0, 4))},
            wishes=tuple(f"o{j}" for j in rng.choice(m, size=min(m, 2), replace=False))
            if rng.random() < 0.5
            else (),
            **shared(TIERS[:4]),
        )
        for i in range(n)
    ]
    mentors = [
        Mentor(
            id=f"o{j}",
            capacity=int(rng.integers(0, 4)),
            load=int(rng.integers(0, 2)),
            expertise={domain: int(rng.integers(0, 6)) for domain in DOMAINS if rng.random() < 0.8},
            milestones={name: int(rng.integers(0, 3)) for name in ("committee", "budget", "board")},
            styles=some(("coaching", "visionary", "servant"), 2),
            experience={"telehealth": int(rng.integers(0, 3))},
            wishes=tuple(f"e{i}" for i in rng.choice(n, size=min(n, 2), replace=False))
            if rng.random() < 0.5
            else (),
            **shared(TIERS[1:]),
        )
        for j in range(m)
    ]
    relations = {
        Relation(f"e{rng.integers(n)}", f"o{rng.integers(m)}", KINDS[rng.integers(len(KINDS))])
        for _ in range(rng.integers(0, n + m))
    }
    return Problem.of(
        mentees,
        mentors,
        weights=weights or preset("balanced"),
        **{
            "policy": Policy(tiers=TIERS, tier_milestones=(("executive", ("board",)),)),
            "relations": relations,
            **settings,
        },
    )
