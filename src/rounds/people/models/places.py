"""Where people work."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from rounds.core.models import InstitutionRecord


class Site(InstitutionRecord):
    """A campus or hospital building with a time zone of its own."""

    name = models.CharField(_("name"), max_length=120)
    timezone = models.CharField(_("time zone"), max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint("institution", Lower("name"), name="site_name_once")]

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
