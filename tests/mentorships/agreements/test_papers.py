"""The document of an agreement: written once when both have signed, kept as bytes, for the two."""

import hashlib
from io import BytesIO

import pytest
from django.core import mail as outbox
from pypdf import PdfReader

from rounds.core.access import Viewer
from rounds.core.errors import NotFound
from rounds.core.events import dispatch_waiting
from rounds.core.models import OutgoingMail
from rounds.mentorships.agreements.selectors import list_papers, paper_for, pdf_of
from rounds.mentorships.agreements.services import (
    EarlierAgreement,
    propose_agreement,
    record_signed_agreements,
    sign_agreement,
)
from rounds.mentorships.agreements.services.papers import keep_missing_papers, keep_paper
from rounds.mentorships.agreements.values.terms import default_terms
from rounds.mentorships.models import AgreementPaper
from rounds.mentorships.services.states import end_mentorship
from tests.matching.scenes import add_person, make_scene
from tests.mentorships.conversations.scenes import day, run_pair

WORDS = "We speak plainly #panic() and *warmly*."


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def pair(scene):
    return run_pair(scene)


def signed(scene, pair):
    terms = default_terms(day(-90))
    terms = type(terms)(**{**vars(terms), "own_words": WORDS})
    version = propose_agreement(mentorship_id=pair.id, terms=terms, seen=0, by=scene.cleo)
    sign_agreement(version=version, digest=version.digest, by=scene.bob)
    return version


def read(pdf):
    reader = PdfReader(BytesIO(pdf))
    return reader, " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_document_is_written_when_both_have_signed_and_says_what_stood_there(scene, pair):
    version = signed(scene, pair)
    assert list_papers(pair) == []

    dispatch_waiting()

    pdf = pdf_of(paper_for(scene.cleo, version.id))
    reader, text = read(pdf)
    assert pdf == pdf_of(paper_for(scene.bob, version.id))
    assert reader.metadata.title == "Mentorship agreement"
    assert reader.trailer["/Root"]["/Lang"] == "en-US"
    assert reader.trailer["/Root"]["/StructTreeRoot"]
    assert WORDS in text
    assert version.digest in text.replace(" ", "")
    assert "Cleo" in text
    assert "Nothing of this mentorship serves evaluation" in text


def test_document_is_kept_and_never_written_again(scene, pair):
    version = signed(scene, pair)
    dispatch_waiting()
    kept = AgreementPaper.objects.get(version=version)

    scene.people["Cleo"].__class__.objects.filter(id=scene.people["Cleo"].id).update(family_name="Other")
    keep_paper(version_id=version.id)
    keep_missing_papers()

    again = AgreementPaper.objects.get(version=version)
    assert (again.sealed, again.digest) == (kept.sealed, kept.digest)
    assert hashlib.sha256(pdf_of(again)).hexdigest() == again.digest


def test_document_is_sealed_and_the_mail_holds_nothing_of_it(scene, pair):
    version = signed(scene, pair)
    dispatch_waiting()

    paper = AgreementPaper.objects.get(version=version)
    # how a PDF begins, as it is and in base 64
    assert "%PDF-" not in paper.sealed
    assert "JVBERi0" not in paper.sealed
    told = OutgoingMail.objects.filter(kind="agreement_signed")
    assert told.count() == 2
    assert not [one for one in told if "plainly" in one.body + one.subject]
    assert not outbox.outbox


def test_document_is_for_the_two_even_after_the_end_and_for_nobody_else(scene, pair):
    version = signed(scene, pair)
    dispatch_waiting()
    stranger = add_person(scene, "Eve", login=True)
    eve = Viewer(scene.alice.institution_id, stranger.user_id, stranger.id, "Eve")

    end_mentorship(mentorship_id=pair.id, reason="time", by=scene.alice)

    assert pdf_of(paper_for(scene.bob, version.id)).startswith(b"%PDF")
    for viewer in (eve, scene.alice):
        with pytest.raises(NotFound):
            paper_for(viewer, version.id)


def test_agreement_that_was_signed_before_gets_its_document_by_the_worker(scene, pair):
    earlier = EarlierAgreement(pair=pair, terms=default_terms(day(-90)), signed_at=pair.created_at)
    record_signed_agreements(agreements=[earlier], by=scene.alice)

    assert keep_missing_papers() == 1

    assert keep_missing_papers() == 0
    (paper,) = list_papers(pair)
    assert "every month" in read(pdf_of(paper))[1]
