"""What is kept of launches: a login that has begun, who somebody is at a platform, a way in that counts once."""

from typing import ClassVar

from django.db import models

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord, SealedRecord
from rounds.integrations.connections.models import Connection
from rounds.people.models.people import Person


class LtiLogin(SealedRecord):
    """A login that a platform has begun: state, nonce and browser as hashes, for five minutes, used once.

    Sealed: what the platform gave to begin with, so that the login can begin again in a window of its own.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    state_hash = models.CharField(max_length=64, unique=True)
    nonce_hash = models.CharField(max_length=64)
    browser_hash = models.CharField(max_length=64)
    begun_at = models.DateTimeField(default=now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["begun_at"])]


class LinkedIdentity(InstitutionRecord):
    """Who somebody is at a platform: issuer, client and subject; an address is no key."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=250)
    client_id = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # True: by the employee number that a trusted platform sent; False: by a code mailed to the address on record.
    by_number = models.BooleanField()
    joined_at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar = ["joined_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["connection", "issuer", "client_id", "subject"], name="linked_identity_once"
            )
        ]


class LtiEntry(SealedRecord):
    """A way in after a launch that was checked: a code of one minute, used once. Sealed: who and where to."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["until"])]


class LtiTask(InstitutionRecord):
    """A survey of somebody who came out of a course: the platform is told that they are done, nothing else.

    A course counts a survey by an item of its own, which is not known before somebody came by that survey's link; or
    all that waits by one item together (`of_all`).
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # Plain id, as of every wave outside of surveys.
    wave_id = models.UUIDField()
    subject = models.CharField(max_length=255)
    context_id = models.CharField(max_length=255, blank=True)
    of_all = models.BooleanField(default=False)
    line_item = models.CharField(max_length=1000, blank=True)
    told_at = models.DateTimeField(null=True)
    # The status with which the platform has refused it for good.
    refused = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["connection", "subject", "wave_id", "context_id", "of_all"], name="lti_task_once"
            )
        ]


class LtiItem(InstitutionRecord):
    """By which item a course counts a survey, as the platform has said at a launch of that survey's link."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    context_id = models.CharField(max_length=255)
    wave_id = models.UUIDField()
    line_item = models.CharField(max_length=1000)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["connection", "context_id", "wave_id"], name="lti_item_once")
        ]


class LtiCourse(InstitutionRecord):
    """A course out of which somebody came, with where the platform says who is in it."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="courses")
    context_id = models.CharField(max_length=255)
    title = models.CharField(max_length=200)
    memberships_url = models.CharField(max_length=1000)

    class Meta:
        ordering: ClassVar = ["title", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["connection", "context_id"], name="lti_course_once")
        ]


class LtiRegistration(InstitutionRecord):
    """An address by which a platform may register Rounds by itself: for some days, once, as a draft that a second person confirms."""

    connection = models.OneToOneField(Connection, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()
    opened_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    used_at = models.DateTimeField(null=True)
