"""Errors that people are shown. Each message names the thing concerned and the fix."""


class DomainError(Exception):
    """A rule of the product was broken; the message is shown to the person who tried.

    `field` names the form field that the message belongs to, if any.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotFound(DomainError):
    """There is no such thing, or the viewer may not know of it: both look alike (404)."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)


class OutOfOrder(DomainError):
    """A step was tried before its time, or somebody else was first (409); the message says what to do next."""
