"""What a person picked of their own mentoring for a promotion or a review, frozen; who may be named; the code to fetch it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord, SealedRecord
from rounds.people.models import Person
from rounds.rollout.enums import DossierKind

NO_NAME = Q(name="")


class Dossier(SealedRecord):
    """One dossier. Sealed: what was picked, own words, and once it is frozen the facts; its owner alone opens it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=DossierKind.choices)
    changed_at = models.DateTimeField(default=now)
    # of the frozen facts, by which a changed copy is told
    digest = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("dossier")
        ordering: ClassVar = ["-changed_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(frozen_at=None), name="dossier_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(frozen_at=None, digest="") | Q(frozen_at__isnull=False) & ~Q(digest=""),
                name="dossier_frozen_has_digest",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class NameRelease(InstitutionRecord):
    """A mentor asked a mentee whether a dossier may name them; the name stands here alone, and goes with the release."""

    mentor = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # a mentee who is erased takes the name along
    mentee = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=now)
    name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("release of a name")
        ordering: ClassVar = ["-asked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mentor", "mentee"], name="name_release_asked_once"),
            models.CheckConstraint(condition=~Q(mentor=F("mentee")), name="name_release_takes_two"),
            models.CheckConstraint(
                condition=NO_NAME | Q(answered_at__isnull=False), name="name_release_was_answered"
            ),
        ]

    def __str__(self) -> str:
        return f"name of {self.mentee_id} for {self.mentor_id}"


class DossierCode(InstitutionRecord):
    """The code by which whoever has it fetches one frozen dossier; only its hash is kept."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="codes")
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("code of a dossier")
        ordering: ClassVar = ["-made_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(ended_at=None), name="dossier_one_code"),
        ]

    def __str__(self) -> str:
        return f"code of {self.dossier_id}"
