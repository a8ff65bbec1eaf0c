from uuid import uuid4

from rounds.core.access import Viewer
from rounds.core.drafts import load_draft, save_draft
from rounds.core.encryption.resealing import reseal_all
from rounds.core.models import AuditEvent, Draft, User
from rounds.web.account.sign_in.resealing import reseal_second_factors

NEW = "new:" + "B" * 42 + "A="


def test_reseal_uses_the_newest_key_and_everything_opens_without_the_old_one(in_hospital, settings):
    cleo = Viewer(in_hospital.id, uuid4(), uuid4(), "Cleo")
    for number in range(30):
        save_draft(by=cleo, form_key=f"note:{number}", value=f"note {number}")
    settings.FIELD_KEYS = f"{NEW},{settings.FIELD_KEYS}"

    rows = reseal_all(also={"second factors": reseal_second_factors}, progress=lambda name, count: None)

    settings.FIELD_KEYS = NEW
    assert rows == 30
    assert {load_draft(cleo, f"note:{number}").value for number in range(30)} == {
        f"note {number}" for number in range(30)
    }
    assert AuditEvent.objects.get(action="keys.resealed").facts == {"key_id": "new", "rows": 30}


def test_reseal_leaves_alone_what_the_newest_key_has_sealed(in_hospital):
    save_draft(by=Viewer(in_hospital.id, uuid4()), form_key="note", value=1)
    before = Draft.objects.get().sealed

    assert reseal_all(also={"second factors": reseal_second_factors}, progress=lambda name, count: None) == 0

    assert Draft.objects.get().sealed == before


def test_reseal_covers_second_factors(in_hospital, settings):
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP

    user = User.objects.create_user("alice@st-brigid.example")
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    codes = RecoveryCodes.activate(user).get_unused_codes()
    settings.FIELD_KEYS = f"{NEW},{settings.FIELD_KEYS}"

    reseal_all(also={"second factors": reseal_second_factors}, progress=lambda name, count: None)

    settings.FIELD_KEYS = NEW
    factors = {factor.type: factor for factor in Authenticator.objects.filter(user=user)}
    assert get_adapter().decrypt(factors["totp"].data["secret"]) == "JBSWY3DPEHPK3PXP"
    assert factors["recovery_codes"].wrap().get_unused_codes() == codes
