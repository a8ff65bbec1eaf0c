"""Browsers that participants asked to be remembered on, and the tokens by which they are known."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings

from rounds.core.clock import now
from rounds.core.models import KnownDevice, User

TOKEN_BYTES = 32


def hash_token(token: str) -> str:
    """Return what is stored of a random token: SHA-256, since 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def remember_device(user: User, *, name: str) -> str:
    """Remember a browser and return the token for its cookie."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    KnownDevice.objects.create(
        user=user,
        token_hash=hash_token(token),
        name=name[:200],
        expires_at=now() + timedelta(days=settings.DEVICE_DAYS),
    )
    return token


def device_for(token: str | None) -> KnownDevice | None:
    """Return the remembered device with this token, if it and its owner still count."""
    if not token:
        return None
    return (
        KnownDevice.objects.select_related("user")
        .filter(token_hash=hash_token(token), expires_at__gt=now(), user__is_active=True)
        .first()
    )


def forget_devices(user: User) -> None:
    """Make every remembered device of a user unknown."""
    KnownDevice.objects.filter(user=user).delete()
