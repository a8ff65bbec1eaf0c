"""Objectives: two people lock them, outcomes stay closed until then, and nothing changes a locked one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, OutOfOrder
from rounds.insights.models import Cut, Figure, OutcomeSeal
from rounds.insights.selectors.claims import is_wave_closed, sealed_for
from rounds.insights.selectors.figures import figures_of_cycle
from rounds.insights.selectors.seals import OUTCOMES
from rounds.people.enums import Tier
from rounds.programs.models import Cycle, Program
from rounds.rollout.models import DocumentVersion, Objective, ObjectiveChange, ObjectiveSet
from rounds.rollout.selectors.ladder import ladders_of
from rounds.rollout.selectors.objectives import objectives_of
from rounds.rollout.services.launching import begin_launch
from rounds.rollout.services.objectives import (
    amend_objectives,
    ask_to_lock,
    change_objective,
    lock_objectives,
    open_without,
    remove_objective,
    take_drafts,
    write_objective,
)
from rounds.rollout.values.objectives import Goal, drafts_for, sentence
from rounds.web.rollout.papers import document_of
from tests.rollout.test_signing import viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(in_hospital):
    found = Program.objects.create(name="Pilot", slug="pilot", template="physician", state="running")
    today = institution_today()
    days = {"starts_on": today - timedelta(days=9), "ends_on": today + timedelta(days=200)}
    Cycle.objects.create(program=found, name="2026", state="open", **days)
    return found


def figure(program, measure="confidence"):
    cut = Cut.objects.create(
        as_of=institution_today(), recorded_until="2026-01-01T00:00Z", digest="d", code="1"
    )
    cycle = Cycle.objects.get(program=program)
    result = {"rows": [{"label": "All", "n": 20, "value": 1.1, "low": 0.2, "high": 2.0}]}
    return Figure.objects.create(
        cut=cut,
        measure=measure,
        version=1,
        cycle_id=cycle.id,
        program_id=program.id,
        result=result,
        digest="d",
    )


def locked(program):
    take_drafts(program=program, tier=Tier.RESIDENT, by=viewer("Alice"))
    digest = objectives_of(program).digest
    ask_to_lock(program=program, digest=digest, by=viewer("Alice"))
    return lock_objectives(program=program, digest=digest, by=viewer("Dora"))


def test_two_people_lock_what_they_read_and_it_is_issued(program):
    alice, dora = viewer("Alice"), viewer("Dora")
    begin_launch(program=program, kickoff_on=date(2026, 9, 14), ends_on=date(2027, 3, 12), by=alice)
    assert take_drafts(program=program, tier=Tier.RESIDENT, by=alice) == 3
    assert take_drafts(program=program, tier=Tier.RESIDENT, by=alice) == 0
    digest = objectives_of(program).digest
    with pytest.raises(OutOfOrder, match="Nobody has asked"):
        lock_objectives(program=program, digest=digest, by=dora)
    ask_to_lock(program=program, digest=digest, by=alice)
    with pytest.raises(OutOfOrder, match="yourself"):
        lock_objectives(program=program, digest=digest, by=alice)
    row = Objective.objects.filter(describes_only=False).first()
    goal = Goal(**{name: getattr(row, name) for name in Goal.__dataclass_fields__})
    change_objective(objective_id=row.id, goal=replace(goal, target="2 points"), by=alice)
    with pytest.raises(OutOfOrder, match="changed an objective since"):
        lock_objectives(program=program, digest=digest, by=dora)
    digest = objectives_of(program).digest
    ask_to_lock(program=program, digest=digest, by=alice)

    lock_objectives(program=program, digest=digest, by=dora)
    lock_objectives(program=program, digest=digest, by=viewer("Otto"))

    document = DocumentVersion.objects.get(kind="objectives")
    assert document.digest == digest
    assert "to 2 points, compared with" in str(document.facts)
    assert "were closed until" in str(document.facts)
    lines = {one.item.key: one for one in ladders_of([program])[program.id].lines}
    assert lines["objectives"].is_fact
    assert lines["locked"].fact.words.endswith("by Alice and Dora")


def test_locked_objective_is_changed_by_no_form_no_bulk_and_no_sql(program):
    of, by = locked(program), viewer("Alice")
    row = Objective.objects.first()
    goal = Goal(**{name: getattr(row, name) for name in Goal.__dataclass_fields__})
    for action in (
        lambda: change_objective(objective_id=row.id, goal=replace(goal, comparison="x"), by=by),
        lambda: remove_objective(objective_id=row.id, by=by),
        lambda: write_objective(program=program, goal=replace(goal, tier="fellow"), entry_id=uuid4(), by=by),
        lambda: take_drafts(program=program, tier="fellow", by=by),
    ):
        with pytest.raises(OutOfOrder, match="locked"):
            action()
    row.comparison = "x"
    new = Objective(of=of, **{**vars(goal), "tier": "fellow"})
    for action in (
        lambda: Objective.objects.update(target="9"),
        lambda: Objective.objects.bulk_update([row], ["comparison"]),
        lambda: Objective.objects.bulk_create([new]),
        lambda: Objective.objects.all()._raw_delete("default"),
        lambda: ObjectiveSet.objects.update(locked_at=None),
        lambda: ObjectiveSet.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            action()
    for statement in (
        "UPDATE rollout_objective SET target = '9'",
        "DELETE FROM rollout_objective",
        "UPDATE rollout_objectiveset SET digest = 'x'",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_seal_is_opened_once_by_no_bulk_and_no_sql_closed_again(program):
    take_drafts(program=program, tier=Tier.RESIDENT, by=viewer("Alice"))
    with pytest.raises(DatabaseError, match="opened once"), transaction.atomic():
        OutcomeSeal.objects.update(closed_by="x")
    open_without(program=program, reason="No time", by=viewer("Alice"))
    for action in (
        lambda: OutcomeSeal.objects.update(opened_at=None),
        lambda: OutcomeSeal.objects.update(reason=""),
        lambda: OutcomeSeal.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="opened once"), transaction.atomic():
            action()


def test_amendment_stands_beside_what_was_locked_in_page_and_paper(program):
    by, entry = viewer("Alice"), uuid4()
    with pytest.raises(OutOfOrder, match="no objective"):
        amend_objectives(program=program, words="x", reason="y", entry_id=entry, by=by)
    locked(program)
    said = {"words": "A year, not six months", "reason": "Kick-off moved", "entry_id": entry, "by": by}
    assert amend_objectives(program=program, **said) == amend_objectives(program=program, **said)
    assert "A year, not six months" in str(document_of(DocumentVersion.objects.get(), "House").blocks)
    with pytest.raises(DatabaseError), transaction.atomic():
        ObjectiveChange.objects.update(words="x")


def test_outcomes_are_closed_to_everybody_until_objectives_are_locked(program):
    take_drafts(program=program, tier=Tier.RESIDENT, by=viewer("Alice"))
    shown, contact = figure(program), figure(program, "contact")
    for name in ("Alice", "Dora", "Gina"):
        (told,) = sealed_for(viewer(name), [Figure.objects.get(id=shown.id)])
        assert told.result == {"hidden": "closed: the objectives of this cycle are not locked yet"}
        assert is_wave_closed(viewer(name), "confidence", program.id)
        (told,) = sealed_for(viewer(name), [Figure.objects.get(id=contact.id)])
        assert "rows" in told.result
    assert "confidence" in OUTCOMES
    digest = objectives_of(program).digest
    ask_to_lock(program=program, digest=digest, by=viewer("Alice"))
    lock_objectives(program=program, digest=digest, by=viewer("Dora"))
    cycle = Cycle.objects.get(program=program)
    assert not is_wave_closed(viewer("Gina"), "confidence", program.id)
    assert OutcomeSeal.objects.get(cycle=cycle).digest == digest
    assert all("hidden" not in one.result for one in figures_of_cycle(viewer("Gina"), cycle.id).values())


def test_without_objectives_a_reason_opens_outcomes_and_later_ones_say_so(program):
    take_drafts(program=program, tier=Tier.RESIDENT, by=viewer("Alice"))
    with pytest.raises(DomainError, match="Say why"):
        open_without(program=program, reason=" ", by=viewer("Alice"))
    open_without(program=program, reason="The council wants figures now", by=viewer("Alice"))
    assert OutcomeSeal.objects.get().opened_at is not None
    digest = objectives_of(program).digest
    ask_to_lock(program=program, digest=digest, by=viewer("Alice"))
    lock_objectives(program=program, digest=digest, by=viewer("Dora"))
    assert "were out before these objectives" in str(DocumentVersion.objects.get().facts)


def test_figures_that_were_out_are_not_closed_and_the_objectives_say_so(program):
    figure(program)
    take_drafts(program=program, tier=Tier.RESIDENT, by=viewer("Alice"))
    assert not OutcomeSeal.objects.exists()
    assert ObjectiveSet.objects.get().was_out


@pytest.mark.parametrize("tier", Tier)
def test_three_drafts_a_tier_say_by_when_who_what_and_of_how_many(tier):
    day = date(2028, 2, 29)
    words = [sentence(SimpleNamespace(**vars(one))) for one in drafts_for(tier, day)]
    assert len(words) == 3
    assert all(one.startswith("By 29 Feb 2028") and "are known" in one for one in words)
    assert [one for one in words if "no target" in one] == [words[-1]]


def test_fourth_objective_of_a_tier_and_a_target_beside_describe_only_are_refused(program):
    by = viewer("Alice")
    take_drafts(program=program, tier=Tier.RESIDENT, by=by)
    goal = drafts_for(Tier.RESIDENT, institution_today() + timedelta(days=9))[0]
    with pytest.raises(DomainError, match="three objectives"):
        write_objective(program=program, goal=goal, entry_id=uuid4(), by=by)
    fellow = replace(goal, tier="fellow")
    with pytest.raises(DomainError, match="no target"):
        write_objective(program=program, goal=replace(fellow, describes_only=True), entry_id=uuid4(), by=by)
    with pytest.raises(DomainError, match="aimed at"):
        write_objective(program=program, goal=replace(fellow, target=""), entry_id=uuid4(), by=by)
    entry = uuid4()
    first = write_objective(program=program, goal=fellow, entry_id=entry, by=by)
    assert write_objective(program=program, goal=fellow, entry_id=entry, by=by) == first
