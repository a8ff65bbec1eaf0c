"""A program is made from a setup: copied to a department, or read in from a bundle."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.development.models import Entry
from rounds.matching.input.services.weights import save_weights
from rounds.programs.models import MailText, PlanItem, Priority, Program
from rounds.programs.services.priorities import save_priority
from rounds.programs.services.starting import create_program
from rounds.programs.values.templates import DEFAULT_TEMPLATE, TEMPLATES
from rounds.rollout.selectors.objectives import cycle_of
from rounds.rollout.selectors.setup import setup_of
from rounds.rollout.services.launching import begin_launch
from rounds.rollout.services.objectives import write_objective
from rounds.rollout.values.objectives import Goal


@transaction.atomic
def copy_program(*, program: Program, name: str, starts_on: date, by: Viewer) -> Program:
    """Copy how a program is set up to another department, with days of its own; nobody comes along."""
    setup = setup_of(program)
    # of the same institution: its catalog is there already
    return program_from({**setup, "catalog": []}, name=name, starts_on=starts_on, by=by)


@transaction.atomic
def program_from(setup: dict[str, Any], *, name: str, starts_on: date, by: Viewer) -> Program:
    """Make a program that is set up like this, with a year from a day on and its roll-out begun."""
    settings = dict(setup["settings"])
    kept = settings.pop("template")
    # one that no longer ships: what the program has of it stands in its settings
    template = kept if kept in TEMPLATES else DEFAULT_TEMPLATE
    program = create_program(
        by=by, name=name, template=template, starts_on=starts_on, phases=setup["phases"], **settings
    )
    PlanItem.objects.filter(program=program).delete()
    PlanItem.objects.bulk_create([PlanItem(program=program, **one) for one in setup["plan"]])
    MailText.objects.bulk_create([MailText(program=program, **one) for one in setup["mail"]])
    for one in setup["priorities"]:
        save_priority(by=by, program=program, from_on=starts_on, to_on=None, **one)
    if setup["weights"]:
        _weigh(program, setup["weights"], by)
    _aim(program, setup["objectives"], by)
    _take_catalog(setup["catalog"], by)
    cycle = cycle_of(program)
    if cycle is not None:
        begin_launch(program=program, kickoff_on=cycle.starts_on, ends_on=cycle.ends_on, by=by)
    return program


def _weigh(program: Program, weights: dict[str, Any], by: Viewer) -> None:
    ids = {one.name: str(one.id) for one in Priority.objects.filter(program=program)}
    shares = {ids[one["name"]]: one["share"] for one in weights["shares"] if one["name"] in ids}
    row = save_weights(
        program=program,
        name=_("As brought along"),
        numbers={**weights["values"], **dict.fromkeys(ids.values(), 0), **shares},
        rationale=_("As in the program that this one was set up like."),
        by=by,
    )
    if weights["load_costs"]:
        row.load_costs = weights["load_costs"]
        row.save(update_fields=["load_costs"])


def _aim(program: Program, objectives: list[dict[str, Any]], by: Viewer) -> None:
    """Take objectives as drafts: whose they are and where they begin is said here."""
    cycle = cycle_of(program)
    due_on = cycle.ends_on if cycle else institution_today() + timedelta(days=365)
    for one in objectives:
        goal = Goal(**one, baseline="", owner=_("to be named"), due_on=due_on)
        write_objective(program=program, goal=goal, entry_id=uuid4(), by=by)


def _take_catalog(entries: list[dict[str, Any]], by: Viewer) -> None:
    """Add the experiences that are not here yet; those that are keep their words."""
    here = set(Entry.objects.values_list("key", flat=True))
    Entry.objects.bulk_create(
        [Entry(**one, written_by=by.name[:200]) for one in entries if one["key"] not in here]
    )
