import random
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core import mail as outbox
from django.db import DatabaseError, connection, transaction

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.audit import checks, digest_of
from rounds.core.audit.checks import mail_anchors, newest_anchors, read_anchors, verify_all, write_anchors
from rounds.core.audit.guards import unprotected
from rounds.core.models import AuditEvent, AuditHead, Institution


@pytest.fixture
def alice(in_hospital):
    return Viewer(in_hospital.id, uuid4(), uuid4(), "Alice Varga")


def fill(alice, count=12):
    for number in range(count):
        audit.record("person.changed", by=alice, kind="person", object_id=uuid4(), field=f"title {number}")


def test_untouched_chains_verify(alice, other_hospital):
    fill(alice)
    audit.record("person.changed", by=Viewer(other_hospital.id, uuid4(), None, "Dan"))
    write_anchors()
    fill(alice)

    result = verify_all()

    assert (result.findings, result.events, result.chains, result.anchors) == ([], 25, 2, 2)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_database_refuses_to_change_or_remove_a_row(alice, change):
    fill(alice, 1)

    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        AuditEvent.objects.update(
            by_name="Nobody"
        ) if change == "update" else AuditEvent.objects.all().delete()

    assert AuditEvent.objects.get().by_name == "Alice Varga"


def test_write_is_rolled_back_when_its_audit_row_fails(alice, in_hospital, monkeypatch):
    monkeypatch.setattr(audit.recording, "digest_of", lambda event: 1 / 0)

    def rename():
        with transaction.atomic():
            Institution.objects.filter(id=in_hospital.id).update(name="Renamed")
            audit.record("institution.renamed", by=alice)

    with pytest.raises(ZeroDivisionError):
        rename()

    assert Institution.objects.get(id=in_hospital.id).name == "St. Brigid Health"


# 100 ways to tamper, each by somebody who owns the database and switched the triggers off


def change_field(rng):
    field, value = rng.choice(
        [
            ("action", "person.viewed"),
            ("by_name", "Somebody"),
            ("by_user_id", uuid4()),
            ("by_person_id", None),
            ("object_id", uuid4()),
            ("object_kind", "note"),
            ("program_id", uuid4()),
            ("facts", {"field": "other"}),
            ("at", any_event(rng).at.replace(year=2020)),
        ]
    )
    AuditEvent.objects.filter(id=any_event(rng).id).update(**{field: value})


def change_and_rehash_the_row(rng):
    event = any_event(rng)
    event.by_name = "Somebody"
    event.hash = digest_of(event)
    event.save()


def remove_from_the_middle(rng):
    AuditEvent.objects.filter(id=rng.choice(list(AuditEvent.objects.order_by("number"))[:-1]).id).delete()


def cut_off_the_end(rng):
    AuditEvent.objects.filter(number__gt=rng.randint(1, 11)).delete()


def cut_off_the_end_and_move_the_head(rng):
    cut_off_the_end(rng)
    move_the_head()


def remove_everything(rng):
    AuditEvent.objects.all().delete()
    AuditHead.objects.all().delete()


def swap_two(rng):
    one, two = rng.sample(list(AuditEvent.objects.all()), 2)
    AuditEvent.objects.filter(id=one.id).update(number=99)
    AuditEvent.objects.filter(id=two.id).update(number=one.number)
    AuditEvent.objects.filter(id=one.id).update(number=two.number)


def insert_one(rng):
    event = any_event(rng)
    event.id, event.number = None, 13
    event.save(force_insert=True)


def write_everything_anew(rng):
    """Recompute all hashes after a change, the head as well: only the anchors can tell."""
    changed = any_event(rng)
    AuditEvent.objects.filter(id=changed.id).update(by_name="Somebody")
    last = "0" * 64
    for event in AuditEvent.objects.order_by("number"):
        event.previous_hash = last
        event.hash = last = digest_of(event)
        event.save()
    move_the_head()


def move_to_another_institution(rng):
    AuditEvent.objects.filter(id=any_event(rng).id).update(institution_id=UUID(int=rng.getrandbits(128)))


def any_event(rng):
    return rng.choice(list(AuditEvent.objects.all()))


def move_the_head():
    last = AuditEvent.objects.order_by("number").last()
    AuditHead.objects.update(number=last.number, hash=last.hash)


WAYS = [
    change_field,
    change_and_rehash_the_row,
    remove_from_the_middle,
    cut_off_the_end,
    cut_off_the_end_and_move_the_head,
    remove_everything,
    swap_two,
    insert_one,
    write_everything_anew,
    move_to_another_institution,
]


@pytest.mark.parametrize("seed", range(100))
def test_tampering_is_found(alice, seed):
    fill(alice)
    write_anchors()
    assert verify_all().findings == []

    with unprotected(connection):
        WAYS[seed % len(WAYS)](random.Random(seed))

    assert verify_all().findings != []


def test_half_written_anchor_does_not_hide_the_others(alice, settings):
    fill(alice)
    write_anchors()
    with Path(settings.AUDIT_ANCHOR_FILE).open("a") as file:
        file.write('{"at": "2026-')
    fill(alice, 1)
    write_anchors()

    assert verify_all().findings == []
    with unprotected(connection):
        cut_off_the_end_and_move_the_head(random.Random(1))
    assert verify_all().findings != []


def test_heads_are_mailed_to_somebody_outside(alice, settings):
    fill(alice, 3)
    settings.AUDIT_ANCHOR_MAIL = "compliance@elsewhere.example"

    mail_anchors()

    [sent] = outbox.outbox
    head = AuditHead.objects.get()
    assert f"{alice.institution_id} 3 {head.hash}" in sent.body


@pytest.mark.parametrize("block", [1, 7, 100, 64 * 1024])
def test_newest_anchors_are_those_of_the_whole_file_and_its_beginning_is_not_read(
    settings, monkeypatch, block
):
    draw = random.Random(block)
    chains = [UUID(int=draw.getrandbits(128)) for _number in range(3)]
    lines = [
        f'{{"institution": "{draw.choice(chains)}", "number": {number}, "hash": "é{number}"}}'
        for number in range(60)
    ]
    Path(settings.AUDIT_ANCHOR_FILE).write_text("\n".join([*lines, '{"half']), encoding="utf-8")
    monkeypatch.setattr(checks, "BLOCK", block)
    whole, read = {anchor.institution_id: anchor.number for anchor in read_anchors()}, []
    monkeypatch.setattr(
        checks, "_anchor_in", lambda line, parse=checks._anchor_in: read.append(line) or parse(line)
    )

    found = newest_anchors(set(chains))

    assert found == whole
    assert len(read) <= 60 - min(whole.values()) + 1
    assert newest_anchors({uuid4()}) == whole
