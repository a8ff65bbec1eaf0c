"""What happens when two people write the same at once: a constraint lets one through, and the other hears so in words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rounds.core.errors import OutOfOrder

Given = ParamSpec("Given")
Result = TypeVar("Result")


@contextmanager
def in_words() -> Iterator[None]:
    """Answer a broken constraint with a sentence (409): somebody was first."""
    try:
        yield
    except IntegrityError as error:
        raise somebody_was_first() from error


def somebody_was_first() -> OutOfOrder:
    """Return the refusal where nothing better is known than that two wrote at once."""
    return OutOfOrder(
        _("Somebody else has just changed the same. Open the page again to see how it stands now.")
    )


def retried(service: Callable[Given, Result]) -> Callable[Given, Result]:
    """Run a service in one transaction, and once more where somebody else has just written the same.

    The second time its own rules see that row: they name it, or find nothing left to do. Such a service compares
    with rows that it reads itself, not with objects that it was handed and has changed.
    """

    @wraps(service)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        try:
            with transaction.atomic():
                return service(*args, **kwargs)
        except IntegrityError:
            with in_words(), transaction.atomic():
                return service(*args, **kwargs)

    return run
