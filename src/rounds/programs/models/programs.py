"""Programs, their cycles and cohorts, and who runs them."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import institution_today, now
from rounds.core.database.dated import DatedRecord, ends_after_start
from rounds.core.enums import Role
from rounds.core.models import InstitutionRecord
from rounds.people.models import Person
from rounds.programs.enums import (
    CohortState,
    CycleState,
    PriorityMode,
    ProgramState,
)
from rounds.programs.values.phases import PhaseSpec, phases_from

PROGRAM_ROLES = (Role.COORDINATOR, Role.DIRECTOR, Role.STEERING_VIEWER)


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
    # Its parts one after the other, as `values.phases` reads them; empty: all of it is one.
    phases = models.JSONField(default=list)
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

    def phase(self, number: int | None) -> PhaseSpec | None:
        """Return what a part of the program is, by its number; None where the program has no such part."""
        specs = phases_from(self.phases)
        return specs[number - 1] if number and number <= len(specs) else None

    def checkins_in(self, number: int | None) -> int:
        """Return how many check-ins a year are asked for in a phase."""
        spec = self.phase(number)
        return spec.checkins_per_year if spec and spec.checkins_per_year else self.checkins_per_year

    def waits_for(self, starts_on: date | None) -> bool:
        """Tell whether the program is started and its first day is still to come at the institution."""
        return (
            self.state == ProgramState.RUNNING and starts_on is not None and starts_on > institution_today()
        )

    def state_words(self, starts_on: date | None) -> str:
        """Say the state in words; before its first day a started program does not run yet."""
        if starts_on is not None and self.waits_for(starts_on):
            return gettext("Starts on %(day)s") % {"day": date_format(starts_on, "j M Y")}
        return capfirst(self.get_state_display())


class ProgramRole(DatedRecord):
    """Who coordinates, directs or watches a program, from one day until before another."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="roles")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in PROGRAM_ROLES])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["program", "person", "role"],
                condition=Q(to_on=None),
                name="program_role_once_open",
            ),
            ends_after_start("program_role_ends_after_start"),
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


class Phase(InstitutionRecord):
    """One part of a cycle, [starts_on, ends_on); what is asked in it is said by the program."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="phases")
    number = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=CycleState.choices, default=CycleState.PLANNED)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cycle", "number"], name="phase_number_once"),
            models.UniqueConstraint(
                fields=["cycle"], condition=Q(state=CycleState.OPEN), name="phase_one_open_per_cycle"
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="phase_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.cycle_id}"


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


class Priority(DatedRecord):
    """A strategic goal that counts in matching while it lasts, [from_on, to_on)."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="priorities")
    name = models.CharField(_("name"), max_length=80)
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


class PlanItem(InstitutionRecord):
    """One rule of a program's year where it differs from the standard; what rules there are is said by mentorships.

    Days count from the day that the rule itself names. `is_on` false: nothing of it is asked in this program.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="plan")
    rule = models.CharField(max_length=20)
    # The phase in which it holds; 0: in the whole program.
    phase = models.PositiveSmallIntegerField(default=0)
    is_on = models.BooleanField(default=True)
    due = models.SmallIntegerField()
    # the days of its reminders, in order; whom each reaches is part of the rule
    reminders = models.JSONField(default=list)
    office_from = models.SmallIntegerField(null=True)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "phase", "rule"], name="plan_item_once"),
            models.CheckConstraint(condition=Q(due__range=(-365, 365)), name="plan_item_due_within_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} of {self.program_id}"
