"""What the pairs of a program had of each criterion on the day of their run: for learning, in the worker."""

from collections.abc import Mapping
from uuid import UUID

from rounds.core.database.bulk_rows import among
from rounds.matching.input.values.snapshot import Snapshot
from rounds.matching.models import Offer, RunInput
from rounds.matching.runs.values.shares import Shares


def shares_of_pairs(mentorship_ids: list[UUID]) -> dict[UUID, Mapping[str, float]]:
    """Return each pair's criteria from 0 to 1, out of the frozen input of the run that it came from.

    A pair that came from no run, or one of whom the run did not know, is not among them.
    """
    rows = Offer.objects.filter(mentorship_id__in=among(mentorship_ids)).order_by("run_id", "id")
    found: dict[UUID, Mapping[str, float]] = {}
    shares: Shares | None = None
    of_run: UUID | None = None
    for run_id, key, mentee, mentor in rows.values_list(
        "run_id", "mentorship_id", "mentorship__mentee_id", "mentorship__mentor_id"
    ):
        if run_id != of_run:
            text = RunInput.objects.get(run_id=run_id).opened()
            shares, of_run = Shares(Snapshot.from_text(text).problem), run_id
        held = shares.of(str(mentee), str(mentor)) if shares else None
        if held is not None:
            found[key] = held
    return found
