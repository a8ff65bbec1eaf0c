"""What a pair agrees on: a mentor's usual terms, each version that was proposed, and who signed which."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord, SealedRecord
from rounds.mentorships.models.pairs import Mentorship


class StandingTerms(SealedRecord):
    """A mentor's usual terms, written once; they fill in new agreements and change no signed one."""

    enrollment = models.OneToOneField("programs.Enrollment", on_delete=models.CASCADE, related_name="+")
    changed_at = models.DateTimeField(default=now)


class AgreementVersion(SealedRecord):
    """One version of what a pair agrees on; never changed, since a change is a new version.

    The newest that both have signed is in force. How often and how long is in columns, because what is due follows from
    it; the rest is sealed.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="agreements")
    number = models.PositiveSmallIntegerField()
    interval_days = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    review_on = models.DateField()
    proposed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=now)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mentorship", "number"], name="agreement_version_once"),
            models.CheckConstraint(
                condition=Q(interval_days__range=(7, 120), minutes__range=(10, 240)),
                name="agreement_terms_in_bounds",
            ),
        ]


class Signature(InstitutionRecord):
    """Who signed a version and when, with the digest of what stood there."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="signatures")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=now)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "person"], name="signature_once"),
        ]


class AgreementPaper(SealedRecord):
    """The document of a version that both signed: its bytes, kept as they were written and never written again."""

    version = models.OneToOneField(AgreementVersion, on_delete=models.PROTECT, related_name="paper")
    made_at = models.DateTimeField(default=now)
    # SHA-256 of the bytes.
    digest = models.CharField(max_length=64)
