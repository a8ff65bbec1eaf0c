"""What the database refuses, by the ORM and by SQL, on both databases."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from rounds.core.clock import now
from rounds.people.models import Person
from rounds.surveys.models import (
    Campaign,
    Instrument,
    InstrumentVersion,
    Item,
    Part,
    Request,
    Response,
    Scale,
    Score,
    Wave,
)


@pytest.fixture
def version(in_hospital):
    instrument = Instrument.objects.create(key="tiny", name="Tiny")
    one = InstrumentVersion.objects.create(instrument=instrument, number=1)
    Part.objects.create(version=one, key="first", title={"en": "First"})
    Scale.objects.create(version=one, key="Y3", points=[[1, {"en": "no"}], [2, {"en": "yes"}]])
    Item.objects.create(
        version=one, key="worth", part_key="first", kind="scale", scale_key="Y3", bank_key="worth"
    )
    Score.objects.create(version=one, key="all", members=["worth"])
    InstrumentVersion.objects.filter(id=one.id).update(published_at=now())
    return one


def wave_of(version, mode="pooled", number=1):
    campaign = Campaign.objects.create(instrument=version.instrument, name="Tiny", audience="mentees")
    return Wave.objects.create(
        campaign=campaign,
        version=version,
        mode=mode,
        number=number,
        readers=["coordinator"],
        closes_on=date(2026, 12, 1),
    )


def person(name):
    return Person.objects.create(given_name=name, family_name="Test")


def refused(act):
    with pytest.raises(DatabaseError) as raised, transaction.atomic():
        act()
    return str(raised.value)


@pytest.mark.parametrize("part", [Part, Scale, Item, Score])
def test_row_of_a_published_version_is_fixed(version, part):
    row = part.objects.get(version=version)

    for act in (
        lambda: part.objects.filter(id=row.id).update(position=9),
        lambda: part.objects.filter(id=row.id).delete(),
        lambda: part.objects.create(version=version, key="new"),
    ):
        assert "never changes" in refused(act)


def test_published_version_is_fixed(version):
    assert "never changes" in refused(
        lambda: InstrumentVersion.objects.filter(id=version.id).update(number=2)
    )
    assert "never changes" in refused(lambda: InstrumentVersion.objects.filter(id=version.id).delete())


def test_there_is_one_draft(version):
    InstrumentVersion.objects.create(instrument=version.instrument, number=2)

    assert (
        "unique"
        in refused(lambda: InstrumentVersion.objects.create(instrument=version.instrument, number=3)).lower()
    )


PROMISES = [
    ("mode", "named"),
    ("k", 4),
    ("cuts", ["tier"]),
    ("readers", []),
    ("purpose", "the office learns more"),
    ("sent_at", None),
]


@pytest.mark.parametrize(("column", "value"), PROMISES)
def test_promise_is_fixed_from_the_first_mail(version, column, value):
    wave = wave_of(version)
    Wave.objects.filter(id=wave.id).update(sent_at=now(), state="sent")

    words = refused(lambda: Wave.objects.filter(id=wave.id).update(**{column: value}))

    assert "never changes" in words
    if column in ("mode", "k"):
        sql = f"UPDATE surveys_wave SET {column} = %s"  # one of two words
        assert "never changes" in refused(lambda: connection.cursor().execute(sql, [value]))


def test_what_was_not_promised_may_change_and_a_plan_may_change_whole(version):
    wave = wave_of(version)
    Wave.objects.filter(id=wave.id).update(mode="named", k=8, cuts=["tier"], purpose="we learn")
    Wave.objects.filter(id=wave.id).update(sent_at=now(), state="sent")

    assert Wave.objects.filter(id=wave.id).update(closes_on=date(2026, 12, 8), state="closed") == 1


def test_floor_is_never_under_four(version):
    wave = wave_of(version)

    assert "wave_floor" in refused(lambda: Wave.objects.filter(id=wave.id).update(k=3))


def test_open_answer_to_a_sealed_wave_is_refused(version):
    answerer = person("Ada")
    for number, (mode, is_refused) in enumerate([("pooled", False), ("named", False), ("anonymous", True)]):
        request = Request.objects.create(wave=wave_of(version, mode, number + 1), person=answerer)
        response = Response(request=request)
        response.seal_value({"worth": 2})
        if is_refused:
            assert "sealed in a box" in refused(response.save)
        else:
            response.save()


def test_person_is_asked_once_a_wave_and_subject(version):
    wave, answerer, subject = wave_of(version), person("Ada"), person("Bob")
    Request.objects.create(wave=wave, person=answerer)
    Request.objects.create(wave=wave, person=answerer, subject=subject)

    for about in (None, subject):
        assert (
            "unique"
            in refused(
                lambda about=about: Request.objects.create(wave=wave, person=answerer, subject=about)
            ).lower()
        )
