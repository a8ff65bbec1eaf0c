"""A roll-out begins, its anchors move, its steps are said to be done or let go."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.mail import Line as MailLine
from rounds.core.mail.budget import keys_by_day
from rounds.programs.models import Program
from rounds.rollout.enums import Proof, Said
from rounds.rollout.models import ChecklistItem, Launch, LaunchTold
from rounds.rollout.selectors.ladder import Move, line_of, moves_of
from rounds.rollout.values.checklist import CHECKLIST, due_on

# of which proof each word can be said
BY_WORD = {Said.TICKED: Proof.TICK, Said.DOCUMENT: Proof.DOCUMENT}


@transaction.atomic
def begin_launch(*, program: Program, kickoff_on: date, ends_on: date, by: Viewer) -> Launch:
    """Begin a program's roll-out with all its steps; one that has begun stays as it is."""
    check_anchors(kickoff_on, ends_on)
    launch: Launch
    launch, is_new = Launch.objects.get_or_create(
        program=program, defaults={"kickoff_on": kickoff_on, "ends_on": ends_on}
    )
    if is_new:
        ChecklistItem.objects.bulk_create(
            ChecklistItem(launch=launch, key=step.key, due_on=due_on(step, kickoff_on, ends_on))
            for step in CHECKLIST.values()
        )
        _told("rollout.begun", launch, by, kickoff_on=str(kickoff_on), ends_on=str(ends_on))
    return launch


@transaction.atomic
def move_anchors(*, program: Program, kickoff_on: date, ends_on: date, by: Viewer) -> list[Move]:
    """Move the anchors of a roll-out, and with them the days of what is still open; return which."""
    check_anchors(kickoff_on, ends_on)
    launch = _locked(program)
    was = (launch.kickoff_on, launch.ends_on)
    if was == (kickoff_on, ends_on):
        return []
    return _move(launch, kickoff_on, ends_on, back_to=was, by=by)


@transaction.atomic
def move_back(*, program: Program, by: Viewer) -> list[Move]:
    """Undo the last move of the anchors; what was done meanwhile keeps its day. A second time there is nothing to undo."""
    launch = _locked(program)
    if launch.was_kickoff_on is None or launch.was_ends_on is None:
        raise OutOfOrder(_("There is no move to undo: the days are where they were before it."))
    return _move(launch, launch.was_kickoff_on, launch.was_ends_on, back_to=(None, None), by=by)


def _locked(program: Program) -> Launch:
    launch: Launch | None = Launch.objects.select_for_update(of=("self",)).filter(program=program).first()
    if launch is None:
        raise OutOfOrder(_("This roll-out has not begun. Load the page again and begin it."))
    return launch


def _move(
    launch: Launch,
    kickoff_on: date,
    ends_on: date,
    *,
    back_to: tuple[date | None, date | None],
    by: Viewer,
) -> list[Move]:
    moves = moves_of(launch, kickoff_on=kickoff_on, ends_on=ends_on)
    for one in moves:
        one.line.item.due_on = one.to
    ChecklistItem.objects.bulk_update([one.line.item for one in moves], ["due_on"])
    launch.kickoff_on, launch.ends_on = kickoff_on, ends_on
    launch.was_kickoff_on, launch.was_ends_on = back_to
    launch.save(update_fields=["kickoff_on", "ends_on", "was_kickoff_on", "was_ends_on"])
    days = {"kickoff_on": str(kickoff_on), "ends_on": str(ends_on)}
    _told("rollout.moved", launch, by, **days, moved=len(moves))
    return moves


def check_anchors(kickoff_on: date, ends_on: date) -> None:
    """Refuse a pilot that would end before it begins."""
    if ends_on <= kickoff_on:
        raise DomainError(
            _("The pilot ends before it begins. Choose an end after the kick-off."), field="ends_on"
        )


@transaction.atomic
def say_of_item(*, item_id: UUID, said: Said, words: str, by: Viewer) -> ChecklistItem:
    """Say that a step is done, with a note or with where its document lies, or let it go with a reason.

    The same words said twice are said once. What a fact shows can't be said.
    """
    item = _open(item_id)
    words = words.strip()
    if item.said == said and item.words == words:
        return item
    if item.said:
        raise OutOfOrder(
            _("%(name)s has said something of this step already. Load the page again.")
            % {"name": item.said_by}
        )
    if not words:
        raise DomainError(_("Say it in words: a note, where the document lies, or why."), field="words")
    _allow(item, said)
    item.said, item.words, item.said_by, item.said_at = said, words, by.name[:200], now()
    item.save(update_fields=["said", "words", "said_by", "said_at"])
    _told("rollout.said", item.launch, by, step=item.key, said=said)
    return item


def _allow(item: ChecklistItem, said: Said) -> None:
    line = line_of(item)
    if line.is_fact or (said in BY_WORD and line.step.proof == Proof.FACT):
        raise OutOfOrder(
            _("A fact shows this step, so nobody can tick it: it is done as soon as the fact is.")
        )
    if said in BY_WORD and line.step.proof != BY_WORD[said]:
        if line.step.proof == Proof.DOCUMENT:
            raise OutOfOrder(_("This step wants a document: say what it is and where it lies."))
        raise OutOfOrder(_("This step wants a note, not a document."))


@transaction.atomic
def take_back(*, item_id: UUID, by: Viewer) -> ChecklistItem:
    """Take back what was said of a step: it is open again, or what its fact shows."""
    item = _open(item_id)
    if item.said:
        item.said, item.words, item.said_by, item.said_at = Said.NOTHING, "", "", None
        item.save(update_fields=["said", "words", "said_by", "said_at"])
        _told("rollout.taken_back", item.launch, by, step=item.key)
    return item


@transaction.atomic
def name_owner(*, item_id: UUID, name: str, by: Viewer) -> ChecklistItem:
    """Name whose step it is; without a name it is whoever holds the role."""
    item = _open(item_id)
    name = name.strip()
    if item.owner_name != name:
        item.owner_name = name
        item.save(update_fields=["owner_name"])
        _told("rollout.owner", item.launch, by, step=item.key)
    return item


def _open(item_id: UUID) -> ChecklistItem:
    item: ChecklistItem | None = (
        ChecklistItem.objects.select_for_update(of=("self",))
        .filter(id=item_id)
        .select_related("launch__program")
        .first()
    )
    if item is None or item.key not in CHECKLIST:
        raise NotFound
    return item


def _told(action: str, launch: Launch, by: Viewer, **facts: Any) -> None:
    audit.record(action, by=by, kind="rollout", object_id=launch.id, program_id=launch.program_id, **facts)


def settle_steps(kept: Sequence[MailLine], dropped: Sequence[MailLine]) -> None:
    """Remember whom the mail of the day tells of which roll-out; the others wait."""
    for day, keys in keys_by_day(kept).items():
        pairs = cast(list[tuple[UUID, UUID]], keys)
        LaunchTold.objects.bulk_create(
            LaunchTold(launch_id=launch, person_id=person, told_on=day) for launch, person in pairs
        )
