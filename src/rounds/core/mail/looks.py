"""A last look at a message whose text waits in the queue: what it says may be untrue by the time it leaves."""

from collections.abc import Callable

from rounds.core.models import OutgoingMail


class SaidAlready(Exception):
    """Raised by a look whose message was said by another one; its words tell the office which."""


# step(message) -> its text as it is true now, in the scope of its institution; None when it is true no longer.
Look = Callable[[OutgoingMail], str | None]
_looks: dict[str, Look] = {}


def add_look(kind: str, look: Look) -> None:
    """Register look(message) of a kind of mail: it is asked just before each message leaves."""
    _looks[kind] = look


def look_of(kind: str) -> Look | None:
    """Return what looks at a kind of mail again as it leaves."""
    return _looks.get(kind)
