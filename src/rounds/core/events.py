"""How a lower rung tells a higher one: a row in the same transaction, handled by the worker.

Handlers may run twice (a worker can die between the work and its tick): each must be idempotent.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from rounds.core import audit
from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.database.scope import current_zone, scope
from rounds.core.errors import NotFound
from rounds.core.models import Event

log = structlog.get_logger()

ATTEMPTS = 12
# After so many tries, about half a minute, somebody is told.
OFTEN = 5
Handler = Callable[[Event], None]
_handlers: dict[str, list[Handler]] = defaultdict(list)


def emit(name: str, *, institution_id: UUID, **ids: object) -> Event:
    """Write an event in the caller's transaction."""
    return Event.objects.create(
        institution_id=institution_id, name=name, ids={key: str(value) for key, value in ids.items()}
    )


def handles(name: str) -> Callable[[Handler], Handler]:
    """Register a function of a higher rung for an event; called inside the institution's scope."""

    def register(handler: Handler) -> Handler:
        _handlers[name].append(handler)
        return handler

    return register


def failed_events(viewer: Viewer) -> QuerySet[Event]:
    """Return the steps of the institution that were tried often enough to be looked at, oldest first."""
    tried = Event.objects.filter(
        institution_id=viewer.institution_id, dispatched_at=None, attempts__gte=OFTEN
    )
    return tried.exclude(problem="").order_by("id")


def failed_event(viewer: Viewer, event_id: int) -> Event:
    """Return one of them; raises NotFound for one that went through meanwhile."""
    event: Event | None = failed_events(viewer).filter(id=event_id).first()
    if event is None:
        raise NotFound
    return event


def try_event_again(*, event: Event, by: Viewer) -> None:
    """Let the worker try a step again at once, as often as a new one."""
    with transaction.atomic():
        failed_events(by).filter(id=event.id).update(attempts=0, try_after=now(), problem="")
        audit.record("event.again", by=by, kind="event", object_id=None, event=event.name)


def dispatch_waiting(*, limit: int = 100) -> int:
    """Call the handlers of waiting events, oldest first; return how many were dispatched.

    What handlers emit follows at once. One whose handler fails is tried again later, each time later, and does not
    hold up the others.
    """
    tried: list[int] = []
    dispatched = 0
    while waiting := _due(tried, limit - len(tried)):
        tried += waiting
        dispatched += sum(_dispatch(event_id) for event_id in waiting)
    return dispatched


def _due(tried: list[int], limit: int) -> list[int]:
    due = Event.objects.filter(dispatched_at=None, attempts__lt=ATTEMPTS, try_after__lte=now())
    return list(due.exclude(id__in=tried).order_by("id").values_list("id", flat=True)[:limit])


def _dispatch(event_id: int) -> bool:
    try:
        with transaction.atomic():
            waiting = Event.objects.select_for_update(skip_locked=True).filter(
                id=event_id, dispatched_at=None
            )
            event = waiting.first()
            if event is None:
                return False
            # moments are written as the clocks of the institution show them
            with scope(event.institution_id), timezone.override(current_zone()):
                for handler in _handlers.get(event.name, ()):
                    handler(event)
            Event.objects.filter(id=event_id).update(dispatched_at=now())
            return True
    except Exception as error:
        event = Event.objects.get(id=event_id)
        log.error(
            "event_failed", event_name=event.name, id=event_id, error=type(error).__name__, exc_info=True
        )
        Event.objects.filter(id=event_id).update(
            attempts=event.attempts + 1,
            try_after=now() + timedelta(seconds=2**event.attempts),
            problem=type(error).__name__,
        )
        return False
