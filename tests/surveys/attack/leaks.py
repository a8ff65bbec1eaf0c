"""Five mistakes that other products make, planted one at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.db import connection

from rounds.core.mail import queue_mail
from rounds.core.models import OutgoingMail
from rounds.surveys.box import sealing
from rounds.surveys.models import AnonymousAnswer, AnonymousText
from tests.surveys.attack.wave import NoLeak, Played
from tests.surveys.box.scenes import office

MODELS = (AnonymousAnswer, AnonymousText)


class NoPadding(NoLeak):
    """Ballots are as long as what is in them."""

    name = "no padding"

    def around(self, played: Played) -> AbstractContextManager[Any]:
        """Seal what was answered as it is."""
        whole = sealing.pack

        def bare(value: Any, *, length: int) -> bytes:
            size = int.from_bytes(whole(value, length=length)[: sealing.SIZE_BYTES])
            return whole(value, length=length)[: sealing.SIZE_BYTES + size]

        return patch.object(sealing, "pack", bare)


class OrderedIds(NoLeak):
    """Ids of answers count up in the order of ballots, as those that begin with a time do."""

    name = "ordered ids"

    @contextmanager
    def around(self, played: Played) -> Iterator[None]:
        """Hand out ids that count up."""
        numbers = count(1)
        with patch.object(
            AnonymousAnswer._meta.get_field("id"), "_get_default", lambda: UUID(int=next(numbers))
        ):
            yield


def _settle(cursor) -> None:
    """Let PostgreSQL check what it put off: a table with rows still to be checked can't be altered."""
    if connection.vendor == "postgresql":
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class TimeStamp(NoLeak):
    """An answer says when it was sent."""

    name = "time stamp"

    def after_release(self, played: Played) -> None:
        """Write the moment beside each answer."""
        for model in MODELS:
            with connection.cursor() as cursor:
                _settle(cursor)
                cursor.execute(f"ALTER TABLE {model._meta.db_table} ADD COLUMN sent_at double precision")
                for row, place in _owned(model, played):
                    moment = 1_800_000_000.5 + 7 * played.order.index(place)
                    _set(cursor, model, "sent_at", moment, row.id)


class DraftKey(NoLeak):
    """The request keeps the key of the draft, so that another device can go on."""

    name = "draft key in the row"

    def before_sending(self, played: Played) -> None:
        """Write the key beside each request."""
        kind = "bytea" if connection.vendor == "postgresql" else "blob"
        with connection.cursor() as cursor:
            _settle(cursor)
            cursor.execute(f"ALTER TABLE surveys_request ADD COLUMN draft_key {kind}")
            for request, key in zip(played.requests, played.draft_keys, strict=True):
                _set(cursor, type(request), "draft_key", key, request.id)


class QueuedToken(NoLeak):
    """The link's token waits in the queue of mails, and the row of an answer is named after it."""

    name = "queued token"

    def before_sending(self, played: Played) -> None:
        """Queue a mail with the token to each person."""
        self.tokens = [hashlib.sha256(key).hexdigest()[:40] for key in played.draft_keys]
        for request, token in zip(played.requests, self.tokens, strict=True):
            queue_mail(
                key=f"planted {request.id}",
                kind="test",
                to_address=request.person.email,
                to_person_id=request.person_id,
                subject="A survey",
                body=f"https://rounds.example/s/{token}",
                by=office(),
            )
        assert OutgoingMail.everywhere.filter(kind="test").count() == len(self.tokens)

    def after_release(self, played: Played) -> None:
        """Name each answer after the token."""
        for model in MODELS:
            for row, place in _owned(model, played):
                content = row.opened()
                old, row.id = row.id, UUID(hashlib.sha256(self.tokens[place].encode()).hexdigest()[:32])
                row.seal_value(content)
                row.save(force_insert=True)
                model.objects.filter(id=old).delete()


LEAKS: tuple[type[NoLeak], ...] = (NoPadding, OrderedIds, TimeStamp, DraftKey, QueuedToken)


def _owned(model: Any, played: Played) -> list[tuple[Any, int]]:
    codes = {answers["code"]: place for place, answers in enumerate(played.answers)}
    rows = [(row, row.opened()) for row in model.objects.filter(batch__box__wave=played.wave)]
    return [(row, codes[one["code"] if isinstance(one, dict) else int(one.split()[0])]) for row, one in rows]


def _set(cursor: Any, model: Any, column: str, value: Any, row_id: UUID) -> None:
    stored = row_id if connection.vendor == "postgresql" else row_id.hex
    cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = %s WHERE id = %s", [value, stored])
