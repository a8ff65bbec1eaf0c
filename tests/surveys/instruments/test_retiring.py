"""A retired set: no new survey asks by it, by hand or by a plan; what was planned goes on."""

from rounds.core.access import system
from rounds.surveys.instruments.selectors import askable_versions, current_version
from rounds.surveys.instruments.services import install_instruments
from rounds.surveys.instruments.services.retiring import bring_back_instrument, retire_instrument
from rounds.surveys.models import Instrument


def test_a_retired_set_is_offered_no_more_until_it_is_brought_back(in_hospital):
    by = system(in_hospital.id)
    install_instruments(by=by)
    pulse = Instrument.objects.get(key="pulse")

    retire_instrument(instrument_id=pulse.id, by=by)
    retire_instrument(instrument_id=pulse.id, by=by)

    assert pulse.id not in [one.instrument_id for one in askable_versions()]
    assert current_version("pulse") is not None
    # the release brings it in no second time
    install_instruments(by=by)
    assert Instrument.objects.get(key="pulse").retired_on is not None
    bring_back_instrument(instrument_id=pulse.id, by=by)
    assert pulse.id in [one.instrument_id for one in askable_versions()]
