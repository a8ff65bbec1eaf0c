"""How a person comes to a login, and changes of access that wait for a second pair of eyes."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from rounds.accounts.enums import ChangeKind, Decision, Switch
from rounds.core.clock import now
from rounds.core.enums import Role
from rounds.core.models import InstitutionRecord
from rounds.people.models.people import Person

NO_SCOPE = UUID(int=0)
LETTER = "invitation:"  # how the key of a message with a token begins


class Invitation(InstitutionRecord):
    """A letter to one address of one person. Only the token's hash is kept; it is used once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    # Set when a newer letter took its place, or it was taken back.
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "person", condition=Q(used_at=None, revoked_at=None), name="invitation_one_open"
            )
        ]

    @property
    def letter_key(self) -> str:
        """Return the key of the message that carries the token."""
        return LETTER + self.token_hash

    def is_open_at(self, moment: datetime) -> bool:
        return self.used_at is None and self.revoked_at is None and self.expires_at > moment


class PendingChange(InstitutionRecord):
    """A sign-in address, a reading role or the end of a sign-in that somebody asked for; another one decides."""

    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # What counted when it was asked: the owner is told there, afterward too.
    old_address = models.EmailField(blank=True)
    new_address = models.EmailField(_("new sign-in address"), blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, blank=True)
    switch = models.CharField(max_length=20, choices=Switch.choices, blank=True)
    # The program or training program in which the role is to be held; empty for the whole institution.
    scope_id = models.UUIDField(null=True, blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.OPEN)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                # SQLite takes two empty scopes for different ones, hence the nil id in their place.
                "person",
                "kind",
                "role",
                "switch",
                Coalesce("scope_id", models.Value(NO_SCOPE)),
                condition=Q(decision=Decision.OPEN),
                name="pending_change_once",
            ),
            # Nobody decides alone about what they asked for themselves.
            models.CheckConstraint(
                condition=~Q(decision=Decision.DONE) | ~Q(decided_by=models.F("asked_by")),
                name="pending_change_two_people",
            ),
            models.CheckConstraint(
                condition=Q(kind=ChangeKind.ADDRESS, role="", switch="") & ~Q(new_address="")
                | Q(kind=ChangeKind.ROLE, new_address="", switch="") & ~Q(role="")
                | Q(kind=ChangeKind.CLOSING, new_address="", role="", switch="")
                | Q(kind=ChangeKind.SWITCH, new_address="", role="") & ~Q(switch=""),
                name="pending_change_is_one_kind",
            ),
        ]
