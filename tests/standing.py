"""What is slow to make, made once for a module whose tests take back what they write."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest


def standing(make: Callable[[], Any]) -> Any:
    """Return a fixture of a module: what `make` returns, in the database until the module's last test."""

    @pytest.fixture(scope="module")
    def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
        from tests.access.matrix import rolled_back

        with django_db_blocker.unblock(), rolled_back():
            yield make()

    return made
