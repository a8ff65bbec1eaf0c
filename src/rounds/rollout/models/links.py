"""A link by which somebody without an account signs one version, once; and a signature on paper that two take back."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.rollout.enums import Capacity
from rounds.rollout.models.pitch import DocumentVersion
from rounds.rollout.models.signing import SignOff

NO_LINK = Q(token_hash="")  # nosec B106


class SignLink(InstitutionRecord):
    """A letter that asks somebody outside to sign one version; of its link only the hash is kept."""

    document = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    capacity = models.CharField(_("capacity"), max_length=10, choices=Capacity.choices)
    email = models.CharField(_("e-mail address"), max_length=254)
    made_by = models.CharField(max_length=200)
    made_by_id = models.UUIDField(null=True)
    made_at = models.DateTimeField(default=now)
    # Made with the form, so that a form sent twice is one letter.
    entry_id = models.UUIDField(default=uuid4)
    token_hash = models.CharField(max_length=64, blank=True)
    # set as the letter leaves
    expires_at = models.DateTimeField(null=True)
    called_off_at = models.DateTimeField(null=True)
    called_off_by = models.CharField(max_length=200, blank=True)
    signature = models.OneToOneField(SignOff, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("letter that asks for a signature")
        ordering: ClassVar = ["made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "entry_id"], name="sign_link_once"),
            models.UniqueConstraint("token_hash", condition=~NO_LINK, name="sign_link_token_once"),
        ]

    def __str__(self) -> str:
        return f"letter about {self.document_id}"


class TakenBack(InstitutionRecord):
    """A signature on paper that one person asked to take back and another agreed; both stay readable."""

    signature = models.OneToOneField(SignOff, on_delete=models.PROTECT, related_name="taken_back")
    reason = models.CharField(_("why"), max_length=300)
    asked_by = models.CharField(max_length=200)
    asked_by_id = models.UUIDField(null=True)
    asked_at = models.DateTimeField(default=now)
    agreed_by = models.CharField(max_length=200, blank=True)
    agreed_by_id = models.UUIDField(null=True)
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("taking back of a signature")

    def __str__(self) -> str:
        return f"taking back of {self.signature_id}"
