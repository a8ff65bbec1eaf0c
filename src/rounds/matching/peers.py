"""Two peers never mentor each other both ways: of the two directions one is closed before a run."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from uuid import UUID

from rounds.matching.snapshot import RUNNING
from rounds.pairing import Relation
from rounds.people.enums import Tier
from rounds.programs.answers import MenteeAnswers, MentorAnswers
from rounds.programs.selectors import MatchingRow

TOP_TIER = Tier.values[-1]
MASTERED = 4  # a level at which a gap counts as covered, as in the reasons


def closed_directions(
    mentees: Sequence[MatchingRow],
    mentors: Sequence[MatchingRow],
    *,
    kept: Mapping[tuple[str, str], str],
    top_peers: bool,
) -> Iterator[Relation]:
    """This will close one direction between any two people who could mentor each other.

    A direction that stands (runs, is locked or was assigned) stays open; else who covers more of the other's
    gaps mentors, and at a tie the lower id, so that the same cohort always gives the same answer.
    """
    as_mentee = {row.person_id: row for row in mentees}
    as_mentor = {row.person_id: row for row in mentors}
    both = sorted(as_mentee.keys() & as_mentor.keys())
    for one, other in combinations(both, 2):
        if not _are_peers(as_mentee[one].tier, as_mentee[other].tier, top_peers=top_peers):
            continue
        mentee, mentor = max(
            ((other, one), (one, other)),
            key=lambda pair: (_standing(pair, kept), _covered(as_mentee[pair[0]], as_mentor[pair[1]])),
        )
        yield Relation(str(mentor), str(mentee), "mutual")


def _are_peers(tier: str, other: str, *, top_peers: bool) -> bool:
    """Tell whether the tier rule would let either mentor the other: a tier that nobody recorded rules nothing out."""
    return not tier or not other or (top_peers and tier == other == TOP_TIER)


def _standing(pair: tuple[UUID, UUID], kept: Mapping[tuple[str, str], str]) -> int:
    why = kept.get((str(pair[0]), str(pair[1])))
    return 2 if why == RUNNING else 1 if why else 0


def _covered(mentee: MatchingRow, mentor: MatchingRow) -> int:
    assert isinstance(mentee.answers, MenteeAnswers)
    assert isinstance(mentor.answers, MentorAnswers)
    expertise = mentor.answers.expertise
    return sum(want for gap, want in mentee.answers.gaps.items() if expertise.get(gap, 0) >= MASTERED)
