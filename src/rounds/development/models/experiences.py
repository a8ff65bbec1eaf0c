"""The catalog in versions, offerings with their seats, who asked, the draw, and rehearsals of a pair."""

import secrets
import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord, SealedRecord
from rounds.development.enums import SEATED, AskState, Kind
from rounds.mentorships.models import Mentorship
from rounds.people.enums import Tier
from rounds.people.models import Person, Site


def new_seed() -> str:
    """Return a seed that nobody can guess."""
    return secrets.token_hex(32)


class Entry(InstitutionRecord):
    """One version of an entry of the catalog, never changed; the highest number of a key is the one in use."""

    key = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(_("experience"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    tier = models.CharField(_("tier"), max_length=20, choices=Tier.choices)
    length = models.CharField(_("how long"), max_length=60)
    # keys of the framework's domains
    domains: Any = models.JSONField(default=list)
    prompts = models.CharField(_("questions beforehand"), max_length=500)
    looks_for = models.CharField(_("what to look for"), max_length=500)
    evidence = models.CharField(_("what shows it"), max_length=300)
    written_by = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("experience of the catalog")
        ordering: ClassVar = ["key", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "key", "number"], name="entry_version_once")
        ]

    def __str__(self) -> str:
        return self.title


class Offering(InstitutionRecord):
    """Seats of one experience: when, where, with whom; who gets them is drawn once asking has closed."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    # none: at every site
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    times = models.CharField(_("when"), max_length=200)
    starts_on = models.DateField(_("first day"))
    closes_on = models.DateField(_("last day to ask"))
    seats = models.PositiveSmallIntegerField(_("seats"))
    seed = models.CharField(max_length=64, default=new_seed)
    posted_by = models.CharField(max_length=200)
    posted_at = models.DateTimeField(default=now)
    called_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("offering")
        ordering: ClassVar = ["closes_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(seats__range=(1, 500)), name="offering_seats_1_to_500"),
            models.CheckConstraint(
                condition=Q(starts_on__gt=F("closes_on")), name="offering_closes_before_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"offering of {self.entry_id}"


class SeatAsk(InstitutionRecord):
    """Somebody asks for a seat with one line for the host; a seat has a number, and no number is given twice."""

    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="asks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    line = models.CharField(_("one line for the host"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=AskState.choices, default=AskState.ASKED)
    seat = models.PositiveSmallIntegerField(null=True, blank=True)
    asked_at = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("wish for a seat")
        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offering", "person"], name="seat_asked_once"),
            models.UniqueConstraint(
                fields=["offering", "seat"], condition=~Q(seat=None), name="seat_given_once"
            ),
            models.CheckConstraint(
                condition=Q(seat=None, state__in=[one for one in AskState.values if one not in SEATED])
                | Q(seat__gte=1, state__in=list(SEATED)),
                name="seat_has_its_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}, {self.state}"


class Draw(InstitutionRecord):
    """How the seats of an offering were drawn: seed, everybody's earlier experiences and lot, in order. Never changed."""

    offering = models.OneToOneField(Offering, on_delete=models.PROTECT, related_name="drawn")
    seats = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=64)
    # [[id of a person, earlier experiences, lot], ...] in the order of the draw
    lots: Any = models.JSONField(default=list)
    drawn_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("draw")

    def __str__(self) -> str:
        return f"draw of {self.offering_id}"


class Rehearsal(SealedRecord):
    """A rehearsal of a pair. Sealed: what the mentee took along, what the mentor saw; the two read it, nobody else."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="+")
    experience = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    planned_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=now)
    # None: still planned
    held_on = models.DateField(null=True, blank=True)
    entry_id = models.UUIDField(default=uuid.uuid4)

    class Meta:
        verbose_name = _("rehearsal")
        ordering: ClassVar = ["-planned_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mentorship", "entry_id"], name="rehearsal_entered_once")
        ]

    def __str__(self) -> str:
        return f"rehearsal of {self.mentorship_id}"
