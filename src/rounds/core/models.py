"""The tables that every other domain stands on."""

import uuid
from typing import Any, ClassVar, cast

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.database.scope import ScopedManager, current_institution_id
from rounds.core.encryption import seal, unseal

# First words of addresses that are not institutions.
RESERVED_SLUGS = frozenset(
    [
        "accounts",
        "admin",
        "answer",
        "api",
        "badges",
        "components",
        "demo",
        "drop",
        "feed",
        "healthz",
        "help",
        "lti",
        "mail",
        "media",
        "metrics",
        "public",
        "s",
        "saml",
        "scim",
        "sign-in",
        "static",
    ]
)


class Record(models.Model):
    """A row that an address may show: a random id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class Institution(Record):
    """A hospital, health system or medical school: the tenant."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    timezone = models.CharField(max_length=60, default="America/New_York")
    reply_to = models.EmailField(blank=True)
    # Rehearsal sends every message to the one who sends it.
    mail_is_live = models.BooleanField(default=False)
    # True for the invented institutions of the demo.
    is_invented = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(slug__in=sorted(RESERVED_SLUGS)), name="institution_slug_not_reserved"
            )
        ]

    def __str__(self) -> str:
        return self.name


class InstitutionRecord(Record):
    """A row of one institution. `objects` sees only the institution in scope; `everywhere` is for
    sign-in, migrations and the command line."""

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="+", default=current_institution_id
    )

    objects = ScopedManager()
    everywhere: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True


class SealedRecord(InstitutionRecord):
    """A row with one encrypted JSON value: read by `opened()`, written by `seal_value()` before saving."""

    sealed = models.TextField()

    class Meta:
        abstract = True

    def seal_value(self, value: Any) -> None:
        self.sealed = seal(value, institution_id=cast(uuid.UUID, self.institution_id), row_id=self.id)

    def opened(self) -> Any:
        return unseal(self.sealed, institution_id=cast(uuid.UUID, self.institution_id), row_id=self.id)


class UserManager(BaseUserManager["User"]):
    """Users are known by their sign-in address, compared without case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None) -> "User":
        user = self.model(email=email.strip().lower())
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One login; it may be a person in several institutions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=now)

    USERNAME_FIELD = "email"
    objects = UserManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="user_email_without_case")]

    def __str__(self) -> str:
        return self.email

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """Tie sessions to the sign-in address too: a new address or password ends them all."""
        salt = "rounds.core.models.User.session"
        return salted_hmac(
            salt, f"{self.password} {self.email}", secret=secret, algorithm="sha256"
        ).hexdigest()


class KnownDevice(Record):
    """A browser that a participant asked to be remembered on. Only the token's hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    token_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=now)
    used_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()


class AuditEvent(models.Model):
    """Who did what, when. Appended and chained per institution; plain ids, no keys, no sensitive contents."""

    id = models.BigAutoField(primary_key=True)
    institution_id = models.UUIDField(null=True)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    action = models.CharField(max_length=80, validators=[RegexValidator(r"^[a-z_]+(\.[a-z_]+)+$")])
    by_user_id = models.UUIDField(null=True)
    by_person_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200, blank=True)
    program_id = models.UUIDField(null=True)
    object_kind = models.CharField(max_length=60, blank=True)
    object_id = models.UUIDField(null=True)
    # Whose record it was, so that each person can read who opened what of theirs.
    about_person_id = models.UUIDField(null=True)
    facts = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution_id", "number"], name="audit_number_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["institution_id", "-number"]),
            models.Index(fields=["object_id"]),
            models.Index(fields=["institution_id", "about_person_id", "-number"]),
        ]


class AuditHead(models.Model):
    """Where an institution's chain ends: the row that writers lock. The nil id is the installation's own chain."""

    institution_id = models.UUIDField(primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)


class Event(models.Model):
    """Something that happened, told to higher rungs by the worker."""

    id = models.BigAutoField(primary_key=True)
    institution_id = models.UUIDField()
    name = models.CharField(max_length=80)
    ids = models.JSONField(default=dict)
    at = models.DateTimeField(default=now)
    dispatched_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField(default=now)
    # The class of the last error; its text could name people.
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(dispatched_at=None), name="event_waiting")
        ]


class Draft(SealedRecord):
    """What somebody has typed into a form and not yet submitted. Encrypted; kept 30 days."""

    owner_id = models.UUIDField()
    form_key = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner_id", "form_key"], name="draft_one_per_form")
        ]


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

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "send_after"]),
            models.Index(fields=["institution", "-queued_at"]),
        ]


class JobProgress(InstitutionRecord):
    """A job that somebody started, as its page shows it. What it does and its state stand in the queue's
    own row, `task_id`; numbers and sentences here."""

    task_id = models.UUIDField(unique=True, null=True)
    title = models.CharField(max_length=200)
    # What it works on, so that its page can lead back there.
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.UUIDField(null=True)
    by_user_id = models.UUIDField(null=True)
    by_person_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    # The sentence for the one who started it, once it has failed for good.
    problem = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_id"])]


class WorkerBeat(models.Model):
    """A worker that is alive writes here every few seconds; one that stops writing has lost its jobs."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField()


class RecurringRun(models.Model):
    """Which slot of a recurring chore was taken last, so that two workers don't both take it."""

    name = models.CharField(max_length=80, primary_key=True)
    slot = models.BigIntegerField(default=-1)
    started_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)
