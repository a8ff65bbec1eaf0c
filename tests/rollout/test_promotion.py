"""A wording is proposed, adopted once, and followed by versions; what was written is never changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, OutOfOrder
from rounds.rollout.models import PromotionRule
from rounds.rollout.selectors.promotion import adoption
from rounds.rollout.services.promotion import Wording, adopt_rule, propose_rule
from tests.rollout.test_signing import viewer

pytestmark = pytest.mark.django_db
FIRST = Wording("Medicine", "hours", "to associate", "Mentoring counts.", "Hours held")


def proposed(wording=FIRST, entry_id=None):
    return propose_rule(wording=wording, entry_id=entry_id or uuid4(), by=viewer("Alice"))


def test_a_later_version_leaves_what_holds_until_it_is_in_force(in_hospital):
    today, entry = institution_today(), uuid4()
    first = proposed(entry_id=entry)
    assert proposed(entry_id=entry) == first
    with pytest.raises(DomainError, match="proposed there already"):
        proposed(replace(FIRST, department="medicine"))
    days = {"adopted_on": today, "in_force_on": today}
    with pytest.raises(DomainError, match="still to come"):
        adopt_rule(
            rule_id=first.id, adopted_on=today + timedelta(days=1), in_force_on=today, by=viewer("Dora")
        )
    with pytest.raises(DomainError, match="before it is adopted"):
        adopt_rule(
            rule_id=first.id, adopted_on=today, in_force_on=today - timedelta(days=1), by=viewer("Dora")
        )
    for _press in "12":
        adopt_rule(rule_id=first.id, by=viewer("Dora"), **days)
    with pytest.raises(OutOfOrder, match="adopted already"):
        adopt_rule(
            rule_id=first.id, adopted_on=today, in_force_on=today + timedelta(days=9), by=viewer("Dora")
        )

    later = proposed(replace(FIRST, department="MEDICINE", words="Mentoring counts twice."))
    (medicine,) = adoption()
    (standing,) = medicine.standings
    assert (medicine.department, later.version) == ("Medicine", 2)
    assert (standing.rule, standing.holds, standing.is_in_force) == (later, first, False)
    assert "running the program" in [str(one.label) for one in medicine.missing]


def test_a_wording_is_changed_by_no_bulk_and_no_sql(in_hospital):
    proposed()
    for action in (
        lambda: PromotionRule.objects.update(words="x"),
        lambda: PromotionRule.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            action()
