"""Regular jobs of the product itself."""

from datetime import timedelta

import structlog
from django.contrib.sessions.models import Session
from django.db import connection
from django_tasks_db.models import DBTaskResult

from rounds.core.clock import now
from rounds.core.database.scope import scope
from rounds.core.database.statistics import refresh_statistics
from rounds.core.drafts import KEPT_DAYS
from rounds.core.events import dispatch_waiting
from rounds.core.jobs.chores import chore
from rounds.core.mail import days, send_waiting
from rounds.core.models import Draft, Event, Institution, JobProgress, KnownDevice, WorkerBeat

log = structlog.get_logger()

JOBS_KEPT_DAYS = 30
EVENTS_KEPT_DAYS = 30


@chore("events.dispatch", every=None)
def dispatch_events() -> None:
    dispatch_waiting()


@chore("mail.send", every=None)
def send_mail() -> None:
    send_waiting()


@chore("mail.day", every=timedelta(hours=1))
def queue_mail_of_the_day() -> None:
    """Queue the mail of everybody whose hour has come, institution by institution; one that fails holds up no other."""
    for institution in Institution.objects.all():
        try:
            with scope(institution.id, institution.timezone):
                days.queue_mail_of_the_day(institution)
        except Exception as error:
            log.error(
                "mail_of_the_day_failed",
                institution=institution.slug,
                error=type(error).__name__,
                exc_info=True,
            )


@chore("core.expire", every=timedelta(hours=6))
def expire() -> None:
    """Delete what is past its time: drafts, ended jobs, dispatched events, dead heartbeats, sessions, limits."""
    moment = now()
    Draft.everywhere.filter(saved_at__lt=moment - timedelta(days=KEPT_DAYS)).delete()
    ended = DBTaskResult.objects.finished().filter(finished_at__lt=moment - timedelta(days=JOBS_KEPT_DAYS))
    gone = list(ended.values_list("id", flat=True)[:5000])
    JobProgress.everywhere.filter(task_id__in=gone).delete()
    DBTaskResult.objects.filter(id__in=gone).delete()
    Event.objects.filter(dispatched_at__lt=moment - timedelta(days=EVENTS_KEPT_DAYS)).delete()
    WorkerBeat.objects.filter(seen_at__lt=moment - timedelta(days=1)).delete()
    KnownDevice.objects.filter(expires_at__lt=moment).delete()
    Session.objects.filter(expire_date__lt=moment).delete()
    with connection.cursor() as cursor:  # the table of the cache has no model
        over = connection.ops.adapt_datetimefield_value(moment)
        cursor.execute("DELETE FROM core_cache WHERE expires < %s", [over])


@chore("core.statistics", every=timedelta(hours=6))
def count_tables() -> None:
    """Keep SQLite's choice of indexes right while tables grow; PostgreSQL does so by itself."""
    if connection.vendor == "sqlite":
        refresh_statistics()
