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


def _rate(key: str, name: str, counted: str) -> Measure:
    """Return the measure of what faculty do in 100 years of working here, with a mentor and without."""
    return Measure(
        key,
        1,
        name,
        "faculty appointed here, followed from the first day of the personnel history on",
        counted,
        "100 years of working here, with a mentor from the first day with one, without before",
        "appointment",
        "the day of the cut",
        "exact Poisson rate; ratio by the binomial; unadjusted",
        OUTCOME_FLOOR,
        is_public=True,
        is_of_program=False,
    )


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
                "agreement",
                1,
                "Agreements signed by day 30",
                "pairs that began 30 days ago or more, but for a panel's others and pairs that came from before",
                "pairs of which both had signed by the thirtieth day",
                "pairs that began 30 days ago or more",
                "the day on which the pair began",
                "30 days",
                "counts; share with Wilson's interval",
                PROCESS_FLOOR,
                is_public=True,
                is_of_program=True,
            ),
            Measure(
                "asks",
                1,
                "Questions between conversations, answered in 7 days",
                "questions that one of a pair put to the other in writing, by dates alone: no text is read",
                "questions answered within 7 days",
                "questions put 7 days ago or more that were not let go in these days",
                "the moment of the question",
                "7 days",
                "counts; share with Wilson's interval; from five pairs on",
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
                2,
                "Still employed here",
                "faculty appointed here, followed from the first day of the personnel history on",
                "who has not left",
                "faculty appointed here",
                "appointment",
                "1, 3, 5, 10 years",
                "Kaplan-Meier, late entry, log-log band; mean time here within five years as the area under it (Irwin 1949); mentored"
                " counts from the first day with a mentor",
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
            _rate("seats", "Seats on committees and boards", "seats that began"),
            _rate("qi", "Quality projects submitted", "quality projects submitted"),
            _rate("grants", "Grants awarded", "grants awarded"),
            _rate("roles", "Leadership roles begun", "leadership roles that began"),
            _rate("proposals", "Proposals submitted", "proposals submitted"),
            Measure(
                "qi_met",
                1,
                "Quality projects that met their own target",
                "quality projects of the faculty appointed here, submitted 12 months ago or more",
                "projects of which it is recorded that they met the target written beforehand, the earliest of a person first",
                "projects submitted 12 months ago or more; those still open stand apart and count as not met",
                "the day of submission",
                "the day of the cut",
                "counts; share with Wilson's interval; by projects and people, ten of each at least",
                OUTCOME_FLOOR,
                is_public=True,
                is_of_program=False,
            ),
            Measure(
                "credential",
                1,
                "First credential or degree",
                "faculty appointed here, followed from the first day of the personnel history on",
                "first credential or degree in leadership that was recorded; leaving competes",
                "faculty appointed here",
                "appointment",
                "1, 3, 5 years",
                "Aalen-Johansen, late entry, complementary log-log interval",
                OUTCOME_FLOOR,
                is_public=True,
                is_of_program=False,
            ),
            Measure(
                "stayed_on",
                1,
                "Stayed on after training here",
                "residents and fellows whose training here ended 24 months ago or more",
                "who became faculty here within 24 months",
                "residents and fellows whose last training here ended, by training program",
                "the last day of training",
                "24 months",
                "share with Wilson's interval; the mean of programs by random effects (DerSimonian and Laird 1986)",
                OUTCOME_FLOOR,
                is_public=True,
                is_of_program=False,
            ),
            Measure(
                "safety",
                1,
                "Safety indicators of units",
                "units whose counts by month were imported, the last 60 months that are over",
                "events that the unit counts",
                "what the sheet divides them by (patient days, cases); else the count stands alone",
                "the first of these months",
                "the last month that is over on the day of the cut",
                "run chart: median of the months marked as baseline, else of all; longest run and crossings (Anhoej 2014), no"
                " verdict under 12 months or with fewer than 10 beside the median; context, never an outcome of mentoring",
                12,
                is_public=True,
                is_of_program=False,
            ),
        )
    }
)
