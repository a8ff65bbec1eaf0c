"""Residencies and fellowships, and who belongs to them."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from rounds.core.database.dated import DatedRecord, ends_after_start
from rounds.core.models import InstitutionRecord
from rounds.people.enums import TrainingKind
from rounds.people.models.people import Person
from rounds.people.models.places import Department


class TrainingProgram(InstitutionRecord):
    """A residency or fellowship: not a mentorship program."""

    name = models.CharField(_("name"), max_length=160)
    acgme_number = models.CharField(
        _("ACGME number"),
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^\d{10}$", _("An ACGME program number has ten digits."))],
    )
    specialty = models.CharField(_("specialty"), max_length=120, blank=True)
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The last PGY of the program: who has reached it in July finishes.
    years = models.PositiveSmallIntegerField(
        _("last postgraduate year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint("institution", Lower("name"), name="training_program_name_once"),
            models.UniqueConstraint(
                "institution",
                "acgme_number",
                condition=~Q(acgme_number=""),
                name="training_program_number_once",
            ),
            models.CheckConstraint(
                condition=Q(acgme_number="") | Q(acgme_number__regex=r"^[0-9]{10}$"),
                name="training_program_number_ten_digits",
            ),
            models.CheckConstraint(
                condition=Q(years=None) | Q(years__range=(1, 12)), name="training_program_years"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TrainingProgramMember(DatedRecord):
    """Who trains in, directs or judges in a training program."""

    training_program = models.ForeignKey(TrainingProgram, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("as"), max_length=20, choices=TrainingKind.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "training_program", "person", "kind", condition=Q(to_on=None), name="training_member_once"
            ),
            ends_after_start("training_member_dates"),
        ]
