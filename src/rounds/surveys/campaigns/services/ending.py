"""How a wave ends by hand: closed before its day, given more days, deleted while nobody has answered."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError, OutOfOrder
from rounds.surveys.budget.services import give_back_all
from rounds.surveys.campaigns.selectors import is_closed, is_open
from rounds.surveys.campaigns.selectors.ending import is_deletable
from rounds.surveys.enums import Mode, WaveState
from rounds.surveys.instruments.selectors.licenses import refuse_unlicensed
from rounds.surveys.models import Wave

# Further ahead than this is a slip of the hand.
MOST_MORE = timedelta(days=90)


@transaction.atomic
def close_wave(*, wave: Wave, by: Viewer) -> None:
    """Close an open wave today. Raises OutOfOrder for one that is not open.

    An anonymous one and one with names keep their day: until then nobody reads what was answered, as was promised. Late
    answers are not taken any more.
    """
    row = _running(wave, _("This wave is not open, so it can't be closed."))
    row.state, row.late_until = WaveState.CLOSED, None
    if row.mode == Mode.POOLED:
        row.closes_on = institution_today()
    row.save(update_fields=["state", "closes_on", "late_until"])
    _record("survey.closed", row, by)


@transaction.atomic
def extend_wave(*, wave: Wave, closes_on: date, by: Viewer) -> None:
    """Let a wave take answers until a later day. Raises OutOfOrder for one that is not open, DomainError for another day."""
    row = _running(wave, _("This wave is not open any more, so it can't be given more days."))
    if row.mode == Mode.ANONYMOUS:
        raise OutOfOrder(_("The day on which all answers are opened was promised, so it stays."))
    last = institution_today() + MOST_MORE
    if not row.closes_on < closes_on <= last:
        raise DomainError(
            _("Choose a day after %(closes)s, and %(last)s at the latest.")
            % {"closes": date_format(row.closes_on, "j M Y"), "last": date_format(last, "j M Y")},
            field="closes_on",
        )
    refuse_unlicensed(row.campaign.instrument, until=closes_on)
    row.closes_on = closes_on
    row.save(update_fields=["closes_on"])
    _record("survey.extended", row, by, until=closes_on.isoformat())


@transaction.atomic
def delete_wave(*, wave: Wave, by: Viewer) -> None:
    """Delete a wave that nobody has answered, with its requests; what it took of people's years is theirs again."""
    row = Wave.objects.select_for_update(of=("self",)).select_related("campaign").filter(id=wave.id).first()
    if row is None or not is_deletable(row):
        raise OutOfOrder(
            _("This wave stays: it was answered, has closed, is locked in a box, or comes by a plan.")
        )
    give_back_all(wave_id=row.id)
    _record("survey.deleted", row, by)
    campaign = row.campaign
    row.delete()
    if not campaign.waves.exists():
        campaign.delete()


def _running(wave: Wave, words: str) -> Wave:
    row: Wave = Wave.objects.select_for_update(of=("self",)).select_related("campaign").get(id=wave.id)
    if not is_open(row) or is_closed(row):
        raise OutOfOrder(words)
    return row


def _record(action: str, wave: Wave, by: Viewer, **facts: Any) -> None:
    audit.record(action, by=by, kind="wave", object_id=wave.id, program_id=wave.campaign.scope_id, **facts)
