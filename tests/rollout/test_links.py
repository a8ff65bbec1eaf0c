"""A link signs one version, once, within fourteen days; a signature on paper is taken back by two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from rounds.core.clock import now
from rounds.core.errors import DomainError, NotFound, OutOfOrder
from rounds.core.mail import stop_batch
from rounds.core.models import Institution, OutgoingMail
from rounds.programs.models import Program
from rounds.rollout.enums import Proof, Said
from rounds.rollout.models import ChecklistItem, SignLink, SignOff, TakenBack
from rounds.rollout.selectors.links import institution_of_link, letters_of, link_of_word
from rounds.rollout.selectors.signing import signatures_of
from rounds.rollout.services.launching import begin_launch, say_of_item
from rounds.rollout.services.links import Asked, ask_by_mail, call_off, make_word, sign_by_link
from rounds.rollout.services.signing import (
    agree_to_take_back,
    ask_to_take_back,
    enter_paper,
    issue_endorsement,
    see_paper,
    sign_document,
)
from rounds.rollout.values.checklist import CHECKLIST
from rounds.web.rollout.letters import write_sign_off
from tests.rollout.test_signing import TERMS, paper, viewer

pytestmark = pytest.mark.django_db
DEAN = Asked("Dean Marsh", "sponsor", "marsh@school.example")


@pytest.fixture
def program(in_hospital):
    return Program.objects.create(name="Pilot", slug="pilot", template="physician", state="running")


@pytest.fixture
def document(program):
    Institution.objects.update(mail_is_live=True)
    return issue_endorsement(program=program, terms=TERMS, by=viewer("Alice"))


def asked(document, dean=DEAN, **other):
    given = {"digest": document.digest, "entry_id": uuid4(), "by": viewer("Alice"), **other}
    return ask_by_mail(document=document, asked=dean, **given)


def letter(document, **other):
    row, _batch = asked(document, **other)
    return row, make_word(row)


def test_dean_without_an_account_signs_by_the_link_of_a_letter(document, client):
    row, _batch = asked(document)
    message = OutgoingMail.objects.get(kind="sign_off")
    assert "answer/sign/" not in message.body
    text = write_sign_off(message).text
    path = next(word for word in text.split() if "answer/sign/" in word).partition("//")[2].partition("/")[2]
    row.refresh_from_db()
    assert row.token_hash not in text
    assert (row.expires_at - now()).days == 13

    page = client.get(f"/{path}")
    shown = client.get(page.url).content.decode()
    assert "Sign version 1 as Dean Marsh" in shown
    assert not SignOff.objects.exists()
    client.post(page.url, {"digest": document.digest})

    assert "Signed by Dean Marsh" in client.get(page.url).content.decode()
    signed = SignOff.objects.get()
    assert (signed.name, signed.capacity, signed.how) == ("Dean Marsh", "sponsor", "link")
    assert signatures_of([document])[document.id][0].counts
    assert client.post(page.url, {"digest": document.digest}).status_code == 409
    assert write_sign_off(message) is None


def test_letter_that_is_sent_twice_is_one_and_one_that_is_stopped_opens_nothing(document):
    entry = uuid4()
    row, batch = asked(document, entry_id=entry)
    assert asked(document, entry_id=entry) == (row, None)
    with pytest.raises(OutOfOrder, match="Call it off first"):
        asked(document)
    assert OutgoingMail.objects.count() == 1

    stop_batch(batch.id, by=viewer("Alice"))

    assert letters_of(document) == []
    with pytest.raises(NotFound):
        sign_by_link(link_id=row.id, digest=document.digest)
    asked(document)


def test_twenty_signatures_and_ticks_that_may_not_be_are_refused(document, program):
    """Ticks over facts, foreign digests, links used twice, late, called off, for another version."""
    by, refused = viewer("Alice"), []

    def refuse(action, error=DomainError):
        with pytest.raises(error):
            action()
        refused.append(action)

    launch = begin_launch(program=program, kickoff_on=date(2026, 9, 14), ends_on=date(2027, 3, 12), by=by)
    for key in [key for key, step in CHECKLIST.items() if step.proof == Proof.FACT][:6]:
        item = ChecklistItem.objects.get(launch=launch, key=key)
        refuse(lambda item=item: say_of_item(item_id=item.id, said=Said.TICKED, words="Yes", by=by))
    for digest in ("", "0" * 64, document.digest.upper(), document.digest[:-1]):
        refuse(lambda digest=digest: sign_document(document=document, digest=digest, capacity="dio", by=by))
        refuse(lambda digest=digest: asked(document, digest=digest))
    row, word = letter(document)
    assert institution_of_link(word).id == by.institution_id
    assert link_of_word(word) == row
    refuse(lambda: link_of_word(word + "A"), NotFound)
    refuse(lambda: sign_by_link(link_id=row.id, digest="0" * 64))
    SignLink.objects.update(expires_at=now() - timedelta(seconds=1))
    refuse(lambda: sign_by_link(link_id=row.id, digest=document.digest), NotFound)
    SignLink.objects.update(expires_at=now() + timedelta(days=1))
    sign_by_link(link_id=row.id, digest=document.digest)
    refuse(lambda: sign_by_link(link_id=row.id, digest=document.digest), OutOfOrder)
    other, _word = letter(document, dean=replace(DEAN, email="chair@school.example"))
    call_off(link_id=other.id, by=by)
    refuse(lambda: sign_by_link(link_id=other.id, digest=document.digest), NotFound)
    third, _word = letter(document, dean=replace(DEAN, email="dio@school.example"))
    issue_endorsement(program=program, terms=replace(TERMS, money="none"), by=by)
    refuse(lambda: sign_by_link(link_id=third.id, digest=document.digest), OutOfOrder)
    print(f"\n{len(refused)} of 20 refused")
    assert len(refused) == 20
    assert SignOff.objects.count() == 1


def test_mistyped_signature_on_paper_is_taken_back_by_two_and_stays_readable(document):
    alice, dora = viewer("Alice"), viewer("Dora")
    row = enter_paper(
        document=document,
        digest=document.digest,
        signature=paper("Dr. Mash", "dio"),
        entry_id=uuid4(),
        by=alice,
    )
    with pytest.raises(OutOfOrder, match="Nobody has asked"):
        agree_to_take_back(signature=row, by=dora)
    see_paper(signature=row, by=dora)
    asked_ = ask_to_take_back(signature=row, reason="Mistyped", by=alice)
    assert ask_to_take_back(signature=row, reason="Again", by=dora) == asked_
    with pytest.raises(OutOfOrder, match="yourself"):
        agree_to_take_back(signature=row, by=alice)
    assert signatures_of([document])[document.id][0].counts

    agree_to_take_back(signature=row, by=dora)
    agree_to_take_back(signature=row, by=viewer("Otto"))

    (signed,) = signatures_of([document])[document.id]
    assert (signed.counts, signed.taken_back.agreed_by) == (False, "Dora")
    for change in ({"reason": "x"}, {"agreed_by": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            TakenBack.objects.update(**change)
