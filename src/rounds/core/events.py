"""How a lower rung tells a higher one: a row in the same transaction, handled by the worker.

Handlers may run twice (a worker can die between the work and its tick): each must be idempotent.
"""

from collections import defaultdict
from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from rounds.core.clock import now
from rounds.core.models import Event
from rounds.core.scope import scope

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


def dispatch_waiting(*, limit: int = 100) -> int:
    """Call the handlers of waiting events, oldest first; return how many were dispatched."""
    waiting = list(
        Event.objects.filter(dispatched_at=None).order_by("id").values_list("id", flat=True)[:limit]
    )
    dispatched = 0
    for event_id in waiting:
        with transaction.atomic():
            event = (
                Event.objects.select_for_update(skip_locked=True)
                .filter(id=event_id, dispatched_at=None)
                .first()
            )
            if event is None:
                continue
            with scope(event.institution_id):
                for handler in _handlers[event.name]:
                    handler(event)
            Event.objects.filter(id=event_id).update(dispatched_at=now())
            dispatched += 1
    return dispatched
