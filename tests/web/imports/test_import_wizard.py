"""Real and damaged files through the wizard's page: read or refused in words, each row counted, nothing in halves."""

from __future__ import annotations

import os
import random
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from rounds.core.access import Viewer
from rounds.core.database.scope import scope
from rounds.core.jobs import run_waiting
from rounds.core.models import User
from rounds.integrations.spreadsheets.models import SpreadsheetImport
from rounds.people.models import Person, RoleAssignment
from rounds.programs.models import Cohort, Enrollment
from rounds.programs.services import create_program
from tests.data import real_data
from tests.sheets.test_mutated import SEEDS, mutate, mutate_inside
from tests.sheets.test_redcap import PROJECTS

KINDS = ("mentees", "mentors", "roster", "pairs")
# Files a test: one damaged file takes about a fifth of a second.
CHUNK = 25
CHUNKS = 40 if os.environ.get("ROUNDS_LONG") == "1" else 1


@pytest.fixture
def cohort(hospital, client):
    """Alice is signed in; her program has one cohort."""
    user = User.objects.create_user("alice@x.example")
    with scope(hospital.id):
        person = Person.objects.create(user=user, given_name="Alice", family_name="Osborne", email=user.email)
        RoleAssignment.objects.create(person=person, role="coordinator", from_on=date(2026, 1, 1))
        by = Viewer(hospital.id, user.id, person.id, "Alice Osborne")
        program = create_program(
            by=by, name="Leadership", template="leadership_12", starts_on=date(2026, 7, 1), coordinator=person
        )
        client.force_login(user)
        yield Cohort.objects.get(cycle__program=program)


def at(name: str, **arguments):
    return reverse(name, kwargs={"institution": "st-brigid", **arguments})


def upload(client, cohort, *, kind, name, data, dictionary=None):
    """Upload a file as the page does; return the check page, or the form with the sentence that refuses it."""
    form = {"file": SimpleUploadedFile(name, data), "kind": kind, "cohort": str(cohort.id)}
    if dictionary:
        form["dictionary"] = SimpleUploadedFile("dictionary.csv", dictionary)
    answer = client.post(at("imports:new"), form)
    if answer.status_code != 302:
        return answer
    run_waiting()  # a file with many columns is checked by the worker
    return client.get(answer["Location"])


def is_refused_in_words(answer) -> bool:
    return answer.status_code == 200 and "form" in answer.context and bool(answer.context["form"].errors)


@pytest.mark.parametrize("project", PROJECTS)
@pytest.mark.parametrize("kind", KINDS)
def test_redcap_export_opens_folds_and_accounts_for_each_row(client, cohort, project, kind):
    folder = real_data("redcap", project)
    dictionaries = sorted(folder.glob("dictiona*.csv"))
    dictionary = dictionaries[0].read_bytes() if dictionaries else None

    answer = upload(
        client,
        cohort,
        kind=kind,
        name="data.csv",
        data=(folder / "data.csv").read_bytes(),
        dictionary=dictionary,
    )

    assert not is_refused_in_words(answer), answer.context["form"].errors
    page = answer.context["page"]
    assert sum(page.counts.values()) == page.preview["rows"] > 0
    assert not any("___" in line.header for line in (*page.needs_you, *page.recognized, *page.no_place))
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    "chunk", [pytest.param(n, marks=pytest.mark.long if n else ()) for n in range(CHUNKS)]
)
def test_damaged_file_is_imported_whole_or_refused_in_words(client, cohort, chunk):
    """Twenty-five files damaged by chance, each uploaded up to twice; the long version tries a thousand."""
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        with transaction.atomic():
            _try(client, cohort, seed)
            transaction.set_rollback(True)


def _try(client, cohort, seed: int) -> None:
    dice = random.Random(seed)
    name, kind, data = dice.choice(SEEDS)
    inside = data.startswith(b"PK") and dice.random() < 0.7
    damaged = mutate_inside(data, dice) if inside else mutate(data, dice)
    people, pairs_kind = Person.objects.count(), kind == "pairs"
    answer = upload(client, cohort, kind=kind, name=name, data=damaged)
    assert Person.objects.count() == people, seed
    if is_refused_in_words(answer):
        return
    page = answer.context["page"]
    assert sum(page.counts.values()) == page.preview["rows"], seed
    done = client.post(
        answer.request["PATH_INFO"], {"version": str(page.spreadsheet.version), "do": "import"}, follow=True
    )
    assert done.status_code in (200, 400, 409), seed
    staged = SpreadsheetImport.objects.get(id=page.spreadsheet.id)
    expected = page.counts["create"] if staged.state == "written" and not pairs_kind else 0
    assert Person.objects.count() == people + expected, seed
    assert staged.state == "written" or not page.written, seed
    if staged.state == "written":
        again = upload(client, cohort, kind=kind, name=name, data=damaged).context["page"]
        assert (again.counts["create"], again.counts["update"]) == (0, 0), seed
    else:
        assert not Enrollment.objects.exists(), seed
