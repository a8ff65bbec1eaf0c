"""Planned waves are written ahead, hold room in people's years, and are sent once on their day."""

from dataclasses import replace
from datetime import timedelta

import structlog
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.errors import DomainError
from rounds.surveys.budget.services import give_back, hold_room
from rounds.surveys.budget.values import academic_year
from rounds.surveys.campaigns.selectors.candidates import candidates_of, wants_of
from rounds.surveys.campaigns.services import ask_newcomers, ask_whom_mail_reaches_now, send_wave
from rounds.surveys.campaigns.values.schedule import DAYS_OPEN
from rounds.surveys.enums import Mode, RequestState, WaveState, WhyNot
from rounds.surveys.instruments.selectors import current_version
from rounds.surveys.models import Campaign, InstrumentVersion, Request, Wave
from rounds.surveys.planning.selectors import LATEST, Planned, list_planned, stands_for

log = structlog.get_logger()


def follow_plans(*, by: Viewer) -> int:
    """Write down what plans ask, and send what is due; return how many waves were sent. Repeated, it does nothing more."""
    sent = 0
    today = institution_today()
    for one in list_planned(today):
        if (one.rolls_until or one.opens_on + LATEST) < today:
            continue
        try:
            wave = keep_planned(one)
            if wave is not None and one.rolls_until and one.opens_on <= today:
                ask_newcomers(wave=wave, by=by)
            elif wave is not None and one.opens_on <= today:
                sent += open_planned(wave=wave, by=by)
        except (DomainError, IntegrityError) as error:
            # nobody to ask yet, or another worker was first: looked at again in an hour
            log.info("planned_survey_waits", plan=one.key, why=type(error).__name__)
    return sent


def ask_the_mended(*, by: Viewer) -> int:
    """Ask in each open wave those whose address was corrected since it was sent; return how many that were."""
    unreached = Request.objects.filter(state=RequestState.NOT_ASKED, reason=WhyNot.NO_ADDRESS)
    waves = Wave.objects.filter(state=WaveState.SENT, id__in=unreached.values("wave_id"))
    return sum(ask_whom_mail_reaches_now(wave=wave, by=by) for wave in waves)


@transaction.atomic
def keep_planned(planned: Planned) -> Wave | None:
    """Return the wave of what a plan asks, a new one at first, with room held for it; none where it can't be asked here."""
    version = current_version(planned.instrument_key)
    if version is None:
        return None
    wave = Wave.objects.filter(plan_key=planned.key).select_related("campaign__instrument").first()
    if wave is None and version.instrument.retired_on is not None:
        return None
    if wave is None:
        wave = _new(planned, version)
        if planned.rolls_until is None:
            _hold(wave)
    elif wave.state == WaveState.PLANNED and wave.opens_on != planned.opens_on:
        wave.opens_on, wave.closes_on = planned.opens_on, planned.closes_on
        wave.save(update_fields=["opens_on", "closes_on"])
    if planned.rolls_until and wave.campaign.parameters != planned.parameters:
        wave.campaign.parameters = planned.parameters
        wave.campaign.save(update_fields=["parameters"])
    return wave


def _new(planned: Planned, version: InstrumentVersion) -> Wave:
    campaign = Campaign.objects.create(
        instrument=version.instrument,
        name=version.instrument.name,
        scope_id=planned.scope_id,
        audience=planned.audience,
        parameters=planned.parameters,
        rank=planned.rank,
    )
    wave: Wave = Wave.objects.create(
        campaign=campaign,
        version=version,
        mode=Mode.POOLED,
        purpose=_("the program office learns what to mend"),
        opens_on=planned.opens_on,
        closes_on=planned.closes_on,
        plan_key=planned.key,
    )
    return wave


def _hold(wave: Wave) -> None:
    """Hold room for a planned wave: who is away today may be back by then."""
    expected = [
        replace(one, why_not=one.why_not if one.why_not == WhyNot.LEFT else WhyNot.NONE)
        for one in candidates_of(wave)
    ]
    hold_room(wants=wants_of(wave, expected), year=academic_year(wave.opens_on or wave.closes_on))


@transaction.atomic
def open_planned(*, wave: Wave, by: Viewer) -> bool:
    """Send a planned wave whose day has come; False for one that was sent, stopped, or is stood for by another.

    What was held for one that another stands for is given back: nobody is asked for it.
    """
    row: Wave = (
        Wave.objects.select_for_update(of=("self",)).select_related("campaign__instrument").get(id=wave.id)
    )
    if row.state != WaveState.PLANNED:
        return False
    if stands_for(row) is not None:
        give_back(wave_id=row.id)
        return False
    version = current_version(row.campaign.instrument.key)
    if version is not None:
        row.version = version
    row.closes_on = institution_today() + timedelta(days=DAYS_OPEN)
    row.save(update_fields=["version", "closes_on"])
    give_back(
        wave_id=row.id
    )  # what was held for those who would have been asked; who is asked now is held for anew
    send_wave(wave=row, by=by)
    return True
