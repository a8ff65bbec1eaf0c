"""July: everybody in training moves up a year, as one reviewed batch that can be taken back."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.retrying import retried
from rounds.core.errors import DomainError, OutOfOrder
from rounds.people.enums import RollOverReason, RollOverStep, Tier, TrainingKind
from rounds.people.models import CareerStage, RollOver, RollOverItem, TrainingProgramMember
from rounds.people.services.leaving import record_leaving
from rounds.people.services.returning import take_back_leaving
from rounds.people.services.stages import STAGE_FIELDS

IN_TRAINING = (Tier.RESIDENT, Tier.FELLOW)
# Whoever began fewer days before the day of the roll-over is asked about.
JUST_BEGUN_DAYS = 120
BATCH = 500


@retried
def plan_roll_over(*, on: date, by: Viewer) -> RollOver:
    """List everybody in training with the step proposed for `on`; nothing changes yet."""
    standing = RollOver.objects.filter(committed_at=None).first()
    if standing:
        raise OutOfOrder(
            _("A roll-over for %(day)s is open. Commit or discard it first.")
            % {"day": date_format(standing.on, "j M Y")}
        )
    lengths = _program_lengths()
    stages = list(
        CareerStage.objects.filter(
            to_on=None, tier__in=IN_TRAINING, person__merged_into=None, person__left_on=None
        )
        .select_related("person")
        .order_by("person__folded_family", "person__folded_given", "id")
    )
    roll_over: RollOver = RollOver.objects.create(on=on)
    RollOverItem.objects.bulk_create(
        [_proposal(roll_over, stage, lengths.get(stage.person_id), on) for stage in stages], batch_size=BATCH
    )
    audit.record("roll_over.plan", by=by, kind="roll_over", object_id=roll_over.id, on=on, people=len(stages))
    return roll_over


def _program_lengths() -> dict[UUID, int | None]:
    """Return the years of the training program that each trainee is in."""
    members = TrainingProgramMember.objects.filter(to_on=None, kind=TrainingKind.RESIDENT)
    return dict(members.values_list("person_id", "training_program__years"))


def _proposal(roll_over: RollOver, stage: CareerStage, years: int | None, on: date) -> RollOverItem:
    reason, step = "", RollOverStep.ADVANCE
    if stage.from_on >= on:
        reason, step = RollOverReason.BEGINS_LATER, RollOverStep.STAY
    elif (on - stage.from_on).days < JUST_BEGUN_DAYS:
        reason, step = RollOverReason.JUST_BEGUN, RollOverStep.STAY
    elif stage.pgy is None:
        reason, step = RollOverReason.NO_YEAR, RollOverStep.STAY
    elif years is None:
        reason = RollOverReason.LENGTH_UNKNOWN
    elif stage.pgy >= years:
        reason, step = RollOverReason.FINISHES, RollOverStep.STAY
    return RollOverItem(
        roll_over=roll_over, person_id=stage.person_id, before=stage, reason=reason, step=step
    )


@transaction.atomic
def choose_for_roll_over(*, roll_over: RollOver, steps: Mapping[UUID, str], by: Viewer) -> int:
    """Change the steps of items; return how many changed."""
    roll_over = _open(roll_over)
    items = list(roll_over.items.filter(id__in=list(steps)).select_related("before", "person"))
    changed = [item for item in items if item.step != steps[item.id]]
    for item in changed:
        if steps[item.id] not in RollOverStep.values:
            raise DomainError(
                _("Choose a step from the list for %(name)s.") % {"name": item.person.full_name}
            )
        if steps[item.id] == RollOverStep.ADVANCE and item.before.pgy is None:
            raise DomainError(
                _(
                    "%(name)s has no PGY, so there is no next year. Record the PGY first, or choose another step."
                )
                % {"name": item.person.full_name},
                field=f"step-{item.id}",
            )
        item.step = steps[item.id]
    RollOverItem.objects.bulk_update(changed, ["step"], batch_size=BATCH)
    return len(changed)


@transaction.atomic
def commit_roll_over(*, roll_over: RollOver, by: Viewer) -> dict[str, int]:
    """Do every step at once. People whose stage has changed since the plan are left alone and counted."""
    roll_over = _open(roll_over)
    items = list(roll_over.items.select_related("before", "person").exclude(step=RollOverStep.STAY))
    fresh = set(
        CareerStage.objects.filter(to_on=None, person__left_on=None, person__merged_into=None)
        .filter(tier__in=IN_TRAINING)
        .values_list("id", flat=True)
    )
    going = [item for item in items if item.before_id in fresh and item.before.from_on < roll_over.on]
    moving = [item for item in going if item.step != RollOverStep.LEAVE]
    _close_and_open(moving, roll_over.on)
    leaving = [item.person for item in going if item.step == RollOverStep.LEAVE]
    way_back = record_leaving(people=leaving, on=roll_over.on, by=by) if leaving else None
    counts: dict[str, int] = defaultdict(int)
    for item in going:
        counts[item.step] += 1
    counts["skipped"] = len(items) - len(going)
    done = RollOver.objects.filter(id=roll_over.id, committed_at=None).update(
        committed_at=now(), way_back=way_back
    )
    if done != 1:
        raise RuntimeError("the roll-over was committed twice")
    audit.record("roll_over.commit", by=by, kind="roll_over", object_id=roll_over.id, counts=dict(counts))
    return dict(counts)


def _close_and_open(items: list[RollOverItem], on: date) -> None:
    closing = [item.before for item in items]
    for stage in closing:
        stage.to_on = on
    CareerStage.objects.bulk_update(closing, ["to_on"], batch_size=BATCH)
    opened = []
    for item in items:
        stage = _next_stage(item, on)
        item.after = stage
        opened.append(stage)
    CareerStage.objects.bulk_create(opened, batch_size=BATCH)
    RollOverItem.objects.bulk_update(items, ["after"], batch_size=BATCH)


def _next_stage(item: RollOverItem, on: date) -> CareerStage:
    values: dict[str, Any] = {name: getattr(item.before, name) for name in STAGE_FIELDS}
    year = item.before.pgy
    if item.step == RollOverStep.ADVANCE:
        if year is None:
            raise RuntimeError("year is missing")
        values["pgy"] = year + 1
    elif item.step == RollOverStep.FELLOW:
        values |= {"tier": Tier.FELLOW, "pgy": year + 1 if year else None, "title": ""}
    elif item.step == RollOverStep.FACULTY:
        values |= {"tier": Tier.JUNIOR_FACULTY, "pgy": None, "title": ""}
    return CareerStage(person_id=item.person_id, from_on=on, **values)


@transaction.atomic
def undo_roll_over(*, roll_over: RollOver, by: Viewer) -> dict[str, int]:
    """Take a committed roll-over back, except for people whose stage has been changed since."""
    roll_over = RollOver.objects.select_for_update(no_key=True).get(id=roll_over.id)
    if roll_over.committed_at is None or roll_over.undone_at is not None:
        raise OutOfOrder(_("This roll-over is not one that can be taken back. Open the list again."))
    items = list(roll_over.items.exclude(after=None).select_related("before", "after"))
    pairs = [(item.before, item.after) for item in items if item.after]
    back = [(old, new) for old, new in pairs if new.to_on is None and old.to_on == roll_over.on]
    for old, new in back:
        new.to_on, old.to_on = new.from_on, None
    # Close first: one open stage a person.
    CareerStage.objects.bulk_update([new for _old, new in back], ["to_on"], batch_size=BATCH)
    CareerStage.objects.bulk_update([old for old, _new in back], ["to_on"], batch_size=BATCH)
    if roll_over.way_back:
        take_back_leaving(way_back=roll_over.way_back, by=by)
    RollOver.objects.filter(id=roll_over.id).update(undone_at=now())
    counts = {"back": len(back), "kept": len(items) - len(back)}
    audit.record("roll_over.undo", by=by, kind="roll_over", object_id=roll_over.id, counts=dict(counts))
    return counts


@transaction.atomic
def discard_roll_over(*, roll_over: RollOver, by: Viewer) -> None:
    """Throw an open plan away."""
    roll_over = _open(roll_over)
    audit.record("roll_over.discard", by=by, kind="roll_over", object_id=roll_over.id)
    roll_over.delete()


def _open(roll_over: RollOver) -> RollOver:
    found: RollOver | None = (
        RollOver.objects.select_for_update(no_key=True).filter(id=roll_over.id, committed_at=None).first()
    )
    if found is None:
        raise OutOfOrder(_("This roll-over has been committed or discarded already. Open the list again."))
    return found
