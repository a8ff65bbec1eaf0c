"""The secrets of second factors, sealed again when the key changes."""

from collections.abc import Callable

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator

from rounds.core.encryption import key_id_of, newest_key_id

SEALED = ("secret", "seed")


def reseal_second_factors() -> int:
    """Seal with the newest key what older ones have sealed; return how many second factors."""
    return sum(_reseal(factor) for factor in Authenticator.objects.all())


def _reseal(factor: Authenticator) -> int:
    fresh = {name: _sealed_again(value) if name in SEALED else value for name, value in factor.data.items()}
    if fresh == factor.data:
        return 0
    return int(Authenticator.objects.filter(pk=factor.pk, data=factor.data).update(data=fresh))


def _sealed_again(value: str) -> str:
    if key_id_of(value) == newest_key_id():
        return value
    adapter = get_adapter()
    encrypt: Callable[[str], str] = adapter.encrypt
    return encrypt(adapter.decrypt(value))
