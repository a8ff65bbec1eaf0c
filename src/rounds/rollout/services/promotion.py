"""A wording is proposed to a department, and adopted there; another wording is the next version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.database.retrying import retried
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.rollout.models import PromotionRule


@dataclass(frozen=True)
class Wording:
    """What a rule says: where, about what, for which rank step, in which words, and what counts."""

    department: str
    prompt: str
    step: str
    words: str
    counts: str


@retried
def propose_rule(*, wording: Wording, entry_id: UUID, by: Viewer) -> PromotionRule:
    """Propose a wording; where one stands already it is the next version. A form sent twice is one."""
    with transaction.atomic():
        found: PromotionRule | None = PromotionRule.objects.filter(entry_id=entry_id).first()
        if found is not None:
            return found
        rows = PromotionRule.objects.filter(prompt=wording.prompt)
        before = rows.filter(department__iexact=wording.department.strip()).order_by("-version").first()
        if before is not None and before.adopted_on is None and before.words == wording.words.strip():
            raise DomainError(_("This wording is proposed there already."), field="words")
        row: PromotionRule = PromotionRule.objects.create(
            department=before.department if before else wording.department.strip(),
            prompt=wording.prompt,
            version=before.version + 1 if before else 1,
            step=wording.step.strip(),
            words=wording.words.strip(),
            counts=wording.counts.strip(),
            proposed_by=by.name[:200],
            entry_id=entry_id,
        )
        audit.record("promotion.proposed", by=by, kind="rollout", object_id=row.id)
    return row


@transaction.atomic
def adopt_rule(*, rule_id: UUID, adopted_on: date, in_force_on: date, by: Viewer) -> PromotionRule:
    """Note that a department has adopted a wording, and from when on it holds; the same twice is once."""
    row: PromotionRule | None = PromotionRule.objects.select_for_update().filter(id=rule_id).first()
    if row is None:
        raise NotFound
    if row.adopted_on is not None:
        if (row.adopted_on, row.in_force_on) == (adopted_on, in_force_on):
            return row
        raise OutOfOrder(_("This wording is adopted already. Propose the next version instead."))
    if adopted_on > institution_today():
        raise DomainError(_("This day is still to come. Note it once it is adopted."), field="adopted_on")
    if in_force_on < adopted_on:
        raise DomainError(_("It can’t hold before it is adopted. Choose a later day."), field="in_force_on")
    row.adopted_on, row.in_force_on, row.adopted_by = adopted_on, in_force_on, by.name[:200]
    row.save(update_fields=["adopted_on", "in_force_on", "adopted_by"])
    audit.record("promotion.adopted", by=by, kind="rollout", object_id=row.id)
    return row
