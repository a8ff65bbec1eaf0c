"""Asks our engine and lifelines (MIT) about 200 random worlds; run by a Python that has both, prints the largest differences."""

import json
import sys
import warnings
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2] / "src"))

from rounds.evidence.times.cox import cox
from rounds.evidence.times.curves import logrank, survival

NAMES = ("g", "x")
EXACT = {
    "precision": 1e-20,
    "step_size": 1.0,
}  # lifelines stops by the decrement, which is the square of a step


def differences(seed):
    """Return how far the two stand apart in one world with ties, late entry and weights."""
    import pandas as pd
    from lifelines import CoxPHFitter, KaplanMeierFitter
    from lifelines.statistics import logrank_test

    draw = np.random.default_rng(seed)
    n = int(draw.integers(30, 200))
    entry = draw.integers(0, 3, n).astype(float)
    until = entry + draw.integers(1, int(draw.choice([5, 20, 60])), n)
    event, g, x = (draw.random(n) < 0.6) * 1, np.arange(n) % 2, draw.normal(size=n)
    weight = 1.0 + draw.integers(0, 3, n)
    rows = pd.DataFrame({"entry": entry, "until": until, "event": event, "g": g, "x": x, "weight": weight})

    theirs = KaplanMeierFitter().fit(until, event, entry=entry).survival_function_.iloc[:, 0]
    yield (
        "curve",
        max(
            abs(theirs.loc[one.time] - one.value)
            for one in survival(until, event, entry=entry, least=0).curve
        ),
    )
    test = logrank_test(until[g == 0], until[g == 1], event[g == 0], event[g == 1]).test_statistic
    yield "log-rank", abs(test - logrank(until, event, g).numbers["chi2"])
    late = CoxPHFitter().fit(
        rows.drop(columns="weight"), "until", "event", entry_col="entry", fit_options=EXACT
    )
    ours = cox(until, event, np.column_stack([g, x]), NAMES, start=entry)
    yield "late entry", max(abs(late.params_[name] - ours[name].value) for name in NAMES)
    yield "its error", max(abs(late.standard_errors_[name] - ours[name].se) for name in NAMES)
    weighed = CoxPHFitter().fit(
        rows.drop(columns="entry"), "until", "event", weights_col="weight", robust=True, fit_options=EXACT
    )
    ours = cox(until, event, np.column_stack([g, x]), NAMES, weights=weight)
    yield "weights", max(abs(weighed.params_[name] - ours[name].value) for name in NAMES)


def main(worlds=200):
    """Print the largest difference of each kind."""
    warnings.simplefilter("ignore")
    worst = {}
    for seed in range(worlds):
        for kind, off in differences(seed):
            worst[kind] = max(worst.get(kind, 0.0), float(off))
    print(json.dumps({"worlds": worlds, **worst}))


if __name__ == "__main__":
    main()
