"""Who signed an issued document, and for a signature on paper who else has seen it."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.rollout.enums import Capacity, How
from rounds.rollout.models.pitch import DocumentVersion


class SignOff(InstitutionRecord):
    """One signature under one version, by its digest; never changed or removed."""

    document = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="signatures")
    digest = models.CharField(max_length=64)
    name = models.CharField(_("name"), max_length=200)
    capacity = models.CharField(_("capacity"), max_length=10, choices=Capacity.choices)
    how = models.CharField(max_length=10, choices=How.choices)
    signed_on = models.DateField(_("signed on"))
    # whose account signed; null on paper
    signer_id = models.UUIDField(null=True)
    entered_by = models.CharField(max_length=200)
    entered_by_id = models.UUIDField(null=True)
    entered_at = models.DateTimeField(default=now)
    # Made with the form, so that a form sent twice is one signature.
    entry_id = models.UUIDField(default=uuid4)

    class Meta:
        verbose_name = _("signature")
        ordering: ClassVar = ["entered_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "entry_id"], name="signature_entered_once"),
            models.UniqueConstraint(
                fields=["document", "signer_id"],
                condition=~Q(signer_id=None),
                name="signature_once_an_account",
            ),
        ]

    def __str__(self) -> str:
        return f"signature under {self.document_id}"


class PaperCheck(InstitutionRecord):
    """One look of a second person at a signature on paper; never changed or removed."""

    signature = models.OneToOneField(SignOff, on_delete=models.PROTECT, related_name="check_of_paper")
    seen_by = models.CharField(max_length=200)
    seen_by_id = models.UUIDField(null=True)
    seen_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("check of a signature on paper")

    def __str__(self) -> str:
        return f"check of {self.signature_id}"
