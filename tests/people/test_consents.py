import pytest

from rounds.core.models import AuditEvent
from rounds.people import services
from rounds.people.models import Consent
from rounds.people.selectors import record_for
from rounds.people.values import consents
from rounds.people.values.consents import ConsentText


@pytest.fixture
def cleo(make_person):
    return make_person("Cleo")


def test_consent_stands_in_its_version_until_withdrawn(cleo, alice):
    services.give_consent(person=cleo, kind="research", by=alice)
    services.give_consent(person=cleo, kind="research", by=alice)
    services.withdraw_consent(person=cleo, kind="research", by=alice)
    services.withdraw_consent(person=cleo, kind="research", by=alice)

    consent = Consent.objects.get()
    assert consent.version == "2"
    assert consent.withdrawn_at is not None
    actions = AuditEvent.objects.filter(action__startswith="consent.").values_list("action", flat=True)
    assert sorted(actions) == ["consent.give", "consent.withdraw"]


def test_new_words_are_a_new_version_and_the_old_ones_stay_readable(cleo, alice, monkeypatch):
    services.give_consent(person=cleo, kind="research", by=alice)
    newer = ConsentText("research", "3", "Other words")
    monkeypatch.setattr(consents, "TEXTS", (*consents.TEXTS, newer))

    before = next(asked for asked in record_for(cleo).consents if asked.kind == "research")
    services.give_consent(person=cleo, kind="research", by=alice)

    assert (before.standing.version, before.words) == ("2", newer)
    assert Consent.objects.get(withdrawn_at=None).version == "3"
    assert Consent.objects.count() == 2
