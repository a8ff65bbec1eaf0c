"""The frozen input of the next run: one builder for the run itself and for what only tries it."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, OutOfOrder
from rounds.matching.enums import Aim, Decision
from rounds.matching.input.selectors.gathering import Gathering, gather
from rounds.matching.input.selectors.weights import engine_weights
from rounds.matching.input.values.relations import standing_conflicts
from rounds.matching.input.values.snapshot import RUNNING, Snapshot
from rounds.matching.models import MatchRun, WeightSet
from rounds.pairing import PairingError, Weights
from rounds.programs.models import Cohort, Program
from rounds.programs.selectors import priorities_on


def next_snapshot(
    cohort: Cohort, *, weights: WeightSet, aim: str, seed: int, wanted: Sequence[tuple[str, str]] = ()
) -> Snapshot:
    """Freeze a cohort as it is now, as a run would that begins in this moment.

    `wanted` (mentee, mentor) pairs are kept beside those that are decided already: what a decision would bring.
    Raises DomainError when nobody could be matched, or when a pair that must be kept is ruled out.
    """
    gathering = gather(cohort, wanted=wanted)
    _check(gathering)
    if wanted:
        gathering = replace(gathering, kept={**gathering.kept, **dict.fromkeys(wanted, Decision.HAND.value)})
    try:
        return gathering.snapshot(
            weights=weights_now(cohort.cycle.program, weights),
            aim=Aim(aim).value,  # type: ignore[arg-type]
            seed=seed,
        )
    except PairingError as error:
        raise DomainError(_named(str(error), gathering)) from error


def weights_now(program: Program, weights: WeightSet) -> Weights:
    """Return weights in the engine's form, with the institution's priorities of today."""
    return engine_weights(program, weights, priorities_on(program.id, institution_today()))


def first_seed(cohort: Cohort) -> int | None:
    """Return the seed of a cohort's first run, so that two runs differ by what people changed and nothing else."""
    return MatchRun.objects.filter(cohort=cohort).order_by("number").values_list("seed", flat=True).first()


def _check(gathering: Gathering) -> None:
    if not gathering.mentees or not gathering.mentors:
        raise OutOfOrder(_("There is nobody to match yet. Enroll at least one mentee and one mentor first."))
    everybody = (*gathering.mentees, *gathering.mentors)
    if not any(row.has_intake or row.tier for row in everybody):
        raise OutOfOrder(
            _(
                "Nobody here has sent answers or has a career stage on record, so no pair is better than another. Ask for intake first."
            )
        )
    names = {str(row.person_id): row.name for row in (*gathering.mentees, *gathering.mentors)}
    banned = standing_conflicts(gathering.relations)
    for (mentee, mentor), why in gathering.kept.items():
        if why != RUNNING and (mentee, mentor) in banned:
            raise DomainError(
                _(
                    "%(mentee)s and %(mentor)s are locked, but a rule keeps them apart now. Lift the lock, then run again."
                )
                % {"mentee": names[mentee], "mentor": names[mentor]}
            )


def _named(message: str, gathering: Gathering) -> str:
    """Put names in the place of the engine's ids."""
    for row in (*gathering.mentees, *gathering.mentors):
        message = message.replace(str(row.person_id), row.name)
    return message
