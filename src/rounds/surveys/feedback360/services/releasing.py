"""The report is opened in a booked debrief, by another debriefer, or at last without one."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import DomainError, OutOfOrder
from rounds.people.models import Person
from rounds.surveys.enums import NominationState, RoundState
from rounds.surveys.feedback360.selectors.rounds import needs_another_debriefer
from rounds.surveys.feedback360.services.planning import check_debriefer
from rounds.surveys.feedback360.values.limits import BEGINS_BEFORE, HANDED_OVER_AFTER
from rounds.surveys.models import Nomination, Release360, Round360


@transaction.atomic
def hand_over(*, release_id: UUID, by: Viewer) -> None:
    """Give the person a report that nobody has debriefed for 30 days; twice is once."""
    release = _locked(release_id)
    if release.opened_at is None:
        _open(release, by="", viewer=by, action="feedback360.handed_over")


@transaction.atomic
def book_debrief(*, round_id: UUID, at: datetime, by: Viewer) -> None:
    """Book the debrief, or book it anew; a day before the one who debriefs reads the report. Raises DomainError."""
    release = _ready(round_id, by)
    if at <= now():
        raise DomainError(_("Choose a time that is still to come."), field="at")
    last = release.frozen_on + HANDED_OVER_AFTER
    if at.date() > last:
        raise DomainError(
            _("Choose a day until %(day)s: then the person gets the report without a debrief.")
            % {"day": date_format(last, "j M Y")},
            field="at",
        )
    release.booked_at = at
    release.save(update_fields=["booked_at"])
    _record("feedback360.booked", release, by)


@transaction.atomic
def begin_debrief(*, round_id: UUID, by: Viewer) -> None:
    """Open the report for both, as the debrief begins; twice is once. Raises OutOfOrder before its time."""
    release = _ready(round_id, by, may_be_open=True)
    if release.opened_at is not None:
        return
    if release.booked_at is None or now() < release.booked_at - BEGINS_BEFORE:
        raise OutOfOrder(_("The report opens when the debrief begins. Book it, then press this at its time."))
    _open(release, by=by.name, viewer=by, action="feedback360.opened")


@transaction.atomic
def replace_debriefer(*, round_id: UUID, debriefer: Person, by: Viewer) -> None:
    """Let somebody else debrief, 14 days after closing without one; the former one reads nothing more."""
    found = (
        Round360.objects.select_for_update(of=("self",), no_key=True)
        .select_related("subject", "line_manager", "release")
        .get(id=round_id)
    )
    if found.state != RoundState.READY or not needs_another_debriefer(found):
        raise OutOfOrder(_("Another debriefer can be chosen 14 days after closing, if no debrief is booked."))
    check_debriefer(debriefer, found.subject, found.line_manager)
    if Nomination.objects.filter(round=found, person=debriefer, state=NominationState.APPROVED).exists():
        raise DomainError(
            _("%(name)s was a rater here. Choose somebody who was not.") % {"name": debriefer.display_name},
            field="debriefer",
        )
    Round360.objects.filter(id=found.id).update(debriefer=debriefer)
    Release360.objects.filter(round=found).update(booked_at=None)
    _record("feedback360.debriefer_changed", found.release, by)


def _ready(round_id: UUID, by: Viewer, *, may_be_open: bool = False) -> Release360:
    release = Release360.objects.filter(round_id=round_id, round__debriefer_id=by.own_id).first()
    if release is None:
        raise OutOfOrder(_("There is no report to speak about yet: the round has not closed."))
    release = _locked(release.id)
    if release.opened_at is not None and not may_be_open:
        raise OutOfOrder(_("This report is open already."))
    return release


def _locked(release_id: UUID) -> Release360:
    found: Release360 = (
        Release360.objects.select_for_update(of=("self",), no_key=True)
        .select_related("round")
        .get(id=release_id)
    )
    return found


def _open(release: Release360, *, by: str, viewer: Viewer, action: str) -> None:
    release.opened_at, release.opened_by = now(), by
    release.save(update_fields=["opened_at", "opened_by"])
    _record(action, release, viewer)


def _record(action: str, release: Release360, by: Viewer) -> None:
    audit.record(
        action, by=by, kind="round360", object_id=release.round_id, program_id=release.round.scope_id
    )
