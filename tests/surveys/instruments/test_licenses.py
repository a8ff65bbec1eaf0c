"""Somebody else's questions: nothing is written, published or asked but under a license that counts."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from rounds.core.access import system
from rounds.core.clock import institution_today
from rounds.core.database.scope import scope
from rounds.core.errors import DomainError
from rounds.surveys.campaigns.services import Plan, plan_wave, send_wave
from rounds.surveys.enums import Mode
from rounds.surveys.instruments.selectors.licenses import may_export_words, uses_of
from rounds.surveys.instruments.services import authoring
from rounds.surveys.instruments.services.licensing import License, attest_license, end_license
from rounds.surveys.instruments.values.writing import read_lines, with_pasted
from rounds.surveys.models import LicenseAttestation, Wave

LINE = "How tired are you at the end of a shift?\tscale\tU5"


def written(content):
    return with_pasted(content, read_lines(LINE, content.scales), part_key=content.parts[0].key, entry="one")


@pytest.fixture
def here(own_world):
    with scope(own_world.here.id):
        yield own_world


def licensed(world, **more):
    """Return a published set under a license of the world's, with these terms."""
    by = system(world.here.id)
    draft = authoring.new_instrument(name="Tired scale", copy_of=None, source="licensed", by=by)
    with pytest.raises(DomainError, match="No license"):
        authoring.edit_draft(version_id=draft.id, change=written, by=by)
    first = institution_today() - timedelta(days=60)
    made = attest_license(
        instrument_id=draft.instrument_id, terms=License("University press", first, **more), by=by
    )
    authoring.edit_draft(version_id=draft.id, change=written, by=by)
    return authoring.publish_version(version_id=draft.id, by=by), made


def plan_of(world, version, days=10):
    program = world.rows["running pair"].cycle.program_id
    return Plan(
        version=version,
        scope_id=program,
        audience="mentees",
        parameters={"program": str(program)},
        mode=Mode.POOLED,
        closes_on=institution_today() + timedelta(days=days),
        purpose="the office learns",
    )


def test_nothing_opens_without_a_license_or_beyond_it(here):
    by = system(here.here.id)
    version, made = licensed(here, until_on=institution_today() + timedelta(days=12))
    with pytest.raises(DomainError, match="Close the survey by then"):
        plan_wave(plan=plan_of(here, version, days=20), by=by)
    wave = plan_wave(plan=plan_of(here, version), by=by)

    end_license(attestation=made, by=by)

    with pytest.raises(DomainError, match="No license"), transaction.atomic():
        send_wave(wave=wave, by=by)
    assert Wave.objects.get(id=wave.id).sent_at is None
    with pytest.raises(DomainError, match="No license"):
        plan_wave(plan=plan_of(here, version), by=by)


def test_license_that_is_over_opens_nothing(here):
    version, _made = licensed(here, until_on=institution_today())
    wave = Wave.objects.create(
        campaign=here.rows["wave"].campaign,
        number=7,
        version=version,
        mode="pooled",
        purpose="we learn",
        closes_on=institution_today() + timedelta(days=5),
    )

    with pytest.raises(DomainError, match="ends on"), transaction.atomic():
        send_wave(wave=wave, by=system(here.here.id))


def test_license_that_is_used_up_opens_nothing(here):
    by = system(here.here.id)
    version, made = licensed(here, most_uses=1)
    first = plan_wave(plan=plan_of(here, version), by=by)
    asked = send_wave(wave=first, by=by)
    second = plan_wave(plan=plan_of(here, version), by=by)

    with (
        pytest.raises(DomainError, match="allows 1 people; 1 were asked and this would be 1 more"),
        transaction.atomic(),
    ):
        send_wave(wave=second, by=by)

    assert (asked, uses_of(made)) == (1, 1)


def test_license_that_is_entered_twice_is_one(here):
    _version, made = licensed(here, most_uses=5)
    terms = License(made.holder, made.from_on, most_uses=5)

    again = attest_license(instrument_id=made.instrument_id, terms=terms, by=system(here.here.id))

    assert again.id == made.id


def test_what_was_attested_is_kept_by_the_database(here):
    _version, made = licensed(here, may_export_words=False)
    assert not may_export_words(made.instrument)
    rows = LicenseAttestation.objects.filter(id=made.id)

    for act in (
        lambda: rows.update(until_on=None, holder="Us"),
        lambda: rows.update(may_export_words=True),
        rows.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_licensed_set_is_not_copied(here):
    version, _made = licensed(here)

    with pytest.raises(DomainError, match="can't be copied"):
        authoring.new_instrument(name="Ours", copy_of=version, by=system(here.here.id))
