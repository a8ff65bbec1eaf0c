"""Certificates: earned by rule, issued once, checked by anybody with the address, never changed."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from pypdf import PdfReader

from rounds.core.access import Grant, Viewer
from rounds.core.clock import institution_today
from rounds.core.database.scope import current_institution_id
from rounds.core.errors import DomainError
from rounds.core.models import Institution
from rounds.development.enums import Honor
from rounds.development.models import Certificate
from rounds.development.selectors.recognition import honors_for
from rounds.development.services.recognition import issue_certificates, withdraw_certificate
from rounds.documents import render_pdf
from rounds.people.models import TrainingRecord
from rounds.web.development.recognition import paper_of
from tests.matching.scenes import make_scene
from tests.mentorships.conversations.scenes import log, run_pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def by(scene):
    grants = frozenset({Grant("faculty_developer")})
    return Viewer(current_institution_id(), None, scene.alice.person_id, "Fay Dunn", grants)


def ready(by):
    return {line.honor: [one.person.id for one in line.ready] for line in honors_for(by)}


def test_year_of_service_wants_nine_months_and_contact_in_each_quarter(scene, by):
    pair = run_pair(scene, since=300)
    for ago in (290, 200):
        log(pair, scene.cleo, ago=ago)
    assert ready(by)[Honor.YEAR] == []

    log(pair, scene.cleo, ago=40)
    assert ready(by)[Honor.YEAR] == [pair.mentor_id]
    assert ready(by)[Honor.LEARNER] == [pair.mentee_id]
    assert ready(by)[Honor.FIVE_YEARS] == []

    for expected in (1, 0):  # issued twice is issued once
        assert len(issue_certificates(honor=Honor.YEAR, by=by)) == expected
    assert ready(by)[Honor.YEAR] == []


@pytest.fixture
def certificate(scene, by):
    pair = run_pair(scene)
    day = institution_today() - timedelta(days=3)
    TrainingRecord.objects.create(person_id=pair.mentor_id, title="Course", hours=Decimal("7.9"), done_on=day)
    assert ready(by)[Honor.TRAINED] == []
    TrainingRecord.objects.create(person_id=pair.mentor_id, title="More", hours=Decimal("0.1"), done_on=day)
    (found,) = issue_certificates(honor=Honor.TRAINED, by=by)
    return found


def test_certificate_is_checked_by_its_address_and_says_when_it_was_withdrawn(client, certificate, by):
    hospital = Institution.objects.get()
    known = {"institution": hospital.slug, "certificate_code": certificate.code}
    page = client.get(reverse("certificate_check", kwargs=known))
    assert "This certificate stands" in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    for code in ("0" * 32, certificate.code[:-1], certificate.code.upper() + "A", "x" * 3000):
        other = {**known, "certificate_code": code}
        assert client.get(reverse("certificate_check", kwargs=other)).status_code == 404

    text = PdfReader(io.BytesIO(render_pdf(paper_of(certificate, hospital)))).pages[0].extract_text()
    assert certificate.name in text
    with pytest.raises(DomainError, match="Say why"):
        withdraw_certificate(certificate_id=certificate.id, reason=" ", by=by)
    withdraw_certificate(certificate_id=certificate.id, reason="Counted twice", by=by)
    words = client.get(reverse("certificate_check", kwargs=known)).content.decode()
    assert "was withdrawn" in words
    assert "Counted twice" not in words
    assert ready(by)[Honor.TRAINED] == []  # the same is not issued again


def test_what_a_certificate_says_is_never_changed(certificate):
    for change in ({"words": "has won"}, {"honor": Honor.YEAR}, {"code": "0" * 32}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Certificate.objects.update(**change)
