"""Feedback from all around one person: a round, whom it asks, and the report that waits for its debrief.

Who answered what stands nowhere: answers of several are ballots of a sealed box like those of any anonymous wave.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord, SealedRecord
from rounds.people.models import Person
from rounds.surveys.enums import NominationState, RaterGroup, RoundState
from rounds.surveys.models.campaigns import Campaign, Wave


class Round360(InstitutionRecord):
    """One occasion of feedback about one person. `scope_id` is an id that a grant may name."""

    subject = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    debriefer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    line_manager = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    scope_id = models.UUIDField()
    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="round360")
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.NOMINATING)
    # groups that are asked beside oneself and supervisors
    groups = models.JSONField(default=list)
    closes_on = models.DateField(_("closes on"))
    # once, by 14 days, where too few have answered
    extended_on = models.DateField(null=True, blank=True)
    # of several raters, sealed in a box; of oneself and of a sole supervisor, with a name
    raters = models.OneToOneField(Wave, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    own = models.OneToOneField(Wave, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    supervisor = models.OneToOneField(Wave, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField(default=now)
    created_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(subject=F("debriefer"))
                & ~Q(subject=F("line_manager"))
                & ~Q(debriefer=F("line_manager")),
                name="round360_three_people",
            ),
            models.UniqueConstraint(
                fields=["subject"],
                condition=Q(state__in=[RoundState.NOMINATING, RoundState.RUNNING]),
                name="round360_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[RoundState.NOMINATING, RoundState.STOPPED]) | Q(raters__isnull=False),
                name="round360_sent_has_wave",
            ),
        ]

    @property
    def waves(self) -> list[Wave]:
        """Return the waves in which it asks."""
        return [wave for wave in (self.raters, self.own, self.supervisor) if wave is not None]


class ExternalRater(InstitutionRecord):
    """Somebody outside who is asked by mail alone; name and address are forgotten after release."""

    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    forgotten_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(forgotten_on=None, name__gt="", email__gt="")
                | Q(forgotten_on__isnull=False, name="", email=""),
                name="external_rater_forgotten_whole",
            )
        ]


class Nomination(InstitutionRecord):
    """Somebody who is to be asked about a person, in one group: proposed, then approved or not by somebody outside the line."""

    round = models.ForeignKey(Round360, on_delete=models.CASCADE, related_name="nominations")
    group = models.CharField(max_length=12, choices=RaterGroup)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    outside = models.OneToOneField(
        ExternalRater, on_delete=models.CASCADE, related_name="nomination", null=True, blank=True
    )
    state = models.CharField(max_length=10, choices=NominationState, default=NominationState.PROPOSED)
    # of the one who approves: why somebody was left out, added or swapped
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    is_added = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar = ["created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "person"], condition=Q(person__isnull=False), name="nomination_once"
            ),
            models.CheckConstraint(
                condition=Q(person=None, outside__isnull=False) | Q(person__isnull=False, outside=None),
                name="nomination_of_one",
            ),
        ]

    @property
    def name(self) -> str:
        if self.person is not None:
            return self.person.display_name
        return self.outside.name if self.outside else ""


class Release360(SealedRecord):
    """The report of a round, frozen as it closed; nobody reads it before the debrief is booked. Sealed: the report."""

    round = models.OneToOneField(Round360, on_delete=models.CASCADE, related_name="release")
    frozen_on = models.DateField()
    # of what is sealed, so that a change of it is seen
    digest = models.BinaryField()
    booked_at = models.DateTimeField(null=True, blank=True)
    # when the debrief began, or 30 days after closing: from then on the person reads it too
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.CharField(max_length=200, blank=True)
