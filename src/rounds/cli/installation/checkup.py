"""What `rounds doctor` looks at."""

import os
import pwd
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.core.mail import EmailMessage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from rounds.cli.installation.keys_file import keys_file
from rounds.core.audit.checks import anchor_file, verify_all
from rounds.core.clock import now
from rounds.core.encryption import CannotOpen
from rounds.core.encryption.resealing import sealed_models
from rounds.core.jobs.worker import last_beat
from rounds.core.models import Event, Institution, OutgoingMail
from rounds.core.private_files import is_private
from rounds.surveys.box.keys import has_file_half
from rounds.surveys.enums import BoxState
from rounds.surveys.models import Box


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, and what to do if it is wrong."""

    is_fine: bool
    sentence: str


def check_installation() -> list[Finding]:
    """Return a finding for each thing; one check that fails does not hide the others."""
    return [finding for name, check in CHECKS for finding in _safely(name, check)]


def send_test_mail(address: str) -> Finding:
    """Send one message through the configured server."""
    try:
        EmailMessage("A test message from Rounds", "It arrived, so mail works.", to=[address]).send()
    except Exception as error:
        return Finding(
            False,
            f"Mail to {address} did not leave ({type(error).__name__}: {error}). Check ROUNDS_SMTP_HOST, _PORT, _USER, _PASSWORD and _TLS.",
        )
    return Finding(True, f"A test message left for {address}. See whether it arrives.")


def _safely(name: str, check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(check())
    except Exception as error:
        return [Finding(False, f"{name} could not be looked at: {type(error).__name__}: {error}")]


def _settings() -> Iterator[Finding]:
    problems = [
        issue for issue in run_checks(include_deployment_checks=settings.PRODUCTION) if issue.level >= WARNING
    ]
    for issue in problems:
        yield Finding(False, f"Settings: {issue.msg} {issue.hint or ''}".strip())
    if not problems:
        yield Finding(True, f"Settings are those of {settings.MODE}, and Django's own checks find nothing.")
    if settings.PRODUCTION and not settings.ALLOWED_HOSTS:
        yield Finding(
            False, "ROUNDS_HOSTS is empty, so every request is refused. Set it to the name in the address."
        )


def _files() -> Iterator[Finding]:
    if not keys_file().exists():
        yield Finding(True, "Keys come from the environment; there is no file with them.")
    files = [keys_file(), anchor_file()]
    if connection.vendor == "sqlite":
        database = str(connection.settings_dict["NAME"])
        files += [Path(f"{database}{part}") for part in ("", "-wal", "-shm")]
    for path in filter(Path.exists, files):
        if is_private(path):
            yield Finding(True, f"{path} can be read by its owner alone.")
        else:
            yield Finding(False, f"{path} can be read by others. Run: chmod 600 {path}")


def _database() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield Finding(
            False, f"The database lacks {len(waiting)} changes of this release. Run: rounds manage migrate"
        )
        return
    yield Finding(True, f"The database ({connection.vendor}) answers and is up to date.")
    if not Institution.objects.exists():
        yield Finding(False, "There is no institution yet. Run: rounds setup")


def _sealed() -> Iterator[Finding]:
    for model in sealed_models():
        row = model.everywhere.exclude(sealed="").first()  # emptied rows stay, such as an undone import
        try:
            if row is not None:
                row.opened()
        except CannotOpen as error:
            yield Finding(False, f"{model._meta.label}: {error} Put the old key back behind the new one.")
            return
    yield Finding(True, "The keys open the encrypted fields.")


def _worker() -> Iterator[Finding]:
    seen = last_beat()
    if seen is None or seen < now() - timedelta(seconds=settings.JOB_LEASE_SECONDS):
        when = f"since {seen:%d %b %Y %H:%M} UTC" if seen else "yet"
        yield Finding(False, f"No worker has been seen {when}, so no mail leaves. Start: rounds worker")
    else:
        yield Finding(True, "A worker is at work.")
    failed = DBTaskResult.objects.failed().count()
    if failed:
        yield Finding(
            False, f"{failed} jobs have failed. The site administrator reads them: {_pages('jobs:failed')}"
        )
    events = Event.objects.filter(dispatched_at=None).exclude(problem="")
    if events.exists():
        words = f"{events.count()} steps did not go through, such as mail after something was pressed."
        mine = _pages("jobs:steps", set(events.values_list("institution_id", flat=True)))
        yield Finding(False, f"{words} The program office and the site administrator try them again: {mine}")


def _pages(name: str, institutions: set[UUID] | None = None) -> str:
    """Return the addresses of a page in institutions, in all if none are given."""
    found = Institution.objects.order_by("slug")
    found = found if institutions is None else found.filter(id__in=institutions)
    return " ".join(
        settings.BASE_URL.rstrip("/") + reverse(name, kwargs={"institution": one.slug}) for one in found
    )


def _mail() -> Iterator[Finding]:
    late = OutgoingMail.everywhere.filter(
        state="waiting", send_after__lt=now() - timedelta(minutes=10)
    ).count()
    bounced = OutgoingMail.everywhere.filter(state="bounced").count()
    held = OutgoingMail.everywhere.filter(state="held").count()
    if late:
        yield Finding(
            False,
            f"{late} messages should have left ten minutes ago. Is the worker running, and the mail server there?",
        )
    else:
        yield Finding(
            True, f"No message is late; {bounced} came back or were refused, {held} wait for an address."
        )
    for institution in Institution.objects.filter(mail_is_live=False):
        yield Finding(True, f"{institution.name} rehearses: every message goes to the one who sends it.")


def _audit() -> Iterator[Finding]:
    result = verify_all()
    for sentence in result.findings:
        yield Finding(False, f"Audit: {sentence}")
    if not result.findings:
        yield Finding(True, f"{result.events} audit events, none changed, {result.anchors} anchors agree.")


def _box_keys() -> Iterator[Finding]:
    folder, user = settings.BOX_KEYS, settings.WEB_USER
    needed = Box.everywhere.filter(state__in=[BoxState.OPEN, BoxState.RELEASED]).values_list("id", flat=True)
    if not folder.exists():
        yield Finding(
            not needed,
            f"There is no folder {folder} with keys of anonymous surveys; {len(needed)} are needed.",
        )
        return
    if not os.access(folder, os.R_OK | os.X_OK):
        yield Finding(True, f"{folder} with keys of anonymous surveys is closed to who runs this.")
        return
    missing = sum(not has_file_half(folder, box_id) for box_id in needed)
    if missing:
        yield Finding(
            False,
            f"{missing} keys of anonymous surveys are gone from {folder}. Put them back, or people are asked again.",
        )
    if folder.stat().st_mode & 0o077:
        yield Finding(False, f"{folder} can be read by others. Run: chmod 700 {folder}")
    elif not user:
        yield Finding(
            True,
            f"{folder} belongs to its owner alone. Pages are served by the same user unless ROUNDS_WEB_USER says otherwise.",
        )
    else:
        yield _kept_out(folder, user)


def _kept_out(folder: Path, user: str) -> Finding:
    try:
        uid = pwd.getpwnam(user).pw_uid
    except KeyError:
        return Finding(False, f"ROUNDS_WEB_USER is {user!r}, and this machine has no such user.")
    if uid in (0, folder.stat().st_uid):
        return Finding(
            False,
            f"{user}, as whom pages are served, can read {folder}. Give the folder to the worker's user alone.",
        )
    return Finding(True, f"{user}, as whom pages are served, is kept out of {folder}.")


CHECKS: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
    ("Settings", _settings),
    ("The files with keys and data", _files),
    ("The database", _database),
    ("The encrypted fields", _sealed),
    ("The keys of anonymous surveys", _box_keys),
    ("The worker", _worker),
    ("Outgoing mail", _mail),
    ("The audit chain", _audit),
)
