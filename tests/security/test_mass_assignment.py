"""Every form with every field of every model added to it: only declared columns change."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.access.matrix import ALWAYS, all_addresses, ask, client_of, read_policy
from tests.security.posting import (
    changed_columns,
    own_tables,
    plausible,
    snapshot,
    with_sentinels,
    writers,
)

pytestmark = pytest.mark.django_db

WRITES_FILE = Path(__file__).parents[1] / "access" / "writes.yaml"


def written_by(address, world, before) -> set[str]:
    """Return the columns that an address changes, for whoever may post to it."""
    found: set[str] = set()

    def look(writes):
        tables = {write.split()[1] for write in writes} & set(before)
        found.update(changed_columns(before, snapshot(tables)))

    for actor, thing in writers(address, world):
        client = client_of(actor)
        fields = plausible(client, address, thing)
        ask(client, address, "POST", thing, with_sentinels(fields), look)
        ask(client, address, "POST", thing, fields, look)
    return found


def test_forms_change_declared_columns_alone(standing_world):
    declared = yaml.safe_load(WRITES_FILE.read_text())
    before = snapshot(own_tables())
    wrong, tried = {}, 0

    for address in all_addresses():
        if read_policy()[address.name].get("POST") in (None, "public"):
            continue
        tried += 1
        more = written_by(address, standing_world, before) - set(declared.get(address.name, ()))
        if more:
            wrong[address.name] = sorted(more)

    assert wrong == {}, "Not declared in tests/access/writes.yaml:\n" + yaml.safe_dump(wrong)
    assert tried > 80


def test_every_form_is_declared_and_every_declaration_has_a_form():
    forms = {name for name, row in read_policy().items() if row.get("POST") not in (None, "public")}

    assert set(yaml.safe_load(WRITES_FILE.read_text())) == forms


def test_a_column_too_many_is_found():
    before = {"people_person": {1: {"id": 1, "email": "a", "user_id": 1}}, "core_event": {}}
    after = {"people_person": {1: {"id": 1, "email": "b", "user_id": 2}}, "core_event": {4: {"id": 4}}}

    changed = changed_columns(before, after)

    assert changed == {"people_person.email", "people_person.user_id", "core_event +"}
    assert "core_event" not in ALWAYS
