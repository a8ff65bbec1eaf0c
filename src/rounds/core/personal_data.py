"""Which fields are about people: read by export, erasure and scrubbing, and held complete by a test.

Each domain sorts its own in `personal_data.py`. Personal: says who somebody is or what they did. Sensitive:
what they think of others or of themselves, and secrets. Plain: the rest. `id` and `institution` are plain everywhere.
"""

from collections.abc import Iterable
from enum import StrEnum
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.module_loading import module_has_submodule


class Sort(StrEnum):
    """How careful one must be with a field."""

    PERSONAL = "personal"
    SENSITIVE = "sensitive"
    PLAIN = "plain"


Sorted = dict[str, Sort]


def fields(*, personal: str = "", sensitive: str = "", plain: str = "") -> Sorted:
    """Sort the fields of one model, names separated by spaces."""
    return (
        {"id": Sort.PLAIN, "institution": Sort.PLAIN}
        | dict.fromkeys(personal.split(), Sort.PERSONAL)
        | dict.fromkeys(sensitive.split(), Sort.SENSITIVE)
        | dict.fromkeys(plain.split(), Sort.PLAIN)
    )


FIELDS = {
    "Institution": fields(plain="slug name timezone reply_to mail_is_live is_invented created_at"),
    "User": fields(personal="email last_login", sensitive="password", plain="is_active created_at"),
    "KnownDevice": fields(
        personal="user name used_at proved_at", sensitive="token_hash", plain="created_at expires_at"
    ),
    "AuditEvent": fields(
        personal="by_user_id by_person_id by_name about_person_id facts",
        plain="institution_id number at action program_id object_kind object_id previous_hash hash",
    ),
    "Opening": fields(personal="owner_person_id reader_person_id kind thing_id on at"),
    "AuditHead": fields(plain="institution_id number hash"),
    "Event": fields(plain="institution_id name ids at dispatched_at attempts try_after problem"),
    "Draft": fields(personal="owner_id", sensitive="sealed", plain="form_key version saved_at"),
    "OutgoingMail": fields(
        personal="to_person_id to_address meant_for by_user_id subject",
        sensitive="body",
        plain="key batch_id kind reply_to from_name state queued_at send_after claimed_at attempts sent_at problem"
        " program_id is_secret ids told_as",
    ),
    "DayMail": fields(personal="person_id on reminders dropped is_sent"),
    "MailChoice": fields(personal="person_id rhythm weekday hour stopped_at", plain="changed_at"),
    "JobProgress": fields(
        personal="by_user_id by_person_id by_name message problem",
        plain="task_id title subject_kind subject_id done total started_at",
    ),
    "WorkerBeat": fields(plain="worker_id seen_at"),
    "RecurringRun": fields(plain="name slot started_at problem"),
}


def sorted_fields() -> dict[str, Sorted]:
    """Return the fields of all domains by model, such as "people.Person"."""
    found: dict[str, Sorted] = {}
    for app in apps.get_app_configs():
        if app.module is not None and module_has_submodule(app.module, "personal_data"):
            own: dict[str, Sorted] = import_module(f"{app.name}.personal_data").FIELDS
            found |= {f"{app.label}.{model}": sorting for model, sorting in own.items()}
    return found


def unsorted_fields(models: Iterable[Any], sorting: dict[str, Sorted]) -> list[str]:
    """Return a sentence for each field of a model that nobody has sorted, and each sorted one that is gone."""
    sentences = []
    for model in models:
        own, there = sorting.get(model._meta.label, {}), {field.name for field in _columns(model)}
        for name in sorted(there - set(own)):
            sentences.append(
                f"{model._meta.label}.{name}: sort it as personal, sensitive or plain in the domain's personal_data.py."
            )
        for name in sorted(set(own) - there - {"id", "institution"}):
            sentences.append(
                f"{model._meta.label}.{name} is sorted in personal_data.py, but there is no such field."
            )
    return sentences


def _columns(model: type[Model]) -> list[Any]:
    return list(model._meta.concrete_fields) + list(model._meta.local_many_to_many)
