"""Which mentorships a run opens, after a last look at what has changed since."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.errors import OutOfOrder
from rounds.core.folding import fold
from rounds.matching.input.selectors.gathering import gather
from rounds.matching.input.values.relations import standing_conflicts
from rounds.matching.input.values.snapshot import RUNNING
from rounds.matching.models import MatchRun
from rounds.matching.review.selectors.people import People
from rounds.matching.runs.selectors import result_of, snapshot_of
from rounds.mentorships.selectors import mentees_with_primary
from rounds.mentorships.services.limits import Opening

NAMED = 5


def openings_of(run: MatchRun) -> list[Opening]:
    """List the pairs to open, after a last look at what has changed since the run."""
    snapshot, chosen = snapshot_of(run), result_of(run).solution.pairs
    gathering = gather(run.cohort, wanted=[(pair.mentee, pair.mentor) for pair in chosen])
    mentees = {str(row.person_id): row for row in gathering.mentees}
    mentors = {str(row.person_id): row for row in gathering.mentors}
    new = [pair for pair in chosen if snapshot.kept.get((pair.mentee, pair.mentor)) != RUNNING]
    if not new:
        raise OutOfOrder(_("Every pair of this run is open already; there is nothing to publish."))
    banned = standing_conflicts(gathering.relations)
    stale = [
        p for p in new if p.mentee not in mentees or p.mentor not in mentors or (p.mentee, p.mentor) in banned
    ]
    _refuse_who_is_gone([p for pair in new for p in (pair.mentee, pair.mentor)], {*mentees, *mentors})
    if stale:
        raise OutOfOrder(
            ngettext(
                "%(count)s pair of this run is no longer possible. Run again, then publish.",
                "%(count)s pairs of this run are no longer possible. Run again, then publish.",
                len(stale),
            )
            % {"count": len(stale)}
        )
    has_mentor = {mentee for (mentee, _mentor), why in gathering.kept.items() if why == RUNNING}
    # a mentor from another cohort of the same year too
    here = [mentees[pair.mentee].person_id for pair in new]
    has_mentor |= {str(one) for one in mentees_with_primary(here, run.cohort.cycle_id)}
    openings = []
    for pair in sorted(new, key=lambda pair: (pair.mentee, -pair.score)):
        mentee, mentor = mentees[pair.mentee], mentors[pair.mentor]
        openings.append(
            Opening(
                mentee_enrollment_id=mentee.enrollment_id,
                mentor_enrollment_id=mentor.enrollment_id,
                mentee_id=mentee.person_id,
                mentor_id=mentor.person_id,
                places=mentor.places,
                is_primary=pair.mentee not in has_mentor,
            )
        )
        has_mentor.add(pair.mentee)
    return openings


def _refuse_who_is_gone(people: list[str], here: set[str]) -> None:
    """Name who has left, withdrawn or been merged with another record since the run."""
    gone = sorted(set(people) - here)
    if gone:
        names = [one.name for one in People(set(gone[:NAMED])).names.values()]
        raise OutOfOrder(
            ngettext(
                "%(names)s is not in this cohort any more: left, withdrawn or merged with another record. Run again, then publish.",
                "%(names)s are not in this cohort any more: left, withdrawn or merged with other records. Run again, then publish.",
                len(gone),
            )
            % {"names": ", ".join(sorted(names, key=fold)) + (" …" if len(gone) > NAMED else "")}
        )
