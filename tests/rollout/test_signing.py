"""An endorsement's signatures: one version, one list; on paper two people; nothing is changed afterward."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from rounds.core.access import Grant, Viewer
from rounds.core.clock import institution_today
from rounds.core.database.scope import current_institution_id
from rounds.core.enums import Role
from rounds.core.errors import DomainError, OutOfOrder
from rounds.programs.models import Program
from rounds.rollout.models import DocumentVersion, PaperCheck, SignOff
from rounds.rollout.selectors.ladder import ladders_of
from rounds.rollout.selectors.signing import is_endorsed, signatures_of, waiting_for
from rounds.rollout.services.launching import begin_launch
from rounds.rollout.services.pitching import freeze
from rounds.rollout.services.signing import (
    Signature,
    enter_paper,
    issue_endorsement,
    see_paper,
    sign_document,
)
from rounds.rollout.values.endorsement import Terms
from rounds.web.rollout.papers import document_of

pytestmark = pytest.mark.django_db
TERMS = Terms(
    "A pilot of one department", "Dr. Marsh, dean", "Medicine: 36 a month", "$11,200", date(2031, 6, 1)
)


@pytest.fixture
def program(in_hospital):
    return Program.objects.create(name="Pilot", slug="pilot", template="physician", state="running")


def viewer(name, role=Role.GME_OFFICER):
    grants = frozenset({Grant(role, None)})
    return Viewer(current_institution_id(), None, uuid4(), name, grants=grants)


def paper(name, capacity):
    return Signature(name, capacity, institution_today())


def test_two_signatures_endorse_a_version_and_a_new_one_begins_with_none(program):
    alice, dora, gina = viewer("Alice"), viewer("Dora"), viewer("Gina")
    first = issue_endorsement(program=program, terms=TERMS, by=alice)
    assert issue_endorsement(program=program, terms=TERMS, by=alice) == first
    begin_launch(program=program, kickoff_on=date(2026, 9, 14), ends_on=date(2027, 3, 12), by=alice)

    signed = sign_document(document=first, digest=first.digest, capacity="dio", by=gina)
    assert sign_document(document=first, digest=first.digest, capacity="dio", by=gina) == signed
    entry = uuid4()
    row = enter_paper(
        document=first, digest=first.digest, signature=paper("Dr. Marsh", "sponsor"), entry_id=entry, by=alice
    )
    again = enter_paper(
        document=first, digest=first.digest, signature=paper("Dr. Marsh", "sponsor"), entry_id=entry, by=alice
    )
    assert again == row
    assert not is_endorsed(signatures_of([first])[first.id])
    with pytest.raises(OutOfOrder, match="yourself"):
        see_paper(signature=row, by=alice)

    assert "paper, not confirmed yet" in str(document_of(first, "House").blocks)
    assert waiting_for(viewer("Sam", Role.STEERING_VIEWER)) == [first]
    assert waiting_for(gina) == []
    see_paper(signature=row, by=dora)
    assert waiting_for(viewer("Sam", Role.STEERING_VIEWER)) == []
    assert "Dr. Marsh" in str(document_of(first, "House").blocks)
    see_paper(signature=row, by=viewer("Otto"))
    assert PaperCheck.objects.get().seen_by == "Dora"
    assert is_endorsed(signatures_of([first])[first.id])
    lines = {one.item.key: one for one in ladders_of([program])[program.id].lines}
    assert lines["endorsement"].is_fact

    second = issue_endorsement(program=program, terms=replace(TERMS, money="$9,000"), by=alice)
    assert signatures_of([second])[second.id] == []
    lines = {one.item.key: one for one in ladders_of([program])[program.id].lines}
    assert not lines["endorsement"].is_done


@pytest.mark.parametrize(("role", "capacity"), [("steering_viewer", "dio"), ("gme_officer", "sponsor")])
def test_nobody_signs_as_what_their_role_does_not_say(program, role, capacity):
    document = issue_endorsement(program=program, terms=TERMS, by=viewer("Alice"))
    by = viewer("Gina", Role(role))

    with pytest.raises(DomainError, match="role"):
        sign_document(document=document, digest=document.digest, capacity=capacity, by=by)

    assert sign_document(document=document, digest=document.digest, capacity="chair", by=by).name == "Gina"


def test_foreign_digest_an_older_version_another_kind_and_a_day_to_come_are_refused(program):
    by = viewer("Alice")
    old = issue_endorsement(program=program, terms=TERMS, by=by)
    new = issue_endorsement(program=program, terms=replace(TERMS, money="none"), by=by)
    pitch = freeze(program=program, kind="pitch", facts={"sections": []}, by=by)
    for document, digest in (
        (old, old.digest),
        (new, old.digest),
        (new, "0" * 64),
        (new, ""),
        (pitch, pitch.digest),
    ):
        with pytest.raises(OutOfOrder):
            sign_document(document=document, digest=digest, capacity="dio", by=by)
        with pytest.raises(OutOfOrder):
            enter_paper(
                document=document, digest=digest, signature=paper("X", "dio"), entry_id=uuid4(), by=by
            )
    late = Signature("X", "dio", institution_today() + timedelta(days=1))
    with pytest.raises(DomainError, match="still to come"):
        enter_paper(document=new, digest=new.digest, signature=late, entry_id=uuid4(), by=by)
    with pytest.raises(DomainError, match="passed"):
        issue_endorsement(program=program, terms=replace(TERMS, until_on=date(2020, 1, 1)), by=by)
    assert not SignOff.objects.exists()


def test_signature_and_its_check_are_never_changed_or_removed(program):
    by = viewer("Alice")
    document = issue_endorsement(program=program, terms=TERMS, by=by)
    row = enter_paper(
        document=document, digest=document.digest, signature=paper("X", "dio"), entry_id=uuid4(), by=by
    )
    see_paper(signature=row, by=viewer("Dora"))
    for model, change in (
        (SignOff, {"name": "Y"}),
        (PaperCheck, {"seen_by": "Y"}),
        (DocumentVersion, {"digest": "Y"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all()._raw_delete("default")
