"""Every change of an instrument: install what Rounds brings along."""

from uuid import UUID

from django.db import transaction

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.surveys.instruments.values.files import ShippedVersion, shipped_versions, texts
from rounds.surveys.models import Instrument, InstrumentVersion, Item, Part, Scale, Score


@transaction.atomic
def install_instruments(*, by: Viewer) -> int:
    """Give the institution in scope the instruments that Rounds brings along, published; return how many versions are new.

    Twice changes nothing. An instrument of the institution's own under the same key keeps what it has.
    """
    there = set(InstrumentVersion.objects.values_list("instrument__key", "number"))
    new = [one for one in shipped_versions() if (one.key, one.number) not in there]
    if not new:
        return 0
    instruments = _instruments(new)
    # an instrument has one draft at a time, so first all first versions, then all second ones
    for number in sorted({one.number for one in new}):
        _install([one for one in new if one.number == number], instruments, by)
    audit.record("survey.install", by=by, kind="instrument", versions=len(new))
    return len(new)


def _install(new: list[ShippedVersion], instruments: dict[str, UUID], by: Viewer) -> None:
    versions = [
        InstrumentVersion(instrument_id=instruments[one.key], number=one.number, reason=one.reason)
        for one in new
    ]
    InstrumentVersion.objects.bulk_create(versions)
    ids = [version.id for version in versions]
    _fill(dict(zip(ids, new, strict=True)))
    InstrumentVersion.objects.filter(id__in=ids).update(published_at=now(), published_by=by.name)


def _instruments(new: list[ShippedVersion]) -> dict[str, UUID]:
    keys = {one.key: one.name for one in new}
    there = dict(Instrument.objects.filter(key__in=keys).values_list("key", "id"))
    made = [Instrument(key=key, name=name) for key, name in keys.items() if key not in there]
    Instrument.objects.bulk_create(made)
    return there | {one.key: one.id for one in made}


def _fill(versions: dict[UUID, ShippedVersion]) -> None:
    """Write the rows of new versions, a statement a table."""
    Part.objects.bulk_create(
        Part(version_id=id_, key=key, position=place, title=texts(title), lead=texts(lead))
        for id_, one in versions.items()
        for place, (key, title, lead) in enumerate(one.parts)
    )
    Scale.objects.bulk_create(
        Scale(
            version_id=id_,
            key=scale.key,
            position=place,
            points=[[code, texts(label)] for code, label in scale.points],
        )
        for id_, one in versions.items()
        for place, scale in enumerate(one.scales.values())
    )
    Item.objects.bulk_create(_items(versions), batch_size=500)
    Score.objects.bulk_create(
        Score(version_id=id_, key=key, position=place, name=texts(name), members=list(members))
        for id_, one in versions.items()
        for place, (key, name, members) in enumerate(one.scores)
    )


def _items(versions: dict[UUID, ShippedVersion]) -> list[Item]:
    return [
        Item(
            version_id=id_,
            key=item.key,
            position=place,
            part_key=item.part,
            kind=item.kind,
            text=texts(item.text),
            scale_key=item.scale,
            bank_key=item.bank_key,
            domain_key=item.domain_key,
            missing=item.missing,
            missing_label=texts(item.missing_label),
            high=item.high,
            seconds=item.seconds,
        )
        for id_, one in versions.items()
        for place, item in enumerate(one.items)
    ]
