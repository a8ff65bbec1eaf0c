from uuid import uuid4

import pytest

from rounds.core.encryption import CannotOpen, key_id_of, seal, unseal

HOSPITAL, ROW = uuid4(), uuid4()


def test_seal_opens_for_its_own_row():
    sealed = seal({"note": "Zoë asked about budgets"}, institution_id=HOSPITAL, row_id=ROW)

    assert unseal(sealed, institution_id=HOSPITAL, row_id=ROW) == {"note": "Zoë asked about budgets"}
    assert "Zoë" not in sealed


@pytest.mark.parametrize("wrong", [{"row_id": uuid4()}, {"institution_id": uuid4()}])
def test_seal_refuses_another_row_or_institution(wrong):
    sealed = seal("secret", institution_id=HOSPITAL, row_id=ROW)

    with pytest.raises(CannotOpen):
        unseal(sealed, **{"institution_id": HOSPITAL, "row_id": ROW, **wrong})


def test_old_key_still_opens_after_rotation(settings):
    sealed = seal("secret", institution_id=HOSPITAL, row_id=ROW)
    old = settings.FIELD_KEYS

    settings.FIELD_KEYS = "new:" + "B" * 42 + "A=" + "," + old

    assert unseal(sealed, institution_id=HOSPITAL, row_id=ROW) == "secret"
    assert key_id_of(seal("secret", institution_id=HOSPITAL, row_id=ROW)) == "new"
