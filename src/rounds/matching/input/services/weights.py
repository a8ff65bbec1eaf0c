"""Versions of a program's weights."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError
from rounds.matching.input.selectors.weights import newest_weights, next_weights, starting_numbers
from rounds.matching.input.values.weights import preset_for, scaled
from rounds.matching.models import WeightSet
from rounds.programs.models import Priority, Program
from rounds.programs.selectors import priorities_on

LONGEST_RATIONALE = 500


@transaction.atomic
def weights_for(*, program: Program, by: Viewer) -> WeightSet:
    """Return the weights that count now, making the first version from the program's preset.

    When the institution's priorities have changed since, a version that makes room for them is written.
    """
    priorities = priorities_on(program.id, institution_today())
    newest = newest_weights(program.id)
    if newest is None:
        return _first(program, priorities, by)
    if set(newest.priorities) == {str(one.id) for one in priorities}:
        return newest
    numbers = scaled(
        {
            **newest.values,
            **{str(one.id): newest.priorities.get(str(one.id), one.weight) for one in priorities},
        }
    )
    return save_weights(
        program=program,
        name=newest.name,
        numbers=numbers,
        by=by,
        rationale=_("The institution's priorities changed."),
    )


def _first(program: Program, priorities: list[Priority], by: Viewer) -> WeightSet:
    preset = preset_for(program.weight_preset)
    values, shares = starting_numbers(preset, priorities)
    return save_weights(
        program=program,
        name=str(preset.name),
        numbers={**values, **shares},
        by=by,
        rationale=_("As the program's template starts."),
    )


@transaction.atomic
def save_weights(
    *, program: Program, name: str, numbers: Mapping[str, int], rationale: str, by: Viewer
) -> WeightSet:
    """Write the next version; numbers that don't add up to 100 are scaled so that they do."""
    rationale = rationale.strip()
    if not rationale:
        raise DomainError(_("Say in one sentence why; the committee reads it."), field="rationale")
    if len(rationale) > LONGEST_RATIONALE:
        raise DomainError(_("Say it in at most 500 characters."), field="rationale")
    if any(number < 0 for number in numbers.values()) or not any(numbers.values()):
        raise DomainError(_("Give at least one weight more than 0, and none below."), field="weights")
    program = Program.objects.select_for_update(no_key=True).get(
        id=program.id
    )  # one writer at a time makes the next number
    weights = next_weights(program, name, numbers)
    weights.rationale, weights.made_by_id, weights.made_by_name = rationale, by.person_id, by.name
    weights.save()
    audit.record(
        "weights.saved",
        by=by,
        kind="weights",
        object_id=weights.id,
        program_id=program.id,
        version=weights.version,
    )
    return weights
