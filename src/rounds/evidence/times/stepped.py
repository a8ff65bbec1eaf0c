"""A curve in steps as an answer: when it may begin, what is read off at some times, and what to be careful of."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rounds.evidence.arrays import Floats
from rounds.evidence.results import Caution, Estimate, Result, Step, answer, few_events, refusal
from rounds.evidence.times.risk import Counts, Spells, thin_from

LEAST_AT_RISK = 10


@dataclass(frozen=True)
class Curve:
    """Hold which question a curve answers, for whom, and where it starts (1: all still there; 0: nobody yet)."""

    question: str
    method: str
    named: str  # digest of the input
    spells: Spells
    events: int
    scale: str
    start: float
    level: float

    def refused(self, least: int) -> Result | None:
        """Return why there is no curve: nobody was followed, or its first events meet fewer than `least` people."""
        n = len(self.spells)
        if n == 0:
            return refusal(self.question, self.method, self.named, "nobody", "Nobody was followed.")
        thin = thin_from(self.spells, least)
        if thin is None:
            return None
        words = f"The first events met fewer than {least} people: begin the curve at {thin:g}."
        return refusal(self.question, self.method, self.named, "thin_start", words, n=n, events=self.events)

    def told(
        self,
        here: Counts,
        *,
        seen: Floats,
        points: tuple[Floats, Floats],
        bounds: Iterable[tuple[float, float]],
        at: Sequence[float],
    ) -> Result:
        """Return the answer: `points` are value and error at each time, `seen` the events, bounds may be no numbers."""
        value, se = points
        steps = tuple(
            Step(float(t), float(v), _kept(low), _kept(high), float(s), int(r), int(e), int(c))
            for t, v, s, r, e, c, (low, high) in zip(
                here.time, value, se, here.at_risk, seen, here.events[0], bounds, strict=True
            )
        )
        end = here.time[-1]
        late = (Caution("beyond", f"Nobody was followed to {t:g}: not yet knowable.") for t in at if t > end)
        return answer(
            self.question,
            self.method,
            self.named,
            estimates={f"at {t:g}": self._read(t, steps) for t in at if t <= end},
            curve=steps,
            n=len(self.spells),
            events=self.events,
            person_years=self.spells.followed,
            warnings=(*few_events(self.events), *late),
        )

    def _read(self, time: float, steps: tuple[Step, ...]) -> Estimate:
        last = next((one for one in reversed(steps) if one.time <= time), None)
        if last is None:
            return Estimate(self.start, self.start, self.start, self.level, self.scale, 0.0)
        return Estimate(last.value, last.low, last.high, self.level, self.scale, last.se)


def _kept(bound: float) -> float | None:
    return float(bound) if math.isfinite(bound) else None
