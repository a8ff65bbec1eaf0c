"""What sealed rows said is kept when they are changed or removed while a hold is on; erased a year after the hold."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.signals import pre_delete, pre_save

from rounds.core.clock import now
from rounds.mentorships import models as together
from rounds.mentorships.enums import Audience
from rounds.mentorships.models import KeptText, PreservationHold

# How long what a hold kept stays after the hold was lifted: as long as notes stay after a pair.
KEPT_FOR = timedelta(days=365)


@dataclass(frozen=True)
class Watched:
    """How a sealed row leads to its pairs (as a filter of holds), whose it is, and whether both read it."""

    pairs: Callable[[Any], Q]
    author: str = ""
    is_shared: Callable[[Any], bool] = lambda _row: False


def _pair(row: Any) -> Q:
    return Q(mentorship_id=row.mentorship_id)


def _of_mentee(path: str) -> Callable[[Any], Q]:
    """Return the pairs of a mentee: what is a person's own hangs on all of them."""

    def pairs(row: Any) -> Q:
        for step in path.split("."):
            row = getattr(row, step)
        return Q(mentorship__mentee_id=row)

    return pairs


def _always(_row: Any) -> bool:
    return True


# Each model of what a pair writes. What is sealed and not here is excused with a reason in the test.
WATCHED: dict[Any, Watched] = {
    together.Note: Watched(_pair, "author_id", lambda row: row.audience == Audience.PAIR),
    together.Action: Watched(_pair, "owner_id"),
    together.AgreementVersion: Watched(_pair, "proposed_by_id", _always),
    together.AgreementPaper: Watched(lambda row: Q(mentorship_id=row.version.mentorship_id)),
    together.StandingTerms: Watched(lambda row: Q(mentorship__mentor_enrollment_id=row.enrollment_id)),
    together.Debrief: Watched(_pair, "by_id", _always),
    together.Goal: Watched(_of_mentee("mentee_id"), "mentee_id"),
    together.GoalWords: Watched(_of_mentee("goal.mentee_id")),
    together.GoalEvidence: Watched(_of_mentee("goal.mentee_id"), "added_by_id"),
    together.IndicatorRatings: Watched(_of_mentee("mentee_id"), "rated_by_id"),
    together.RatingAsk: Watched(_pair),
    together.Ask: Watched(_pair, "asked_by_id"),
    together.OpenFeedback: Watched(_pair),
    together.SponsorshipAct: Watched(_pair, "entered_by_id"),
    together.MilestoneReport: Watched(_pair),
    together.MilestoneFeedback: Watched(lambda row: Q(mentorship_id=row.report.mentorship_id), "by_id"),
    together.Release: Watched(_of_mentee("person_id"), "person_id"),
}


def keep_what_is_changed() -> None:
    """Watch each change and each removal of what a pair writes."""
    for model in WATCHED:
        pre_save.connect(_before_change, sender=model, dispatch_uid=f"kept:{model.__name__}")
        pre_delete.connect(_before_removal, sender=model, dispatch_uid=f"kept:{model.__name__}")


def _before_change(
    sender: Any, instance: Any, update_fields: frozenset[str] | None = None, **_rest: Any
) -> None:
    is_other_column = update_fields is not None and "sealed" not in update_fields
    if not instance._state.adding and not is_other_column:
        _keep(sender, instance, is_removed=False)


def _before_removal(sender: Any, instance: Any, **_rest: Any) -> None:
    _keep(sender, instance, is_removed=True)


def _keep(model: Any, row: Any, *, is_removed: bool) -> None:
    """Keep what the database says of a row, once for each hold that is on."""
    watched = WATCHED[model]
    holds = list(PreservationHold.objects.filter(watched.pairs(row), lifted_at=None))
    stored = model.objects.filter(pk=row.pk).first() if holds else None
    if stored is None or not stored.sealed or (not is_removed and stored.opened() == row.opened()):
        return
    for hold in holds:
        kept = KeptText(
            hold=hold,
            kind=model.__name__,
            row_id=stored.pk,
            author_id=getattr(stored, watched.author) if watched.author else None,
            is_shared=watched.is_shared(stored),
            is_removed=is_removed,
        )
        kept.seal_value(stored.opened())
        kept.save()


def erase_what_was_kept() -> int:
    """Erase what was kept by holds that were lifted a year ago, where no other hold is on; return how many texts."""
    still_held = PreservationHold.objects.filter(
        mentorship_id=OuterRef("hold__mentorship_id"), lifted_at=None
    )
    over = KeptText.objects.filter(~Exists(still_held), hold__lifted_at__lte=now() - KEPT_FOR)
    return int(over.delete()[0])
