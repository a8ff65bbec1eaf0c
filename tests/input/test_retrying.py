"""A constraint that breaks because two wrote at once becomes a sentence."""

import pytest
from django.db import IntegrityError
from django.test import RequestFactory

from rounds.core.database.retrying import retried
from rounds.core.errors import DomainError, OutOfOrder
from rounds.web.frame.errors import DomainErrorMiddleware

pytestmark = pytest.mark.django_db


def test_a_service_runs_once_more_and_its_own_rule_speaks():
    tries = []

    @retried
    def save(name):
        tries.append(name)
        if len(tries) == 1:
            raise IntegrityError
        raise DomainError(f"{name} is on the list already.")

    with pytest.raises(DomainError, match="Surgery is on the list already"):
        save("Surgery")
    assert tries == ["Surgery", "Surgery"]


def test_what_breaks_twice_is_out_of_order():
    @retried
    def save():
        raise IntegrityError

    with pytest.raises(OutOfOrder, match="Somebody else has just changed the same"):
        save()


def test_a_broken_constraint_that_no_service_knows_is_a_page_in_words():
    middleware = DomainErrorMiddleware(lambda request: None)
    request = RequestFactory().post("/")
    request.resolver_match = None

    answer = middleware.process_exception(
        request, IntegrityError("Key (email)=(ann@x.example) already exists.")
    )

    assert answer.status_code == 409
    assert "Somebody else has just changed the same" in answer.content.decode()
    assert "ann@x.example" not in answer.content.decode()
