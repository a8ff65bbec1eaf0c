"""Follow-up: one request a person and year after the program, and what came of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rounds.core.models import InstitutionRecord
from rounds.insights.enums import Level, Plain
from rounds.people.models import Person
from rounds.programs.models import Program

NO_LINK = Q(token_hash="")  # nosec B106


class FollowUp(InstitutionRecord):
    """One year's request to somebody who took part and agreed to be asked. Of its link only the hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    # the first, the second, ... after the program
    year = models.PositiveSmallIntegerField()
    consent_version = models.CharField(max_length=20)
    token_hash = models.CharField(max_length=64, blank=True)
    # how many messages were queued: the request and its reminders
    messages = models.PositiveSmallIntegerField(default=0)
    # the message for which a day of the person's mail was taken
    told_by = models.UUIDField(null=True)
    asked_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    # three items that may be left out
    certified = models.CharField(
        _("board certification in force"), max_length=3, choices=Plain.choices, blank=True
    )
    reach = models.PositiveSmallIntegerField(
        _("reach of the highest role"), choices=Level.choices, default=Level.NONE
    )
    mentors = models.CharField(_("mentors others"), max_length=3, choices=Plain.choices, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "program", "year"], name="follow_up_once_a_year"),
            models.UniqueConstraint("token_hash", condition=~NO_LINK, name="follow_up_token_once"),
        ]
