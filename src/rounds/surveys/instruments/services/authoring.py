"""Every change of a set of questions that an office writes: begin, edit, publish, throw away."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.retrying import retried
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.surveys.enums import Source
from rounds.surveys.instruments.selectors.licenses import refuse_unlicensed
from rounds.surveys.instruments.selectors.listing import content_of
from rounds.surveys.instruments.values.checking import problems_of
from rounds.surveys.instruments.values.content import Content
from rounds.surveys.instruments.values.writing import blank, completed, trimmed, with_known_scales
from rounds.surveys.models import Instrument, InstrumentVersion, Item, Part, Scale, Score
from rounds.surveys.models.instruments import VersionRow

Change = Callable[[Content], Content]
# none that Rounds brings along begins so: what comes with a later release is no version of an own one
OWN_KEY = "own_"


@retried
def new_instrument(
    *,
    name: str,
    copy_of: InstrumentVersion | None,
    by: Viewer,
    source: str = Source.OWN,
    credit: str = "",
    content: Content | None = None,
) -> InstrumentVersion:
    """Begin a set of questions, the institution's own or somebody else's: empty, as a copy of a version, or as it was read."""
    if copy_of is not None and copy_of.instrument.source == Source.LICENSED:
        raise DomainError(
            _("“%(name)s” is licensed, so it can't be copied. Begin with an empty set.")
            % {"name": copy_of.instrument.name},
            field="start",
        )
    _refuse_taken(name.strip())
    instrument = Instrument.objects.create(
        key=_free_key(name), name=name.strip(), source=source, credit=credit
    )
    version: InstrumentVersion = InstrumentVersion.objects.create(instrument=instrument, number=1)
    if content is None:
        content = content_of(copy_of.id) if copy_of else blank()
    _write(version, with_known_scales(content))
    audit.record("instrument.begun", by=by, kind="instrument_version", object_id=version.id)
    return version


def _free_key(name: str) -> str:
    base = OWN_KEY + (slugify(name).replace("-", "_")[:30] or "set")
    taken = set(Instrument.objects.filter(key__startswith=base).values_list("key", flat=True))
    return next(key for key in (base, *(f"{base}_{n}" for n in range(2, len(taken) + 3))) if key not in taken)


@retried
def begin_draft(*, instrument_id: UUID, by: Viewer) -> InstrumentVersion:
    """Begin the next version as a copy of the newest; raises OutOfOrder while another draft is open."""
    newest = InstrumentVersion.objects.filter(instrument_id=instrument_id).order_by("-number").first()
    if newest is not None and not newest.is_published:
        raise OutOfOrder(
            _("Version %(number)s is still a draft. Publish it or delete it before you begin another.")
            % {"number": newest.number}
        )
    draft: InstrumentVersion = InstrumentVersion.objects.create(
        instrument_id=instrument_id, number=newest.number + 1 if newest else 1
    )
    _write(draft, with_known_scales(content_of(newest.id)) if newest else blank())
    audit.record("instrument.begun", by=by, kind="instrument_version", object_id=draft.id)
    return draft


@transaction.atomic
def edit_draft(
    *, version_id: UUID, change: Change, by: Viewer, words: Mapping[str, str] | None = None
) -> int:
    """Change what a draft asks; return how many rows differ. What stays is not touched, what differs is changed in place.

    `words` may hold its reason, and the name of a set of the institution's own; `change` may still fill it.
    """
    draft = _locked(version_id)
    refuse_unlicensed(draft.instrument)
    changed = _write(draft, completed(change(content_of(draft.id)))) + _name(draft, words or {})
    if changed:
        audit.record("instrument.edited", by=by, kind="instrument_version", object_id=draft.id, rows=changed)
    return changed


def _name(draft: InstrumentVersion, words: Mapping[str, str]) -> int:
    """Write the reason of a draft and the name of its set; return how many differ."""
    reason, name = words.get("reason", draft.reason), words.get("name", draft.instrument.name)
    changed = 0
    if reason != draft.reason:
        changed += InstrumentVersion.objects.filter(id=draft.id).update(reason=reason)
    if name != draft.instrument.name and draft.instrument.source != Source.OURS:
        _refuse_taken(name, but=draft.instrument_id)
        changed += Instrument.objects.filter(id=draft.instrument_id).update(name=name)
    return changed


def _refuse_taken(name: str, *, but: UUID | None = None) -> None:
    """Raise DomainError where another set has the name."""
    if Instrument.objects.filter(name__iexact=name).exclude(id=but).exists():
        words = _("There is a set called “%(name)s” already. Give this one another name.")
        raise DomainError(words % {"name": name}, field="name")


@transaction.atomic
def publish_version(*, version_id: UUID, by: Viewer) -> InstrumentVersion:
    """Publish a draft: the database keeps it as it is from now on. Raises DomainError with what stands against it."""
    draft = _locked(version_id)
    refuse_unlicensed(draft.instrument)
    content = trimmed(completed(content_of(draft.id)))
    if found := problems_of(content):
        raise OutOfOrder(found[0].words)
    _write(draft, content)
    draft.published_at, draft.published_by = now(), by.name
    draft.save(update_fields=["published_at", "published_by"])
    audit.record(
        "instrument.published", by=by, kind="instrument_version", object_id=draft.id, number=draft.number
    )
    return draft


@transaction.atomic
def delete_draft(*, version_id: UUID, by: Viewer) -> None:
    """Throw a draft away, and with it a set that was never published."""
    draft = _locked(version_id)
    audit.record("instrument.draft_deleted", by=by, kind="instrument_version", object_id=draft.id)
    instrument = draft.instrument
    draft.delete()
    is_empty = not InstrumentVersion.objects.filter(instrument=instrument).exists()
    if is_empty and instrument.source != Source.OURS and not instrument.attestations.exists():
        instrument.delete()


def _locked(version_id: UUID) -> InstrumentVersion:
    """Lock a draft. Raises OutOfOrder for a published version, with what to do instead."""
    rows = InstrumentVersion.objects.select_for_update(of=("self",), no_key=True)
    found: InstrumentVersion | None = rows.select_related("instrument").filter(id=version_id).first()
    if found is None:
        raise NotFound
    refuse_published(found)
    return found


def refuse_published(version: InstrumentVersion) -> None:
    """Raise OutOfOrder for a published version, with what to do instead."""
    if version.is_published:
        raise OutOfOrder(
            _("Version %(number)s is published and never changes. Begin a new version of it.")
            % {"number": version.number}
        )


# rows


def _write(version: InstrumentVersion, content: Content) -> int:
    """Let the rows of a draft say what the content says; return how many were added, changed or removed."""
    scales = (
        {"key": key, "points": [list(point) for point in points]} for key, points in content.scales.items()
    )
    return (
        _sync(Part, version, map(asdict, content.parts))
        + _sync(Scale, version, scales)
        + _sync(Item, version, map(asdict, content.items))
        + _sync(Score, version, (asdict(one) | {"members": list(one.members)} for one in content.scores))
    )


def _sync(table: type[VersionRow], version: InstrumentVersion, wanted: Iterable[dict[str, Any]]) -> int:
    there = {row.key: row for row in table.objects.filter(version=version)}
    new, changed = [], 0
    for position, values in enumerate(wanted):
        row = there.pop(values["key"], None)
        if row is None:
            new.append(table(version=version, position=position, **values))
            continue
        differ = [
            name for name, value in (values | {"position": position}).items() if getattr(row, name) != value
        ]
        for name in differ:
            setattr(row, name, position if name == "position" else values[name])
        if differ:
            row.save(update_fields=differ)
            changed += 1
    if there:
        table.objects.filter(version=version, key__in=there).delete()
    table.objects.bulk_create(new)
    return changed + len(new) + len(there)
