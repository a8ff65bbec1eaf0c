"""An anonymous wave with invented people, whose answers are told apart by a mark in their comment."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from rounds.core.access import Viewer, system
from rounds.core.clock import institution_today, now
from rounds.core.database.scope import current_institution_id
from rounds.core.models import Institution
from rounds.people.models import Person
from rounds.surveys.box.services import open_box, seal_answers
from rounds.surveys.enums import Mode, RequestState, WaveState
from rounds.surveys.models import (
    Box,
    Campaign,
    Instrument,
    InstrumentVersion,
    Item,
    Part,
    Request,
    Scale,
    Wave,
)

DEPARTMENTS = ("medicine", "surgery", "children")
YEARS = ("1", "2")


def office() -> Viewer:
    """Return who lets boxes be opened and released."""
    return system(current_institution_id())


def make_version() -> InstrumentVersion:
    """Publish four questions: a scale, ticks, a number and a comment."""
    instrument, _made = Instrument.objects.get_or_create(key="climate", defaults={"name": "Climate"})
    version = InstrumentVersion.objects.create(instrument=instrument, number=instrument.versions.count() + 1)
    Part.objects.create(version=version, key="all", title={"en": "All"})
    points = [[code, {"en": f"point {code}"}] for code in range(1, 8)]
    Scale.objects.create(version=version, key="seven", points=points)
    for position, (key, kind) in enumerate(
        [("fair", "scale"), ("gain", "ticks"), ("code", "number"), ("next", "text")]
    ):
        Item.objects.create(
            version=version,
            part_key="all",
            key=key,
            kind=kind,
            position=position,
            bank_key=key,
            text={"en": f"What of {key}?"},
            scale_key="seven" if kind in ("scale", "ticks") else "",
            low=0 if kind == "number" else None,
            high={"text": 600, "number": 99_999}.get(kind),
        )
    InstrumentVersion.objects.filter(id=version.id).update(published_at=now())
    return version


def make_wave(
    people: int,
    *,
    k: int = 5,
    cuts: Sequence[str] = ("department", "year"),
    late_days: int = 0,
    number: int = 0,
) -> Wave:
    """Ask so many people anonymously; the wave closes in two weeks."""
    version = make_version()
    campaign = Campaign.objects.create(instrument=version.instrument, name="Climate", audience="everybody")
    closes_on = institution_today() + timedelta(days=14)
    wave = Wave.objects.create(
        campaign=campaign,
        version=version,
        mode=Mode.ANONYMOUS,
        k=k,
        cuts=list(cuts),
        closes_on=closes_on,
        late_until=closes_on + timedelta(days=late_days) if late_days else None,
    )
    ask_people(wave, people, number)
    Wave.objects.filter(id=wave.id).update(state=WaveState.SENT, sent_at=now())
    wave.refresh_from_db()
    return wave


def ask_people(wave: Wave, people: int, number: int = 0) -> None:
    """Add so many people to a wave, in departments and years by turns."""
    asked = [
        Person(given_name="Person", family_name=f"{number}-{place}", email=f"p{number}-{place}@mercy.example")
        for place in range(people)
    ]
    Person.objects.bulk_create(asked)
    Request.objects.bulk_create(
        Request(
            wave=wave,
            person=person,
            cuts=dict(
                zip(("department", "year"), (DEPARTMENTS[place % 3], YEARS[place // 3 % 2]), strict=True)
            ),
            state=RequestState.ASKED,
            asked_on=institution_today(),
        )
        for place, person in enumerate(asked)
    )


def answers_of(place: int, *, draw: random.Random | None = None) -> dict[str, Any]:
    """Return what the person in this place answers; nobody else answers the same."""
    draw = draw or random.Random(place)
    ticks = sorted(draw.sample(range(1, 8), draw.randint(0, 7)))
    comment = f"mark {place} " + "word " * draw.randint(0, 110)
    return {"fair": draw.randint(1, 7), "gain": ticks, "next": comment}


def requests_of(wave: Wave) -> list[Request]:
    """Return the requests of a wave, in the order of names."""
    return sorted(
        Request.objects.filter(wave=wave).select_related("person"), key=lambda one: one.person.email
    )


def open_and_send(wave: Wave, senders: int) -> Box:
    """Open the box of a wave and let so many people answer."""
    box = open_box(wave=wave, by=office())
    for place, request in enumerate(requests_of(wave)[:senders]):
        seal_answers(box_id=box.id, request_id=request.id, answers=answers_of(place))
    return box


def after_closing(wave: Wave, days: int = 1) -> Any:
    """Return the moment so many days after a wave has closed, at noon where its institution is."""
    from datetime import datetime, time
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(Institution.objects.get(id=wave.institution_id).timezone)
    return datetime.combine(wave.closes_on + timedelta(days=days), time(12), zone)
