"""Programs, their cycles and cohorts, and what people said at intake."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.enums import Role
from rounds.core.models import InstitutionRecord, SealedRecord
from rounds.people.models import Person
from rounds.programs.answers import Answers, answers_from_json
from rounds.programs.enums import (
    CohortState,
    CycleState,
    EnrollmentHow,
    EnrollmentState,
    PriorityMode,
    ProgramState,
    Side,
)

PROGRAM_ROLES = (Role.COORDINATOR, Role.DIRECTOR, Role.STEERING_VIEWER)


def _person_key(**options: Any) -> models.ForeignKey:
    return models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", **options)


class Program(InstitutionRecord):
    """A mentorship program of an institution, made from a template whose defaults it may change."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=60)
    template = models.CharField(max_length=40)
    months = models.PositiveSmallIntegerField(_("months"), default=12)
    checkins_per_year = models.PositiveSmallIntegerField(_("check-ins a year"), default=4)
    # The key of a preset; the weights themselves belong to matching.
    weight_preset = models.CharField(max_length=40, default="balanced")
    mentee_tiers = models.JSONField(default=list)
    mentor_tiers = models.JSONField(default=list)
    needs_second_person = models.BooleanField(_("a second person approves"), default=False)
    allow_peers = models.BooleanField(_("peers may pair at the top tier"), default=False)
    priority_mode = models.CharField(
        max_length=12, choices=PriorityMode.choices, default=PriorityMode.EVERYBODY
    )
    # Percent of the highest possible score; null means none.
    minimum_score = models.PositiveSmallIntegerField(_("lowest score for a pair"), null=True, blank=True)
    applications_open = models.BooleanField(_("people may apply"), default=False)
    # A simple program never sees cycles and cohorts: they are made silently.
    is_simple = models.BooleanField(default=True)
    reply_to = models.EmailField(_("reply-to"), blank=True)
    state = models.CharField(max_length=12, choices=ProgramState.choices, default=ProgramState.SETTING_UP)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "slug"], name="program_slug_once"),
            models.CheckConstraint(condition=Q(months__range=(1, 60)), name="program_months_1_to_60"),
            models.CheckConstraint(
                condition=Q(checkins_per_year__range=(1, 12)), name="program_checkins_1_to_12"
            ),
            models.CheckConstraint(
                condition=Q(minimum_score=None) | Q(minimum_score__lte=100), name="program_score_to_100"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state_words(self) -> str:
        return capfirst(self.get_state_display())


class ProgramRole(InstitutionRecord):
    """Who coordinates, directs or watches a program, from one day until before another."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="roles")
    person = _person_key()
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in PROGRAM_ROLES])
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["program", "person", "role"],
                condition=Q(to_on=None),
                name="program_role_once_open",
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="program_role_ends_after_start"
            ),
        ]


class Cycle(InstitutionRecord):
    """One dated round of a program, [starts_on, ends_on)."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="cycles")
    name = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=CycleState.choices, default=CycleState.PLANNED)

    class Meta:
        ordering: ClassVar = ["-starts_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["program"], condition=Q(state=CycleState.OPEN), name="cycle_one_open_per_program"
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="cycle_ends_after_start"),
            models.UniqueConstraint(fields=["program", "name"], name="cycle_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Cohort(InstitutionRecord):
    """People of a cycle who are matched together."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="cohorts")
    name = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=CohortState.choices, default=CohortState.GATHERING)
    intake_closes_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "name"], name="cohort_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Enrollment(InstitutionRecord):
    """A person on one side of a cohort; somebody may be on both."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="enrollments")
    person = _person_key()
    side = models.CharField(max_length=6, choices=Side.choices)
    state = models.CharField(max_length=10, choices=EnrollmentState.choices)
    how = models.CharField(max_length=12, choices=EnrollmentHow.choices)
    state_at = models.DateTimeField(default=now)
    # How many mentors a mentee wants; null means one.
    demand = models.PositiveSmallIntegerField(null=True, blank=True)
    # How many mentees a mentor takes in all, every program and the outside counted; null means not said.
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    outside_mentees = models.PositiveSmallIntegerField(default=0)
    hours_per_month = models.PositiveSmallIntegerField(null=True, blank=True)
    # How far the form has come, never what was typed: for the one who helps.
    intake_topic = models.CharField(max_length=20, blank=True)
    intake_topic_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cohort", "person", "side"], name="enrollment_once_per_side"),
            models.CheckConstraint(
                condition=Q(demand=None) | Q(demand__range=(1, 3), side=Side.MENTEE),
                name="enrollment_demand_1_to_3",
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__lte=6, side=Side.MENTOR),
                name="enrollment_capacity_0_to_6",
            ),
            models.CheckConstraint(condition=Q(outside_mentees__lte=20), name="enrollment_outside_to_20"),
            models.CheckConstraint(
                condition=Q(hours_per_month=None) | Q(hours_per_month__lte=40),
                name="enrollment_hours_to_40",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "state"])]

    @property
    def is_current(self) -> bool:
        return self.state != EnrollmentState.WITHDRAWN


class Intake(InstitutionRecord):
    """One version of somebody's answers. `submitted_at` null: prefilled by an import, nobody has
    confirmed it. Once submitted a row never changes; a correction is the next version."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="intakes")
    version = models.PositiveSmallIntegerField(default=1)
    answers = models.JSONField(default=dict)
    submitted_at = models.DateTimeField(null=True)
    # Entered on the owner's behalf by this person; the owner confirms later.
    entered_by = _person_key(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrollment", "version"], name="intake_version_once"),
            models.UniqueConstraint(
                fields=["enrollment"], condition=Q(submitted_at=None), name="intake_one_unsubmitted"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(submitted_at__isnull=False),
                name="intake_confirmed_when_submitted",
            ),
        ]

    @property
    def waits_for_owner(self) -> bool:
        return self.entered_by_id is not None and self.confirmed_at is None

    def coded(self) -> Answers:
        """Return the answers as the frozen schema."""
        return answers_from_json(self.enrollment.side, self.answers)


class Wish(InstitutionRecord):
    """Somebody whom a person would like to be paired with, 1 first."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="wishes")
    rank = models.PositiveSmallIntegerField()
    person = _person_key()

    class Meta:
        ordering: ClassVar = ["rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrollment", "rank"], name="wish_rank_once"),
            models.UniqueConstraint(fields=["enrollment", "person"], name="wish_person_once"),
            models.CheckConstraint(condition=Q(rank__range=(1, 5)), name="wish_rank_1_to_5"),
        ]


class Exclusion(SealedRecord):
    """Somebody whom a person must not be paired with; who, is inside the sealed value {"person": id}."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="exclusions")


class Priority(InstitutionRecord):
    """A strategic goal that counts in matching while it lasts, [from_on, to_on)."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="priorities")
    name = models.CharField(_("name"), max_length=80)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("until"), null=True, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=10)
    rationale = models.TextField(_("why"), max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["-weight", "name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gt=F("from_on")), name="priority_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(weight__range=(1, 100)), name="priority_weight_1_to_100"),
            models.UniqueConstraint(fields=["program", "name"], name="priority_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Baseline(InstitutionRecord):
    """Facts from before the first pair, which can't be recovered later; one per enrollment."""

    enrollment = models.OneToOneField(Enrollment, on_delete=models.CASCADE, related_name="baseline")
    # Confidence key -> 0-10; an item that was skipped is absent.
    items = models.JSONField(default=dict)
    protected_hours = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    promised_by = models.CharField(max_length=120, blank=True)
    # Null: not asked yet, or no answer.
    follow_up_consent = models.BooleanField(null=True)
    consent_version = models.CharField(max_length=20, blank=True)
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(protected_hours=None) | Q(protected_hours__range=(0, 80)),
                name="baseline_hours_0_to_80",
            ),
            models.CheckConstraint(
                condition=Q(follow_up_consent=None) | ~Q(consent_version=""),
                name="baseline_consent_has_version",
            ),
        ]


class IntroductionCard(InstitutionRecord):
    """What a pair's other side will read first, once its owner has approved it."""

    enrollment = models.OneToOneField(Enrollment, on_delete=models.CASCADE, related_name="card")
    headline = models.CharField(max_length=120, blank=True)
    about = models.TextField(max_length=600, blank=True)
    ask_me_about = models.TextField(max_length=300, blank=True)
    approved_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=now)


class MailText(InstitutionRecord):
    """A program's own words for one kind of message; absent means the standard words."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="mail_texts")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    body = models.TextField(max_length=5000)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "kind"], name="mail_text_once"),
        ]
