"""Where people work."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord
from rounds.people.enums import HelpTopic


class Site(InstitutionRecord):
    """A campus or hospital building with a time zone of its own."""

    name = models.CharField(_("name"), max_length=120)
    timezone = models.CharField(_("time zone"), max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint("institution", Lower("name"), name="site_name_once")]

    def __str__(self) -> str:
        return self.name


class HelpRoute(InstitutionRecord):
    """Where people of the institution turn with one kind of trouble; written by those who keep its structure."""

    topic = models.CharField(_("what it is about"), max_length=20, choices=HelpTopic.choices)
    name = models.CharField(_("who"), max_length=120)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    web = models.URLField(_("address"), blank=True)
    words = models.CharField(_("in a sentence"), max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "topic"], name="help_route_once_a_topic")
        ]

    def __str__(self) -> str:
        return self.name


class MergedPlace(InstitutionRecord):
    """A department or site that became part of another: its name leads on, and for a day it can come back."""

    kind = models.CharField(max_length=20)
    # plain ids: the one is gone, the other may go
    gone_id = models.UUIDField()
    into_id = models.UUIDField()
    name = models.CharField(max_length=120)
    code = models.CharField(max_length=20, blank=True)
    timezone = models.CharField(max_length=60, blank=True)
    # table and column -> ids of the rows that moved
    moved: Any = models.JSONField(default=dict)
    merged_at = models.DateTimeField(default=now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-merged_at"]

    def __str__(self) -> str:
        return self.name


class Department(InstitutionRecord):
    """A department of the institution."""

    name = models.CharField(_("name"), max_length=120)
    code = models.CharField(_("code"), max_length=20, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint("institution", Lower("name"), name="department_name_once")
        ]

    def __str__(self) -> str:
        return self.name
