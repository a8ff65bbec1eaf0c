"""Migrations of a database without rows, in a fifth of the time.

After each step Django draws up again all models that are related to those related to the one that changed: here nearly
all, through people and institutions, so that 470 steps draw up 42,000 models. A change of tables needs the model that
changes and those that point to it. Django itself draws up all of them before a step that runs Python, since what was
left out is marked as delayed. An installation with rows keeps Django's own way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

_own_way: Any = ProjectState._find_reload_model  # type: ignore[attr-defined]


def migrate() -> None:
    """Apply all migrations; the short way where none is applied yet."""
    if MigrationRecorder(connection).applied_migrations():
        call_command("migrate", verbosity=0, interactive=False)
        return
    with few_models_again():
        call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def few_models_again() -> Iterator[None]:
    """Let each step of a migration draw up only the model that it changes and those that point to it."""
    state: Any = ProjectState
    state._find_reload_model = _changed_and_pointing
    try:
        yield
    finally:
        state._find_reload_model = _own_way


def _changed_and_pointing(
    state: Any, app_label: str, model_name: str, delay: bool = False
) -> set[tuple[str, str]]:
    state.is_delayed = True
    found = {(app_label, model_name)}
    try:
        model = state.apps.get_model(app_label, model_name)
    except LookupError:
        return found
    pointing = {relation.related_model._meta for relation in model._meta.related_objects}
    return found | {(one.app_label, one.model_name) for one in pointing}
