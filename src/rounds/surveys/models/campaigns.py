"""Who is asked, when, and what they are promised."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.people.models import Person
from rounds.surveys.enums import Mode, WaveState
from rounds.surveys.floors import FLOOR, LOWEST_FLOOR
from rounds.surveys.models.instruments import Instrument, InstrumentVersion


class Campaign(InstitutionRecord):
    """One instrument for one audience, asked in waves. `scope_id` is an id that a grant may name; what it is, others know."""

    # the database refuses to part with what is asked
    instrument = models.ForeignKey(Instrument, on_delete=models.DO_NOTHING, related_name="campaigns")
    name = models.CharField(_("name"), max_length=120)
    scope_id = models.UUIDField(null=True, blank=True)
    audience = models.CharField(max_length=60)
    # what the audience's source needs to know, such as a cohort
    parameters = models.JSONField(default=dict, blank=True)
    # 1 yields last, 6 first
    rank = models.PositiveSmallIntegerField(default=6)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(rank__range=(1, 6)), name="campaign_rank_1_to_6")
        ]


class Wave(InstitutionRecord):
    """One time of asking. From the first queued mail on, `sent_at`, the database keeps what was promised."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField(default=1)
    version = models.ForeignKey(InstrumentVersion, on_delete=models.DO_NOTHING, related_name="waves")
    mode = models.CharField(max_length=10, choices=Mode)
    # fewer people than this are never shown together
    k = models.PositiveSmallIntegerField(default=FLOOR)
    # names of the one-way tables declared before anybody was asked, two at most
    cuts = models.JSONField(default=list, blank=True)
    # roles that read named answers
    readers = models.JSONField(default=list, blank=True)
    # fills "so that ..." of the promise
    purpose = models.CharField(_("so that"), max_length=200, blank=True)
    # What has come of the last answers, a line in the mail. Null where nothing is written: so a column comes to the table
    # without making it anew, which would part with its triggers.
    since = models.CharField(max_length=300, null=True, blank=True)  # noqa: DJ001
    # of a wave by plan: the day on which it is sent, and the plan's own word for it
    opens_on = models.DateField(null=True, blank=True)
    plan_key = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001  (unique where there is one)
    # the last day on which the office asked that who is missing be reminded with the next mail of the day
    nudged_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(_("closes on"))
    late_until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=WaveState, default=WaveState.PLANNED)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.CharField(max_length=200, blank=True)
    # until then it can be stopped, and no mail leaves
    stop_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "number"], name="wave_number_once"),
            models.UniqueConstraint(
                fields=["institution", "plan_key"],
                condition=Q(plan_key__isnull=False),
                name="wave_planned_once",
            ),
            models.CheckConstraint(condition=Q(k__gte=LOWEST_FLOOR), name="wave_floor"),
            models.CheckConstraint(
                condition=Q(state=WaveState.PLANNED) | Q(sent_at__isnull=False), name="wave_sent_has_moment"
            ),
            models.CheckConstraint(
                condition=Q(late_until=None) | Q(late_until__gte=F("closes_on")),
                name="wave_late_after_closing",
            ),
        ]

    @property
    def waits_for_its_day(self) -> bool:
        """Tell whether the plan of a year will send it."""
        return self.state == WaveState.PLANNED and self.opens_on is not None


class LentName(InstitutionRecord):
    """Whose name the second reminder of a wave bears, and whether they said yes. Days only; taken back, it is no more."""

    wave = models.OneToOneField(Wave, on_delete=models.CASCADE, related_name="lent_name")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    asked_by = models.CharField(max_length=200)
    asked_on = models.DateField()
    agreed_on = models.DateField(null=True, blank=True)
    declined_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(agreed_on=None) | Q(declined_on=None), name="lent_name_yes_or_no"
            )
        ]

    @property
    def waits(self) -> bool:
        """Tell whether its person has still to answer."""
        return self.agreed_on is None and self.declined_on is None
