"""Every row of an institution is out of reach without a scope: no default manager reads it."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from rounds.core.database.scope import ScopedManager, ScopeMissing, scope
from rounds.core.models import Institution
from tests.access.matrix import scoped

# Institution-wide by design, each with its reason; read by the modules that tests/architecture/test_scope.py names.
BESIDE = {
    "core.AuditEvent": "one chain an institution and one of the installation; every read filters by the viewer's",
    "core.AuditHead": "the ends of those chains",
    "core.Event": "the worker takes events of all institutions and enters the scope of each",
}


def tenants_models():
    """Return every model that belongs to an institution by itself or through a chain of keys."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("rounds.")]
    return [model for model in ours if model is not Institution and belongs(model, set())]


def belongs(model, seen) -> bool:
    if model in seen:
        return False
    for field in model._meta.concrete_fields:
        if field.name in ("institution", "institution_id"):
            return True
        if field.is_relation and belongs(field.related_model, {*seen, model}):
            return True
    return False


def unguarded(model) -> list[str]:
    """Return the managers of a model that answer without a scope, but for `everywhere`, which says what it does."""
    found = []
    for manager in model._meta.managers:
        if manager.name == "everywhere":
            continue
        try:
            str(manager.all().query)
        except ScopeMissing:
            continue
        found.append(f"{model._meta.label}.{manager.name}")
    return found


def test_no_model_of_an_institution_is_read_without_a_scope():
    guarded = [model for model in tenants_models() if model._meta.label not in BESIDE]

    assert [name for model in guarded for name in unguarded(model)] == []
    assert all(isinstance(model._default_manager, ScopedManager) for model in guarded)
    assert len(guarded) > 40


def test_what_stands_beside_still_exists():
    assert set(BESIDE) <= {model._meta.label for model in tenants_models()}


@isolate_apps("rounds.core")
def test_model_without_the_guard_is_found():
    class Planted(models.Model):
        institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "core"

    class Chained(models.Model):
        planted = models.ForeignKey(Planted, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "core"

    assert belongs(Planted, set())
    assert belongs(Chained, set())
    assert unguarded(Planted) == ["core.Planted.objects"]
    assert unguarded(Chained) == ["core.Chained.objects"]


@pytest.mark.django_db
def test_query_that_names_no_institution_is_noted(hospital):
    """Make one such query; the access matrix runs every page under this watch, and wants it empty."""
    from rounds.people.models import Person

    unscoped: list[str] = []

    with scoped(unscoped):
        with scope(hospital.id):
            list(Person.objects.filter(given_name="A"))
            Person.objects.filter(family_name="B").count()
        list(Person.everywhere.filter(id=hospital.id))
        assert unscoped == []
        list(Person.everywhere.filter(given_name="A"))

    assert len(unscoped) == 1
