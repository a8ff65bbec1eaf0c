"""Figures are worked out once and never change; once an answer is gone, nothing new of its wave comes out."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from rounds.core.access import system
from rounds.core.clock import institution_today, now
from rounds.core.encryption.resealing import sealed_models
from rounds.surveys.instruments.selectors import current_version
from rounds.surveys.instruments.services import install_instruments
from rounds.surveys.models import Campaign, Publication, Request, Response, Snapshot, Wave
from rounds.surveys.results.selectors.pages import results_of
from rounds.surveys.results.services import note_correction, publish_closed_waves, publish_wave
from tests.surveys.scenes import people

SCOPE = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def by(in_hospital):
    install_instruments(by=system(in_hospital.id))
    return system(in_hospital.id)


def closed(asked, number=1, *, key="pulse", campaign=None, mode="pooled", say=None, **more):
    """Return a wave that these people have answered and that closed, the first one a hundred days ago."""
    version = current_version(key)
    campaign = campaign or Campaign.objects.create(
        instrument=version.instrument, name=key, scope_id=SCOPE, audience="mentors"
    )
    wave = Wave.objects.create(
        campaign=campaign,
        number=number,
        version=version,
        mode=mode,
        purpose="we learn",
        state="sent",
        sent_at=now() - timedelta(days=200),
        stop_until=now() - timedelta(days=199),
        closes_on=institution_today() - timedelta(days=100 - 10 * number),
        **more,
    )
    for place, one in enumerate(asked):
        answer(wave, one, (say or said)(place, number))
    return wave


def said(place, number):
    return dict.fromkeys(
        ("sat_time", "sat_all", "gro_skill", "gro_use", "ali_step"), 1 + (place + number) % 5
    )


def answer(wave, person, answers):
    request = Request.objects.create(
        wave=wave,
        person=person,
        state="answered",
        answered_on=institution_today(),
        cuts=answers.pop("cuts", {}),
    )
    response = Response(request=request)
    response.seal_value(answers)
    response.save()
    return response


def shown(wave):
    return {line.key: line.said.words for line in results_of(wave).lines}


def refused(act):
    with pytest.raises(DatabaseError) as raised, transaction.atomic():
        act()
    return str(raised.value)


def test_database_refuses_to_change_or_delete_what_is_out(by):
    publication = publish_wave(wave_id=closed(people(6)).id, by=by)
    snapshot = publication.snapshots.get()

    for act in (
        lambda: Snapshot.objects.filter(id=snapshot.id).update(figures=[]),
        lambda: Snapshot.objects.filter(id=snapshot.id).delete(),
        lambda: Publication.objects.filter(id=publication.id).update(released_on="2020-01-01"),
        lambda: connection.cursor().execute("DELETE FROM surveys_publication"),
        lambda: connection.cursor().execute("UPDATE surveys_snapshot SET digest = 'x'"),
    ):
        assert "never change" in refused(act)


def test_a_new_key_of_the_server_seals_publications_anew(by):
    publication = publish_wave(wave_id=closed(people(6)).id, by=by)
    facts = publication.opened()

    publication.seal_value(facts)
    publication.save(update_fields=["sealed"])

    assert Publication in sealed_models()
    assert Publication.objects.get().opened() == facts


def test_figures_are_worked_out_once_and_twice_is_once(by):
    asked = people(6)
    wave = closed(asked)
    closed(asked[:3])

    assert publish_closed_waves(by=by) == 2
    assert publish_closed_waves(by=by) == 0
    assert publish_wave(wave_id=wave.id, by=by) == Publication.objects.get(wave=wave)
    assert Snapshot.objects.count() == 2


def test_after_an_answer_is_erased_figures_stand_and_nothing_new_comes(by):
    asked = people(12)
    first = closed(asked)
    publish_wave(wave_id=first.id, by=by)
    before = shown(first)
    Response.objects.filter(request__wave=first, request__person=asked[0]).delete()
    second = closed(asked, 2, campaign=first.campaign)
    publish_wave(wave_id=second.id, by=by)

    assert shown(first) == before
    assert not any(line.changes for line in results_of(second).lines)


def test_change_is_told_of_those_who_answered_both_times(by):
    asked = people(12)
    first = closed(asked, say=lambda place, _: {"sat_all": 2 + place % 2})
    publish_wave(wave_id=first.id, by=by)
    second = closed(asked, 2, campaign=first.campaign, say=lambda place, _: {"sat_all": 3 + place % 2})
    publish_wave(wave_id=second.id, by=by)

    line = next(one for one in results_of(second).lines if one.key == "sat_all")
    (_since, change), *more = line.changes

    assert more == []
    assert change.people == 12
    assert change.mean.limits["mean"][0] <= 1 <= change.mean.limits["mean"][1]


def test_change_with_a_newcomer_is_kept_back(by):
    asked = people(9)
    first = closed(asked[:8])
    publish_wave(wave_id=first.id, by=by)
    second = closed(asked, 2, campaign=first.campaign)
    publish_wave(wave_id=second.id, by=by)

    told = [said for line in results_of(second).lines for _since, said in line.changes]

    assert told
    assert all(said.is_hidden for said in told)


def test_a_correction_says_what_was_wrong_and_changes_no_figure(by):
    wave = closed(people(6))
    publish_wave(wave_id=wave.id, by=by)
    before = shown(wave)

    note_correction(wave=wave, words="Two people of another program were asked too.", by=by)

    assert shown(wave) == before
    assert [note.words for note in results_of(wave).notes] == [
        "Two people of another program were asked too."
    ]
    digests = set(Snapshot.objects.values_list("digest", flat=True))
    assert len(digests) == 1


def test_refused_figures_say_the_same_whatever_the_reason(by):
    asked = people(13)
    few, several = closed(asked[:3]), closed(asked[:12])
    nobody = closed([])
    Response.objects.filter(request__wave=several, request__person=asked[0]).delete()
    for wave in (few, several, nobody):
        publish_wave(wave_id=wave.id, by=by)

    rows = [
        {key: value for key, value in row.items() if key != "waves"}
        for wave in (few, nobody, several)
        for row in Snapshot.objects.get(publication__wave=wave).figures
        if row.get("hidden") and row["measure"] == "ali_fit"
    ]

    assert len({json.dumps(row) for row in rows if row["statistic"] == "mean"}) == 1
    assert {line.said.words for line in results_of(nobody).lines} == {"Hidden to protect a small group"}


READY = ("readiness", "r_budget", "r_brief", "r_meeting", "r_agree", "r_explain", "r_seat")


def ready(place, number):
    now_, then = (4 + place % 3, 3) if number == 1 else (6 + place % 3, 2)
    back = {f"then_{key}": then for key in READY[1:]} if number > 1 else {}
    return dict.fromkeys(READY[1:], now_) | back


def test_readiness_after_a_rotation_is_told_as_a_change_since_before_it(by):
    asked = people(20)
    before = closed(asked, key="rotation", say=ready)
    after = closed(asked[:12], 2, key="rotation_after", say=ready)

    assert publish_closed_waves(by=by) == 2

    lines = {line.key: line for line in results_of(after).lines}
    [(since, said_)] = lines["readiness"].changes
    assert since == "before the rotation"
    assert said_.words.startswith("+2")
    # looking back is asked at the end alone: nothing changed since a first time
    assert all(line.key in READY for line, _since, _said in results_of(after).changed)
    assert all(not line.changes for line in results_of(before).lines)


@pytest.mark.parametrize("is_erased", [False, True])
def test_an_erased_answer_makes_no_door_forget_what_is_out_about_others(by, is_erased):
    """Try to find what one person said the second time: the change before it and the change after it differ by them alone.

    Whoever wants to know erases an answer of their own to the first wave, so that its figures are not reckoned with.
    """
    asked = people(25)
    first = closed(asked[:20])
    publish_wave(wave_id=first.id, by=by)
    second = closed(asked, 2, campaign=first.campaign)
    publish_wave(wave_id=second.id, by=by)
    assert any(not said.is_hidden for line in results_of(second).lines for _since, said in line.changes)
    if is_erased:
        Response.objects.filter(request__wave=first, request__person=asked[5]).delete()
    third = closed(asked[1:20], 3, campaign=first.campaign)
    publish_wave(wave_id=third.id, by=by)

    told = [said for line in results_of(third).lines for _since, said in line.changes if not said.is_hidden]

    assert told == []
