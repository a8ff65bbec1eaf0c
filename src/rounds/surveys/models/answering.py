"""One person's request, the links that lead to it, and what was answered."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rounds.core.models import InstitutionRecord, SealedRecord
from rounds.people.models import Person
from rounds.surveys.enums import RequestState, WhyNot
from rounds.surveys.models.campaigns import Wave


class Request(InstitutionRecord):
    """A person who is asked in a wave, about somebody or about nobody. Days only: an hour would tell who answered what."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="requests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    # instead of a person: somebody outside, who has a link and no home here
    outside = models.OneToOneField(
        "surveys.ExternalRater", on_delete=models.PROTECT, related_name="request", null=True, blank=True
    )
    subject = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    # {cut: category}, only of the cuts that the wave declares
    cuts = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.WAITING)
    reason = models.CharField(max_length=20, choices=WhyNot, default=WhyNot.NONE, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    # the message that asked: tried again, it asks the same
    mail_id = models.UUIDField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["wave", "person", "subject"],
                condition=Q(subject__isnull=False),
                name="request_once_a_subject",
            ),
            models.UniqueConstraint(
                fields=["wave", "person"], condition=Q(subject=None), name="request_once_a_person"
            ),
            models.CheckConstraint(
                condition=Q(person=None, outside__isnull=False) | Q(person__isnull=False, outside=None),
                name="request_of_one",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(state=RequestState.ANSWERED),
                name="request_answered_has_state",
            ),
            models.CheckConstraint(
                condition=(Q(reason="") & ~Q(state=RequestState.NOT_ASKED))
                | (~Q(reason="") & Q(state=RequestState.NOT_ASKED)),
                name="request_not_asked_has_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "state"])]


class LinkHash(InstitutionRecord):
    """The hash of a link's token. The token itself is made while its mail is sent, and kept nowhere."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    # of a code that another system hands over in a redirect: it works once, until then
    once_until = models.DateTimeField(null=True, blank=True)


class Response(SealedRecord):
    """What one person answered, {item key: answer}, where it is pooled or stands with a name.

    The database refuses a row for a wave whose ballots are sealed in a box.
    """

    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="response")
    language = models.CharField(max_length=10, default="en")
