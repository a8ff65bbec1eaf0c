"""The page of thanks shows what people agreed to, item by item, and is rid of it by the next request."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from rounds.core.access import Grant, Viewer
from rounds.core.clock import institution_today
from rounds.core.database.scope import current_institution_id
from rounds.core.dates import months_after
from rounds.core.errors import DomainError, OutOfOrder
from rounds.core.models import Institution
from rounds.development.models import Certificate, Shown
from rounds.development.selectors.celebrating import thanks, words_to_read
from rounds.development.services.celebrating import Agreed, read_words, show, withdraw_shown
from rounds.development.services.recognition import withdraw_certificate
from tests.matching.scenes import make_scene

pytestmark = pytest.mark.django_db
WORDS = "Two questions a month changed my clinic"


@pytest.fixture
def scene(in_hospital):
    return make_scene(in_hospital)


@pytest.fixture
def fay(scene):
    grants = frozenset({Grant("faculty_developer")})
    return Viewer(current_institution_id(), None, scene.alice.person_id, "Fay Dunn", grants)


@pytest.fixture
def certificate(scene):
    return Certificate.objects.create(
        person_id=scene.bob.person_id,
        honor="year",
        of="2025",
        name="Bob Berg",
        words="has mentored.",
        earned_on=institution_today(),
        code=uuid4().hex,
        issued_by="Fay Dunn",
    )


def opened(client):
    return client.get(reverse("celebration", kwargs={"institution": Institution.objects.get().slug}))


def agree(certificate, by, *, with_name=True, words=""):
    return show(certificate=certificate, agreed=Agreed(with_name, words), entry_id=uuid4(), by=by)


def test_nothing_is_public_without_consent_and_withdrawn_it_is_gone_by_the_next_request(
    client, scene, fay, certificate
):
    assert opened(client).status_code == 404

    item = agree(certificate, scene.bob)
    page = opened(client)
    assert "Bob Berg" in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    withdraw_shown(shown=item, by=scene.bob)
    assert opened(client).status_code == 404

    agree(certificate, scene.bob, with_name=False, words=WORDS)
    assert opened(client).status_code == 404  # nobody has read the words, and there is no name
    with pytest.raises(DomainError, match="nothing to show"):
        agree(certificate, scene.bob, with_name=False)
    (waiting,) = words_to_read(fay)
    read_words(shown=waiting, keep=True, by=fay)
    text = opened(client).content.decode()
    assert WORDS in text
    assert "Bob" not in text
    withdraw_certificate(certificate_id=certificate.id, reason="Counted twice", by=fay)
    assert opened(client).status_code == 404


def test_item_is_agreed_to_once_ends_after_two_years_and_counts_obey_the_floor(scene, certificate):
    entry = uuid4()
    for _twice in range(2):
        show(certificate=certificate, agreed=Agreed(True, ""), entry_id=entry, by=scene.bob)
    agree(certificate, scene.bob, with_name=False, words=WORDS)
    (item,) = Shown.objects.filter(withdrawn_at=None)
    assert not item.with_name
    assert item.until_on == months_after(institution_today(), 24)
    assert thanks().people is None
    Shown.objects.update(until_on=institution_today())
    assert thanks().items == ()


def test_story_needs_words_and_what_was_withdrawn_is_not_let_on(scene, fay):
    with pytest.raises(DomainError, match="says nothing"):
        agree(None, scene.bob, words="  ")
    story = agree(None, scene.bob, words=WORDS)
    assert thanks().items == ()  # nothing of it is shown before its words are read
    withdraw_shown(shown=story, by=scene.bob)
    with pytest.raises(OutOfOrder, match="withdrawn meanwhile"):
        read_words(shown=story, keep=True, by=fay)
