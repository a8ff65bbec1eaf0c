"""What is recorded about people, with dates."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.database.dated import DatedRecord, ends_after_start
from rounds.core.enums import Role
from rounds.core.models import InstitutionRecord
from rounds.people.enums import AuthorityKind, ConsentKind, Tier, Track
from rounds.people.models.people import Person
from rounds.people.models.places import Department, Site

TIER_UNSAID = _("tier not said")


class CareerStage(DatedRecord):
    """The career stage of a person: the only source of tier, site and department."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="stages")
    # Empty where an import brought a stage whose tier nobody has said yet: matching then counts it as unknown.
    tier = models.CharField(_("tier"), max_length=20, blank=True, choices=[("", TIER_UNSAID), *Tier.choices])
    track = models.CharField(_("track"), max_length=20, choices=Track.choices, default=Track.CLINICAL)
    title = models.CharField(_("job title"), max_length=120, blank=True)
    rank = models.CharField(_("rank"), max_length=80, blank=True)
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    section = models.CharField(_("section"), max_length=120, blank=True)
    specialty = models.CharField(_("specialty"), max_length=120, blank=True)
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    fte = models.DecimalField(_("FTE"), max_digits=3, decimal_places=2, null=True, blank=True)
    pgy = models.PositiveSmallIntegerField(
        _("postgraduate year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )

    class Meta:
        ordering: ClassVar = ["-from_on", "-recorded_at"]
        constraints: ClassVar = [
            models.UniqueConstraint("person", condition=Q(to_on=None), name="stage_one_open"),
            ends_after_start("stage_dates"),
            models.CheckConstraint(condition=Q(tier__in=["", *Tier.values]), name="stage_tier_known"),
            models.CheckConstraint(condition=Q(pgy=None) | Q(pgy__range=(1, 12)), name="stage_pgy"),
            models.CheckConstraint(condition=Q(fte=None) | Q(fte__range=(0, 1)), name="stage_fte"),
        ]

    @property
    def is_replaced(self) -> bool:
        """Tell whether a correction took this row's place: its interval is empty."""
        return self.to_on == self.from_on


class AuthorityLine(DatedRecord):
    """`over` has authority over `subject`."""

    subject = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    over = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=AuthorityKind.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "subject", "over", "kind", condition=Q(to_on=None), name="authority_line_once"
            ),
            models.CheckConstraint(condition=~Q(subject=F("over")), name="authority_not_over_oneself"),
            ends_after_start("authority_dates"),
        ]


class RoleAssignment(DatedRecord):
    """An institution role, or a role in a training program (`scope_id`). Program roles live in programs."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    scope_id = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            # Two, because SQLite holds two empty scopes to be different.
            models.UniqueConstraint(
                "person", "role", condition=Q(to_on=None, scope_id=None), name="role_once"
            ),
            models.UniqueConstraint(
                "person", "role", "scope_id", condition=Q(to_on=None), name="role_once_in_scope"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_known"),
            ends_after_start("role_dates"),
        ]


class Consent(InstitutionRecord):
    """What a person agreed to, in which version of the words, and until when."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=20, choices=ConsentKind.choices)
    version = models.CharField(max_length=20)
    given_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "person", "kind", condition=Q(withdrawn_at=None), name="consent_one_open"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")), name="consent_dates"
            ),
        ]


class TrainingRecord(InstitutionRecord):
    """Mentor training that a person has done."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="training")
    title = models.CharField(_("training"), max_length=160)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1, null=True, blank=True)
    # The module of the house's own training; empty for a training from elsewhere, or one that is known as a whole.
    module = models.CharField(_("module"), max_length=1, blank=True)
    # Empty where it is only known that it was done.
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = [F("done_on").desc(nulls_last=True), "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(hours=None) | Q(hours__gt=0), name="training_record_hours")
        ]
