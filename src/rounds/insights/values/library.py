"""The measures: what each counts, of whom, from when, until when, how. A published version never changes; a change is a next one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType

# Outcomes are shown from ten people on, what pairs do from five.
OUTCOME_FLOOR, PROCESS_FLOOR = 10, 5


@dataclass(frozen=True)
class Measure:
    """Hold one published definition, as it is printed beside each of its figures."""

    key: str
    version: int
    name: str
    population: str
    numerator: str
    denominator: str
    time_zero: str
    horizon: str
    method: str
    least: int
    is_public: bool  # a fact of working life; else a personal answer
    is_of_program: bool

    @property
    def digest(self) -> str:
        """Return the digest of the definition."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        one.key: one
        for one in (
            Measure(
                "flow",
                1,
                "From invitation to the first conversation",
                "mentees of the cycle who have not withdrawn",
                "who sent intake, was paired, met at least once",
                "mentees invited, enrolled or applied",
                "the first day of the cycle",
                "the day of the cut",
                "counts; share with Wilson's interval",
                PROCESS_FLOOR,
                is_public=True,
                is_of_program=True,
            ),
            Measure(
                "contact",
                2,
                "Conversations held and agreed",
                "pairs that have begun, but for a panel's others, by the mentee's department",
                "conversations that were logged as held and not disputed",
                "days together without pauses and leaves of either, divided by the days between conversations that the pair"
                " agreed on, else the program asks",
                "the day on which the pair began, of an imported one the day since which it is known",
                "the day of the cut",
                "sums; no interval",
                PROCESS_FLOOR,
                is_public=True,
                is_of_program=True,
            ),
            Measure(
                "confidence",
                1,
                "Confidence before and after",
                "mentees who answered both times",
                "mean change in points of 10",
                "mentees who answered both times",
                "intake, else the first wave",
                "the last closed wave",
                "mean change through the surveys' one door; interval from the published spread, as if the two answers"
                " had nothing to do with each other, which is wider than the truth",
                OUTCOME_FLOOR,
                is_public=False,
                is_of_program=True,
            ),
            Measure(
                "retention",
                1,
                "Still employed here",
                "faculty appointed here, followed from the first day of the personnel history on",
                "who has not left",
                "faculty appointed here",
                "appointment",
                "1, 3, 5, 10 years",
                "Kaplan-Meier, late entry, log-log band; mentored counts from the first day with a mentor",
                OUTCOME_FLOOR,
                is_public=True,
                is_of_program=False,
            ),
            Measure(
                "promotion",
                2,
                "First rise in rank",
                "faculty appointed here, followed from the first day of the personnel history on",
                "first promotion; leaving competes",
                "faculty appointed here",
                "appointment",
                "1, 3, 5 years",
                "Aalen-Johansen, late entry, complementary log-log interval",
                OUTCOME_FLOOR,
                is_public=True,
                is_of_program=False,
            ),
            Measure(
                "seats",
                1,
                "Seats on committees and boards",
                "faculty appointed here, followed from the first day of the personnel history on",
                "seats that began",
                "100 years of working here, with a mentor from the first day with one, without before",
                "appointment",
                "the day of the cut",
                "exact Poisson rate; ratio by the binomial; unadjusted",
                OUTCOME_FLOOR,
                is_public=True,
                is_of_program=False,
            ),
            Measure(
                "qi",
                1,
                "Quality projects submitted",
                "faculty appointed here, followed from the first day of the personnel history on",
                "quality projects submitted",
                "100 years of working here, with a mentor from the first day with one, without before",
                "appointment",
                "the day of the cut",
                "exact Poisson rate; ratio by the binomial; unadjusted",
                OUTCOME_FLOOR,
                is_public=True,
                is_of_program=False,
            ),
            Measure(
                "grants",
                1,
                "Grants awarded",
                "faculty appointed here, followed from the first day of the personnel history on",
                "grants awarded",
                "100 years of working here, with a mentor from the first day with one, without before",
                "appointment",
                "the day of the cut",
                "exact Poisson rate; ratio by the binomial; unadjusted",
                OUTCOME_FLOOR,
                is_public=True,
                is_of_program=False,
            ),
        )
    }
)
