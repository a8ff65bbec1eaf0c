"""Logs: one event a line, with the request's id; ids of people, never their names, words or addresses.

The text of an exception can hold what somebody wrote, and a path can hold a token: production writes the
class of an error and its places in the program, and the name of a page instead of its path.
"""

import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

Event = MutableMapping[str, Any]


def logging_settings(*, production: bool, level: str = "") -> dict[str, Any]:
    """Return Django's LOGGING, and set structlog up to go through it."""
    level = level or ("INFO" if production else "WARNING")
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if production:
        shared.append(only_places)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer: Any = structlog.processors.JSONRenderer() if production else structlog.dev.ConsoleRenderer()
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": shared,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    }
    quiet = {"handlers": ["nowhere"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": formatter},
        "handlers": {
            "nowhere": {"class": "logging.NullHandler"},
            "out": {"class": "logging.StreamHandler", "formatter": "lines"},
        },
        "root": {"handlers": ["out"], "level": level},
        "loggers": {
            # Both write paths; web/request_log.py writes the name of the page instead.
            **({"django.request": quiet, "django.server": quiet} if production else {}),
            "django_tasks": {"level": "WARNING"},
        },
    }


def only_places(logger: object, name: str, event: Event) -> Event:
    """Replace an exception by its class and where in the program it went through."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        event["error"] = type(error).__name__
        event["places"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event
