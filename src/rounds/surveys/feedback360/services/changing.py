"""A planned round is changed or called off before anybody is asked, and taken up again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.errors import DomainError, OutOfOrder
from rounds.people.models import Person
from rounds.surveys.enums import NominationState, RaterGroup, RoundState
from rounds.surveys.feedback360.services.planning import check_closing, check_debriefer, refuse_second_round
from rounds.surveys.models import Nomination, Round360


@dataclass(frozen=True)
class Change:
    """What a planned round is to be: who debriefs, which groups rate, until when."""

    debriefer: Person
    groups: tuple[str, ...]
    closes_on: date


@transaction.atomic
def change_round(*, round_id: UUID, change: Change, by: Viewer) -> None:
    """Change a round of which nobody was asked. Raises OutOfOrder, DomainError.

    Who was chosen in a group that is left out is not asked, and is there again when the group is.
    """
    found = _planned(round_id)
    if change.debriefer.id != found.debriefer_id:
        check_debriefer(change.debriefer, found.subject, found.line_manager)
        _refuse_rater(found, change.debriefer)
    if not change.groups:
        raise DomainError(_("Choose at least one group of raters."), field="groups")
    if change.closes_on != found.closes_on:
        check_closing(change.closes_on)
    _leave_out(found, set(found.groups) - set(change.groups))
    found.debriefer, found.groups, found.closes_on = change.debriefer, list(change.groups), change.closes_on
    found.save(update_fields=["debriefer", "groups", "closes_on"])
    _record("feedback360.changed", found, by)


def _refuse_rater(found: Round360, debriefer: Person) -> None:
    chosen = Nomination.objects.filter(round=found, person=debriefer)
    if chosen.exclude(state=NominationState.REFUSED).exists():
        raise DomainError(
            _("%(name)s is chosen as a rater here. Leave them out first, or choose another debriefer.")
            % {"name": debriefer.display_name},
            field="debriefer",
        )


def _leave_out(found: Round360, groups: Collection[str]) -> None:
    rows = Nomination.objects.filter(round=found, group__in=groups).exclude(group=RaterGroup.SUPERVISOR)
    rows.exclude(state=NominationState.REFUSED).update(
        state=NominationState.REFUSED, reason=_("This group is not asked.")
    )


@transaction.atomic
def call_off_round(*, round_id: UUID, by: Viewer) -> None:
    """Call off a round of which nobody was asked; its raters stay, should it be taken up again. Raises OutOfOrder."""
    found = _planned(round_id)
    found.state = RoundState.STOPPED
    found.save(update_fields=["state"])
    _record("feedback360.called_off", found, by)


@transaction.atomic
def take_up_round(*, round_id: UUID, by: Viewer) -> None:
    """Take up a round that was called off; twice is once. Raises DomainError where another one about the person runs."""
    found = _locked(round_id)
    if found.state == RoundState.NOMINATING:
        return
    if found.state != RoundState.STOPPED:
        raise OutOfOrder(_("This round was not called off."))
    if found.raters_id is not None:
        raise OutOfOrder(_("This round was called off after it was sent. Plan a new one instead."))
    refuse_second_round(found.subject)
    found.state = RoundState.NOMINATING
    found.save(update_fields=["state"])
    _record("feedback360.taken_up", found, by)


def _planned(round_id: UUID) -> Round360:
    found = _locked(round_id)
    if found.state == RoundState.STOPPED:
        raise OutOfOrder(_("This round was called off. Take it up again first."))
    if found.state != RoundState.NOMINATING:
        raise OutOfOrder(_("The raters of this round were asked already, so it stays as it was planned."))
    return found


def _locked(round_id: UUID) -> Round360:
    found: Round360 = (
        Round360.objects.select_for_update(of=("self",), no_key=True)
        .select_related("subject", "line_manager")
        .get(id=round_id)
    )
    return found


def _record(action: str, found: Round360, by: Viewer) -> None:
    audit.record(action, by=by, kind="round360", object_id=found.id, program_id=found.scope_id)
