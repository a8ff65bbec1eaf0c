"""What is sealed is in plain text nowhere: not in the bytes of the database, not in a log, not in a mail."""

from __future__ import annotations

import logging
import subprocess
from pathlib import Path
from uuid import UUID

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse

from rounds.core.database.scope import scope
from rounds.core.events import dispatch_waiting
from rounds.core.mail.sending import send_waiting
from rounds.core.models import Draft, OutgoingMail, SealedRecord
from rounds.integrations.spreadsheets.models import StagedRows
from rounds.matching.models import FitNote
from rounds.programs.models import Exclusion
from tests.access.matrix import client_of
from tests.security.posting import snapshot
from tests.security.states import file_of
from tests.world import World, build_world

PLAIN = "Zzplain"  # is in a field that is not sealed: whoever looks must find it
DRAFT, NOTE, ROW = "Zzdraftanswer", "Zzfitnote", "Zzrowofafile"


@pytest.fixture
def world(transactional_db):
    return build_world()


def write_everything(world: World, excluded: str) -> None:
    """Fill in, as people do, every kind of field that is sealed."""
    both, cohort = world.rows["mentee both"], world.rows["ladder cohort"]
    topic = {"enrollment_id": both.id}
    post(world, "both", "record:edit", {"pronouns": PLAIN})
    post(world, "both", "intake:topic", {"go": "later", "goals": DRAFT}, **topic, topic="aim")
    post(world, "both", "intake:topic", {"go": f"add:{excluded}"}, **topic, topic="private")
    with scope(world.here.id):
        row = Exclusion(enrollment=both)
        row.seal_value({"person": excluded})
        row.save()
    pair = next(one for one in world.things if one.label == "pair of ladder" and "run_id" in one.arguments)
    post(world, "alice", "matching:note", {"note": NOTE}, **pair.arguments)
    rows = file_of(f"Last,First,Email,PGY\n{ROW},Eli,eli@x.example,2\n")
    post(world, "chief", "imports:new", {"file": rows, "kind": "mentees", "cohort": str(cohort.id)})
    post(world, "alice", "programs:remind", {}, program_id=world.rows["ladder"].id)


def post(world: World, who: str, name: str, data: dict, **arguments: object) -> None:
    address = reverse(name, kwargs={"institution": world.here.slug, **arguments})
    assert client_of(world.actors[who]).post(address, data).status_code in (200, 302), name


def bytes_of_the_database(tmp_path: Path) -> bytes:
    """Return the file as it lies on the disk, what is not written back yet included; or a dump."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        files = sorted(Path(database["NAME"]).parent.glob(Path(database["NAME"]).name + "*"))
        # by another process: closing one of these files here would end the locks of all connections of this one
        return subprocess.run(["cat", *files], check=True, capture_output=True).stdout
    dump = tmp_path / "dump.sql"
    url = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    subprocess.run(["pg_dump", f"--file={dump}", url], check=True)
    return dump.read_bytes()


def places_of(key: UUID) -> list[tuple[str, str]]:
    """Return each column of a row that holds a person's key, in any writing."""
    return [
        (table, column)
        for table, rows in snapshot(connection.introspection.table_names()).items()
        for row in rows.values()
        for column, value in row.items()
        if any(writing in str(value) for writing in (str(key), key.hex, str(key.bytes)))
    ]


def test_sealed_words_stand_in_no_byte_log_line_or_mail(world, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    newcomer = world.actors["newcomer"].person
    before = places_of(newcomer.id)

    write_everything(world, str(newcomer.id))
    dispatch_waiting()
    send_waiting()

    after = bytes_of_the_database(tmp_path)
    with scope(world.here.id):
        sealed: list[type[SealedRecord]] = [Draft, Exclusion, FitNote, StagedRows]
        assert all(model.objects.exists() for model in sealed)
        mails = "".join(f"{one.subject}{one.body}" for one in OutgoingMail.objects.all())
    mails += "".join(f"{one.subject}{one.body}{one.message()}" for one in mail.outbox)
    assert PLAIN.encode() in after
    assert "intake:topic" in caplog.text
    assert "still missing" in mails
    for word in (DRAFT, NOTE, ROW):
        assert word.encode() not in after, word
        assert word not in caplog.text, word
        assert word not in mails, word
    assert places_of(newcomer.id) == before
    assert str(newcomer.id) not in caplog.text + mails
