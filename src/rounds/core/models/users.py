"""Logins and the browsers that they are remembered on."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models.records import Record


class UserManager(BaseUserManager["User"]):
    """Users are known by their sign-in address, compared without case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None) -> "User":
        user = self.model(email=email.strip().lower())
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One login; it may be a person in several institutions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=now)

    USERNAME_FIELD = "email"
    objects = UserManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="user_email_without_case")]

    def __str__(self) -> str:
        return self.email

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """Tie sessions to the sign-in address too: a new address or password ends them all."""
        salt = "rounds.core.models.User.session"
        return salted_hmac(
            salt, f"{self.password} {self.email}", secret=secret, algorithm="sha256"
        ).hexdigest()


class KnownDevice(Record):
    """A browser that a participant asked to be remembered on. Only the token's hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    token_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=now)
    used_at = models.DateTimeField(default=now)
    # When its owner last proved more than that they hold it: notes are shown for a day from then on.
    proved_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
