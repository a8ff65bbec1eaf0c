"""Limits of sign-in stand until their time is over, whatever else is written beside them."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from rounds.core.tasks import expire

pytestmark = pytest.mark.django_db


def rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM core_cache")
        return cursor.fetchone()[0]


def test_flood_of_rows_forgets_no_limit():
    cache.set("a-low-key-of-a-limit", [1.0] * 20, timeout=900)
    for number in range(400):
        cache.add(f"z{number}", 1, timeout=900)

    kept = cache.get("a-low-key-of-a-limit")

    assert kept == [1.0] * 20


def test_rows_and_sessions_whose_time_is_over_are_swept():
    cache.set("over", 1, timeout=-5)
    cache.set("stands", 1, timeout=900)
    for key, days in (("over", -1), ("stands", 1)):
        ends = timezone.now() + timedelta(days=days)
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
    before = rows()

    expire()

    assert before - rows() >= 1  # what other tests committed may be over too
    assert cache.get("stands") == 1
    assert [session.session_key for session in Session.objects.all()] == ["stands"]
