"""The eight questions of intake go on as the first version of the survey, beside the eleven of the second."""

from datetime import timedelta

from rounds.core.access import system
from rounds.core.clock import institution_today, now
from rounds.programs.models import Baseline, Enrollment
from rounds.surveys.instruments.selectors import current_version
from rounds.surveys.instruments.services import install_instruments
from rounds.surveys.models import Campaign, Request, Response, Wave
from rounds.surveys.results.selectors.pages import results_of
from rounds.surveys.results.services import publish_wave
from tests.surveys.scenes import people


def test_eight_lines_go_on_three_begin_and_no_baseline_changes(world):
    cohort = world.cohort
    asked, program = people(12), cohort.cycle.program_id
    for place, one in enumerate(asked):
        enrollment = Enrollment.objects.create(cohort=cohort, person=one, side="mentee", state="enrolled")
        items = dict.fromkeys(KEYS, 3 + place % 3)
        Baseline.objects.create(enrollment=enrollment, items=items, recorded_at=now() - timedelta(days=200))
    before = list(Baseline.objects.order_by("id").values())
    wave = _asked(asked, program)

    publish_wave(wave_id=wave.id, by=system(cohort.institution_id))
    items = [line for line in results_of(wave).lines if not line.is_score]

    assert list(Baseline.objects.order_by("id").values()) == before
    since = {line.key: [when for when, _said in line.changes] for line in items}
    assert {key for key, when in since.items() if when == ["intake"]} == set(KEYS)
    assert sorted(key for key, when in since.items() if not when) == ["costs", "decides", "self"]
    told = {line.key: line.changes[0][1] for line in items if line.changes}
    assert any(not said.is_hidden for said in told.values())
    for said in told.values():
        low, high = (1, 1) if said.is_hidden else said.mean.limits["mean"]
        assert low <= 1 <= high


KEYS = ("lead_team", "budget", "policy", "conflict", "project", "develop", "speak", "strategy")


def _asked(asked, program):
    install_instruments(by=system(asked[0].institution_id))
    version = current_version("confidence")
    campaign = Campaign.objects.create(
        instrument=version.instrument, name="Confidence", scope_id=program, audience="enrolled_mentees"
    )
    wave = Wave.objects.create(
        campaign=campaign,
        version=version,
        mode="pooled",
        purpose="we learn",
        state="sent",
        sent_at=now() - timedelta(days=20),
        stop_until=now() - timedelta(days=19),
        closes_on=institution_today() - timedelta(days=3),
    )
    for place, one in enumerate(asked):
        request = Request.objects.create(
            wave=wave, person=one, state="answered", answered_on=institution_today()
        )
        response = Response(request=request)
        response.seal_value(dict.fromkeys((*KEYS, "self", "costs", "decides"), 4 + place % 3))
        response.save()
    return wave
