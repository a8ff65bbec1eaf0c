"""From a cohort as it is now to the frozen input of a run."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from rounds.core.clock import institution_today
from rounds.core.errors import OutOfOrder
from rounds.matching.enums import KEEPS
from rounds.matching.input.selectors.conflicts import relations_of
from rounds.matching.input.values.peers import closed_directions
from rounds.matching.input.values.snapshot import RUNNING, Snapshot
from rounds.matching.models import PairDecision
from rounds.mentorships.selectors import list_open_mentorships, places_taken
from rounds.pairing import (
    GRADES,
    Aim,
    Mentee,
    Mentor,
    Policy,
    Problem,
    Relation,
    Weights,
    preset,
    why_not,
)
from rounds.people.enums import Tier
from rounds.programs.enums import BudgetBand, MilestoneKind, Side
from rounds.programs.models import Cohort
from rounds.programs.selectors import MatchingRow, enrollments_for_matching
from rounds.programs.values.answers import MenteeAnswers, MentorAnswers
from rounds.programs.values.hours import in_utc

# Which leadership milestones an aspired tier asks for.
TIER_MILESTONES = (
    (Tier.FELLOW, (MilestoneKind.QUALITY_PROJECT,)),
    (Tier.JUNIOR_FACULTY, (MilestoneKind.COMMITTEE_MEMBER, MilestoneKind.QUALITY_PROJECT)),
    (Tier.MID_CAREER, (MilestoneKind.COMMITTEE_CHAIR, MilestoneKind.BUDGET, MilestoneKind.DIVISION_CHIEF)),
    (
        Tier.EXECUTIVE,
        (MilestoneKind.DEPARTMENT_CHAIR, MilestoneKind.BUDGET, MilestoneKind.EXECUTIVE, MilestoneKind.BOARD),
    ),
)
IN_FULL, IN_PART = 2, 1


@dataclass(frozen=True)
class Gathering:
    """A cohort's people, the pairs that are kept, and what is recorded between them, at one moment."""

    cohort: Cohort
    on: date
    mentees: list[MatchingRow]
    mentors: list[MatchingRow]
    # (mentee, mentor) -> why it is kept
    kept: dict[tuple[str, str], str]
    taken_elsewhere: dict[UUID, int]
    relations: list[Relation]

    @cached_property
    def left_out(self) -> dict[str, str]:
        """Return who can't take part, by person id: a mentor whose places nobody stated or whose places are full."""
        standing = Counter(mentor for _mentee, mentor in self.kept)
        return {
            str(row.person_id): "no_places"
            for row in self.mentors
            if self._free(row) <= 0 and not standing[str(row.person_id)]
        }

    @cached_property
    def running(self) -> set[tuple[str, str]]:
        """Return (mentee, mentor) of pairs that take a place already."""
        return {pair for pair, why in self.kept.items() if why == RUNNING}

    @cached_property
    def open_places(self) -> dict[UUID, int]:
        """Return the places of each mentor that nobody takes now, in any program."""
        here = Counter(mentor for _mentee, mentor in self.running)
        return {row.person_id: max(0, self._free(row) - here[str(row.person_id)]) for row in self.mentors}

    def places_of(self, mentor_id: UUID) -> int:
        """Return the places of a mentor in this cohort, taken or not: none for who is not in it."""
        return next((self._free(row) for row in self.mentors if row.person_id == mentor_id), 0)

    def _free(self, row: MatchingRow) -> int:
        return max(0, row.places - self.taken_elsewhere.get(row.person_id, 0))

    def snapshot(self, *, weights: Weights, aim: Aim, seed: int) -> Snapshot:
        """Freeze the input of a run. Raises InvalidInput naming whose answer can't be used."""
        standing = Counter(mentor for _mentee, mentor in self.kept)
        wanted = Counter(mentee for mentee, _mentor in self.kept)
        problem = Problem.of(
            [_mentee(row, self.on, wanted[str(row.person_id)]) for row in self.mentees],
            [
                _mentor(row, self.on, max(self._free(row), standing[str(row.person_id)]), self._load(row))
                for row in self.mentors
            ],
            weights=weights,
            policy=self._policy(),
            relations=self.relations,
            locks=self.kept,
            on=self.on,
            seed=seed,
        )
        return Snapshot(aim=aim, problem=problem, kept=self.kept, left_out=self.left_out)

    def rules_between(self, mentee_id: UUID, mentor_id: UUID) -> tuple[str, ...]:
        """List the rules that remove one pair as of now; places are not among them.

        Raises OutOfOrder when one of the two has left the cohort in this moment.
        """
        enrolled = {row.person_id for row in self.mentees}, {row.person_id for row in self.mentors}
        if mentee_id not in enrolled[0] or mentor_id not in enrolled[1]:
            raise OutOfOrder(
                _("One of the two is not enrolled in this cohort any more. Open the cohort again.")
            )
        problem = Problem.of(
            [_mentee(row, self.on, 0) for row in self.mentees if row.person_id == mentee_id],
            [_mentor(row, self.on, 1, 0) for row in self.mentors if row.person_id == mentor_id],
            weights=preset("balanced"),
            policy=self._policy(),
            relations=[
                one for one in self.relations if (one.mentee, one.mentor) == (str(mentee_id), str(mentor_id))
            ],
        )
        return why_not(problem, str(mentee_id), str(mentor_id))

    def _load(self, row: MatchingRow) -> int:
        return row.outside_mentees + self.taken_elsewhere.get(row.person_id, 0)

    def _policy(self) -> Policy:
        return Policy(
            tiers=tuple(Tier.values),
            mentor_tiers=tuple(tier for tier in Tier.values if any(row.tier == tier for row in self.mentors)),
            top_peers=self.cohort.cycle.program.allow_peers,
            tier_milestones=TIER_MILESTONES,
        )


def gather(cohort: Cohort, *, wanted: Iterable[tuple[str, str]] = ()) -> Gathering:
    """Read a cohort as it is now, in a fixed number of queries.

    `wanted` (mentee, mentor) are pairs somebody wants now: between peers their direction stays open where it can.
    """
    rows = enrollments_for_matching(cohort)
    mentees = [row for row in rows if row.side == Side.MENTEE]
    mentors = [row for row in rows if row.side == Side.MENTOR]
    people = {row.person_id for row in mentees}, {row.person_id for row in mentors}
    running = [
        (pair.mentee_id, pair.mentor_id)
        for pair in list_open_mentorships(cohort.id)
        if pair.mentee_id in people[0] and pair.mentor_id in people[1]
    ]
    kept = {(str(mentee), str(mentor)): RUNNING for mentee, mentor in running}
    kept |= {pair: why for pair, why in _decided(cohort, people).items() if pair not in kept}
    here = Counter(mentor for _mentee, mentor in running)
    taken = places_taken(people[1])
    return Gathering(
        cohort=cohort,
        on=institution_today(),
        mentees=mentees,
        mentors=mentors,
        kept=kept,
        taken_elsewhere={mentor: number - here[mentor] for mentor, number in taken.items()},
        relations=_without_running(
            [
                *relations_of(cohort, mentees, mentors),
                *closed_directions(
                    mentees, mentors, kept=kept, wanted=wanted, top_peers=cohort.cycle.program.allow_peers
                ),
            ],
            kept,
        ),
    )


def _decided(cohort: Cohort, people: tuple[set[UUID], set[UUID]]) -> dict[tuple[str, str], str]:
    rows = PairDecision.objects.filter(cohort=cohort, undone_at=None, kind__in=KEEPS)
    return {
        (str(mentee), str(mentor)): kind
        for mentee, mentor, kind in rows.values_list("mentee__person_id", "mentor__person_id", "kind")
        if mentee in people[0] and mentor in people[1]
    }


def _without_running(relations: list[Relation], kept: dict[tuple[str, str], str]) -> list[Relation]:
    """Leave pairs alone that run already, whatever is recorded; ending one is a decision of its own."""
    return [
        one
        for one in relations
        if GRADES[one.kind] != "never" or kept.get((one.mentee, one.mentor)) != RUNNING
    ]


# from answers to the engine's records


def _mentee(row: MatchingRow, on: date, standing: int) -> Mentee:
    answers = row.answers
    if not isinstance(answers, MenteeAnswers):
        raise TypeError("answers are not MenteeAnswers")
    return Mentee(
        **_shared(row, on),
        demand=max(row.demand, standing),
        aspired_tier=answers.aspired_tier or None,
        aspires=frozenset(answers.aspired_roles),
        gaps={domain: level for domain, level in answers.gaps.items() if level},
        style=answers.style or None,
        interests={priority: level for priority, level in answers.interests.items() if level},
    )


def _mentor(row: MatchingRow, on: date, capacity: int, load: int) -> Mentor:
    answers = row.answers
    if not isinstance(answers, MentorAnswers):
        raise TypeError("answers are not MentorAnswers")
    held: dict[str, int] = {}
    for milestone in answers.milestones:
        level = IN_PART if milestone.band == BudgetBand.SMALL else IN_FULL
        held[milestone.kind] = max(held.get(milestone.kind, 0), level)
    return Mentor(
        **_shared(row, on),
        capacity=capacity,
        load=load,
        expertise={domain: level for domain, level in answers.expertise.items() if level},
        milestones=held,
        styles=frozenset(answers.styles),
        experience={priority: level for priority, level in answers.experience.items() if level},
    )


def _shared(row: MatchingRow, on: date) -> dict[str, Any]:
    answers = row.answers
    sites = answers.sites or ([str(row.site_id)] if row.site_id else [])
    return {
        "id": str(row.person_id),
        "tier": row.tier or None,
        "pgy": row.pgy,
        "sites": frozenset(sites),
        "modalities": frozenset(answers.modalities),
        "languages": frozenset(answers.languages),
        "department": str(row.department_id) if row.department_id else None,
        "specialty": row.specialty.casefold() or None,
        "hours": frozenset() if isinstance(answers.hours, str) else in_utc(answers.hours, row.zone, on),
        "wishes": tuple(str(person) for _rank, person in row.wishes),
    }
