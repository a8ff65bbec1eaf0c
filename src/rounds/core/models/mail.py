"""Messages on their way out."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models.records import InstitutionRecord


class OutgoingMail(InstitutionRecord):
    """One message to one address, sent by the worker once its time has come.

    `key` makes sending idempotent: the same key is queued once. Texts are written by `web`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("sending")
        SENT = "sent", _("sent")
        STOPPED = "stopped", _("stopped")
        BOUNCED = "bounced", _("bounced")
        HELD = "held", _("waits for an address")

    key = models.CharField(max_length=200, unique=True)
    batch_id = models.UUIDField(null=True, db_index=True)
    kind = models.CharField(max_length=60)
    to_person_id = models.UUIDField(null=True)
    to_address = models.EmailField()
    # The address it would have gone to, when rehearsal sent it elsewhere.
    meant_for = models.EmailField(blank=True)
    reply_to = models.EmailField(blank=True)
    from_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    queued_at = models.DateTimeField(default=now)
    send_after = models.DateTimeField(default=now)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    by_user_id = models.UUIDField(null=True)
    program_id = models.UUIDField(null=True)
    # The body of such a message (a sign-in code) is forgotten once it is sent.
    is_secret = models.BooleanField(default=False)
    # What a kind with a writer is about; its text is written when it leaves.
    ids = models.JSONField(default=dict)
    # Of messages whose readers nobody is told: pages show all that share it as one line, without names.
    told_as = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "send_after"]),
            models.Index(fields=["institution", "-queued_at"]),
        ]


class DayMail(InstitutionRecord):
    """The one mail of a person and day: how many reminders were in it, and how many there was no room for.

    Account mail, invitations, calendar messages and what the office sends are outside. What is said is not kept here.
    """

    person_id = models.UUIDField()
    on = models.DateField()
    reminders = models.PositiveSmallIntegerField(default=0)
    # not where nothing fitted, because the person has reached a limit
    is_sent = models.BooleanField(default=True)
    dropped = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "person_id", "on"], name="day_mail_once")
        ]


class MailChoice(InstitutionRecord):
    """How somebody wants reminders: every working day or once a week, at which hour, or none at all."""

    person_id = models.UUIDField()
    # Empty: as their part in a program has it.
    rhythm = models.CharField(
        max_length=10, blank=True, choices=[("daily", _("every working day")), ("weekly", _("once a week"))]
    )
    weekday = models.PositiveSmallIntegerField(default=0)
    hour = models.PositiveSmallIntegerField(null=True)
    stopped_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "person_id"], name="mail_choice_once"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="mail_choice_weekday"),
            models.CheckConstraint(
                condition=models.Q(hour=None) | models.Q(hour__range=(5, 20)), name="mail_choice_hour"
            ),
        ]
