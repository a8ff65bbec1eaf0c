"""The people of an institution."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.folding import FoldedField
from rounds.core.models import InstitutionRecord, User
from rounds.people.values.names import display_name_of, full_name_of


class Person(InstitutionRecord):
    """A person of one institution. Never a social security number, a birth date or patient data."""

    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(_("title"), max_length=20, blank=True)
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    family_name = models.CharField(_("family name"), max_length=100)
    # how names are found and ordered; whoever writes a name writes these (`save`, `ready_updates`)
    folded_given = FoldedField(of="given_name")
    folded_family = FoldedField(of="family_name")
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    email = models.EmailField(_("work e-mail"), blank=True)
    # Survives the hospital's address: alumni follow-up and the personal record go there.
    personal_email = models.EmailField(_("personal e-mail"), blank=True)
    # Its owner has typed the code that was mailed there; another address is not confirmed yet.
    personal_confirmed_at = models.DateTimeField(null=True, blank=True)
    npi = models.CharField(_("NPI"), max_length=10, blank=True)
    orcid = models.CharField(_("ORCID"), max_length=19, blank=True)
    employee_id = models.CharField(_("employee number"), max_length=60, blank=True)
    external_key = models.CharField(_("key in the source system"), max_length=120, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar = ["folded_family", "folded_given", "id"]
        indexes: ClassVar = [
            models.Index(fields=["institution", "folded_family", "folded_given", "id"], name="person_by_name")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "institution",
                Lower("email"),
                condition=~Q(email="") & Q(merged_into=None),
                name="person_email_once",
            ),
            models.UniqueConstraint(
                "institution", "npi", condition=~Q(npi="") & Q(merged_into=None), name="person_npi_once"
            ),
            models.UniqueConstraint(
                "institution", "orcid", condition=~Q(orcid="") & Q(merged_into=None), name="person_orcid_once"
            ),
            models.UniqueConstraint(
                "institution",
                "employee_id",
                condition=~Q(employee_id="") & Q(merged_into=None),
                name="person_employee_once",
            ),
            models.UniqueConstraint(
                "institution", "user", condition=~Q(user=None), name="person_one_per_login"
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="person_not_merged_into_itself"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """Write the row; a name is written with how it is found."""
        if update_fields is not None:
            given = set(update_fields)
            folded = {"folded_given"} if "given_name" in given else set()
            update_fields = given | folded | ({"folded_family"} if "family_name" in given else set())
        super().save(update_fields=update_fields, **options)

    @property
    def full_name(self) -> str:
        return full_name_of(self.given_name, self.family_name)

    @property
    def display_name(self) -> str:
        return display_name_of(self.title, self.given_name, self.family_name)

    @property
    def sort_name(self) -> str:
        return ", ".join(filter(None, (self.family_name, self.given_name)))


class TwoPeople(InstitutionRecord):
    """Two records that look alike, of which somebody has said that they are two people."""

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("note that two records are two people")
        constraints: ClassVar = [
            # the smaller id stands first, so that a pair is there once
            models.UniqueConstraint(fields=["first", "second"], name="two_people_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="two_people_in_order"),
        ]
