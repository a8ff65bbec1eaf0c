"""Hostile and damaged files at the page and in the import: refused in words, all or nothing, the second time nothing."""

from __future__ import annotations

import os
import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rounds.core.database.scope import scope
from rounds.core.errors import DomainError
from rounds.integrations.spreadsheets.models import SpreadsheetImport
from rounds.integrations.spreadsheets.services import stage_file, write_import
from rounds.people.models import Person
from tests.sheets.hostile import FILES
from tests.sheets.messy import all_sheets
from tests.sheets.test_mutated import mutate, mutate_inside

FATES = ("create", "update", "skip", "problem")
LONG = os.environ.get("ROUNDS_LONG") == "1"
# in the short run every tenth file goes through the page; all of them are refused by the reader's own test
NAMES = list(FILES) if LONG else list(FILES)[::10]
SEEDS = [(messy.name, messy.kind, messy.data) for messy in all_sheets() if messy.kind != "pairs"]


@pytest.fixture
def signed_in(client, alice, in_hospital):
    from datetime import date

    from rounds.core.models import User
    from rounds.people.models import RoleAssignment

    user = User.objects.create_user("alice@st-brigid.example")
    Person.objects.filter(id=alice.person_id).update(user=user)
    RoleAssignment.objects.create(person_id=alice.person_id, role="coordinator", from_on=date(2026, 1, 1))
    client.force_login(user)
    return client


@pytest.mark.parametrize("name", NAMES)
def test_hostile_upload_is_refused_at_its_field_and_writes_nothing(signed_in, in_hospital, name):
    file_name, make = FILES[name]
    upload = SimpleUploadedFile(file_name, make())

    answer = signed_in.post(
        reverse("imports:new", kwargs={"institution": "st-brigid"}),
        {"file": upload, "kind": "mentees", "cohort": "none"},
    )

    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    with scope(in_hospital.id):
        assert SpreadsheetImport.objects.count() == 0
        assert Person.objects.count() == 1


# 300 says its headings again, with a line between
@pytest.mark.parametrize("seed", range(1_000) if LONG else [*range(13), 300])
def test_damaged_file_imports_wholly_or_not_and_changes_nothing_the_second_time(alice, cohort, seed):
    dice = random.Random(seed)
    name, kind, data = dice.choice(SEEDS)
    damaged = (
        mutate_inside(data, dice) if data.startswith(b"PK") and dice.random() < 0.7 else mutate(data, dice)
    )

    def stage() -> SpreadsheetImport:
        return stage_file(by=alice, kind=kind, name=name, data=damaged, cohort_id=cohort.id)

    try:
        first = stage()
        written = write_import(by=alice, spreadsheet=first, version=first.version)
    except DomainError:
        assert Person.objects.count() == 1
        return
    counts = SpreadsheetImport.objects.get(id=first.id).counts
    again = stage().counts

    assert written
    assert Person.objects.count() == 1 + counts["create"]
    assert (again["create"], again["update"]) == (0, 0)
    # "repeated" and "nobody" say what of the skipped is which
    assert sum(again[fate] for fate in FATES) == sum(counts[fate] for fate in FATES) == first.rows
