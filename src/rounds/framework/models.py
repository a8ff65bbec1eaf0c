"""A framework and its versions, each a set of rows of its own."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import now
from rounds.core.models import InstitutionRecord


class Framework(InstitutionRecord):
    """A leadership competency framework of an institution."""

    key = models.SlugField(max_length=40)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "key"], name="framework_key_once")
        ]

    def __str__(self) -> str:
        return self.name


class FrameworkVersion(InstitutionRecord):
    """One version: a draft that is edited, or published and fixed for good."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    reason = models.CharField(_("what changed and why"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=now)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["framework", "number"], name="framework_version_once"),
            models.UniqueConstraint("framework", condition=Q(published_at=None), name="framework_one_draft"),
        ]

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class VersionPart(InstitutionRecord):
    """A row of one version, in its place."""

    version = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE, related_name="%(class)ss")
    key = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "key"], name="%(class)s_key_once")
        ]


class Domain(VersionPart):
    """A field of leadership, the same for every track."""

    name = models.CharField(_("domain"), max_length=80)
    summary = models.CharField(_("in one line"), max_length=200)


class Track(VersionPart):
    """A kind of career, with its own tier names and kinds of evidence."""

    name = models.CharField(_("track"), max_length=80)
    # {tier key: label people of this track use}
    tier_names = models.JSONField(default=dict)
    # {domain key: [what may show it]}
    evidence = models.JSONField(default=dict)


class Indicator(VersionPart):
    """What an observer can see at one tier in one domain. `key` is DOMAIN.tier."""

    domain_key = models.CharField(max_length=40)
    tier = models.CharField(max_length=20)
    text = models.CharField(_("what an observer can see"), max_length=300)
    is_focus = models.BooleanField(_("focus of this tier"), default=False)


class Crosswalk(VersionPart):
    """A domain beside a theme of another map: many to many. `key` is DOMAIN~theme."""

    domain_key = models.CharField(max_length=40)
    theme = models.CharField(max_length=60)


class MilestoneCode(models.Model):
    """A milestone's code in one specialty and version, with its canonical theme. Titles only.

    Public facts, the same for all institutions; a local milestone belongs to Rounds and is never reported.
    """

    specialty = models.CharField(max_length=120)
    version = models.CharField(max_length=20)
    code = models.CharField(max_length=12)
    theme = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    is_local = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["specialty", "version", "code", "theme"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["specialty", "version", "code", "theme"], name="milestone_code_once"
            )
        ]
