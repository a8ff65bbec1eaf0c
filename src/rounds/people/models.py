"""People and what is recorded about them, with dates."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.enums import Role
from rounds.core.models import InstitutionRecord, User
from rounds.people.enums import (
    AuthorityKind,
    ConsentKind,
    RollOverReason,
    RollOverStep,
    Tier,
    Track,
    TrainingKind,
)


class Site(InstitutionRecord):
    """A campus or hospital building with a time zone of its own."""

    name = models.CharField(_("name"), max_length=120)
    timezone = models.CharField(_("time zone"), max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint("institution", Lower("name"), name="site_name_once")]

    def __str__(self) -> str:
        return self.name


class Department(InstitutionRecord):
    """A department of the institution."""

    name = models.CharField(_("name"), max_length=120)
    code = models.CharField(_("code"), max_length=20, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint("institution", Lower("name"), name="department_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Person(InstitutionRecord):
    """A person of one institution. Never a social security number, a birth date or patient data."""

    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(_("title"), max_length=20, blank=True)
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    family_name = models.CharField(_("family name"), max_length=100)
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    email = models.EmailField(_("work e-mail"), blank=True)
    # Survives the hospital's address: alumni follow-up and the personal record go there.
    personal_email = models.EmailField(_("personal e-mail"), blank=True)
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
        ordering: ClassVar = ["family_name", "given_name", "id"]
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

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def display_name(self) -> str:
        return f"{self.title} {self.full_name}".strip()

    @property
    def sort_name(self) -> str:
        return ", ".join(filter(None, (self.family_name, self.given_name)))


class DatedRecord(InstitutionRecord):
    """A fact that holds in [from_on, to_on); open while to_on is empty."""

    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("until"), null=True, blank=True)
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        abstract = True


class CareerStage(DatedRecord):
    """Where a person stands: the only source of tier, site and department."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="stages")
    tier = models.CharField(_("tier"), max_length=20, choices=Tier.choices)
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
            models.CheckConstraint(condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="stage_dates"),
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="stage_tier_known"),
            models.CheckConstraint(condition=Q(pgy=None) | Q(pgy__range=(1, 12)), name="stage_pgy"),
            models.CheckConstraint(condition=Q(fte=None) | Q(fte__range=(0, 1)), name="stage_fte"),
        ]

    @property
    def is_replaced(self) -> bool:
        """Tell whether a correction took this row's place: its interval is empty."""
        return self.to_on == self.from_on


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
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="training_member_dates"
            ),
        ]


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
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="authority_dates"
            ),
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
            models.CheckConstraint(condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="role_dates"),
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
    # Empty where it is only known that it was done.
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = [F("done_on").desc(nulls_last=True), "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(hours=None) | Q(hours__gt=0), name="training_record_hours")
        ]


class Leaving(InstitutionRecord):
    """One leaving, and the rows that ended with it: the way back, as long as the record lives."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    # name of a model -> ids of its rows
    ended = models.JSONField(default=dict)
    recorded_at = models.DateTimeField(default=now)
    back_on = models.DateField(null=True)


class RollOver(InstitutionRecord):
    """One July: a plan that is looked at, then committed once; it can be undone."""

    on = models.DateField(_("from"))
    created_at = models.DateTimeField(default=now)
    committed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    # What `take_back_leaving` needs.
    way_back = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint("institution", condition=Q(committed_at=None), name="roll_over_one_open")
        ]


class RollOverItem(InstitutionRecord):
    """One person of a roll-over: the stage before, the step, and the stage that it made."""

    roll_over = models.ForeignKey(RollOver, on_delete=models.CASCADE, related_name="items")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    before = models.ForeignKey(CareerStage, on_delete=models.CASCADE, related_name="+")
    after = models.ForeignKey(CareerStage, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=20, choices=RollOverReason.choices, blank=True)
    step = models.CharField(max_length=10, choices=RollOverStep.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["roll_over", "person"], name="roll_over_person_once")
        ]


from rounds.people.account_models import Invitation, PendingChange  # noqa: E402, F401  (they point to Person)
