"""Forty things that no form and no link of ours sends, and every place of a request that they can be put into."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from typing import Any
from urllib.parse import quote

import pytest
from django.http.request import QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

LONG = os.environ.get("ROUNDS_LONG") == "1"
SHORT = 1  # of the forty, at each place, in the short version: over all places all of them
ALIKE = 5  # fields of one kind in the short version, or nearly
Value = str | bytes

ODD: tuple[Value, ...] = (
    "",
    " ",
    "\u00a0",
    "\t\n",
    "²",
    "٣",
    "１２",
    "-1",
    "0",
    "1.5",
    "1e400",
    "NaN",
    "Infinity",
    "-0",
    "2147483648",
    "9223372036854775808",
    "5" * 5000,
    "9999-12-31",
    "0001-01-01",
    "2027-02-30",
    "9999-12-31T23:59",
    "\0",
    "a\0b",
    b"\xed\xa0\x80",
    b"\xff\xfe",
    "\u202egnp.exe",
    "e\u0301",
    "👩🏽‍⚕️",
    "\ufeff",
    "\u2028",
    "x" * 20_000,
    "a b " * 2400,
    "'; DROP TABLE people_person; --",
    "<script>alert(1)</script>",
    "{0.__class__}",
    "%(name)s %s %",
    "%00",
    "../../etc/passwd",
    "00000000-0000-4000-8000-00000000beef",
    "null",
)


def odd_values(place: str) -> list[Value]:
    """Return what is put into one place: all forty, or one that depends on its name alone."""
    if LONG:
        return list(ODD)
    start = sum(place.encode()) * 7 % len(ODD)
    return list(islice(cycle(ODD), start, start + SHORT))


def few_alike(keys: Iterable[str]) -> list[str]:
    """Return which fields of a form to try: all; in the short version few of those that differ in their ends alone.

    A draft of a framework has two hundred fields of four kinds, each read by the same line.
    """
    kinds: dict[str, list[str]] = {}
    for key in sorted(keys):
        kinds.setdefault(re.split(r"[-_]?[0-9A-Z]|-", key, maxsplit=1)[0], []).append(key)
    return [key for alike in kinds.values() for key in alike[:: 1 if LONG else max(1, len(alike) // ALIKE)]]


def shown(value: Value) -> str:
    """Return an odd value as a message can show it."""
    return repr(value if len(value) < 40 else value[:20] + type(value)())


@contextmanager
def keys_asked_for() -> Iterator[set[str]]:
    """Note the names that views and forms look for in an address or a form."""
    found: set[str] = set()
    getitem, getlist = MultiValueDict.__getitem__, QueryDict.getlist

    def note(key: Any) -> None:
        if isinstance(key, str) and key != "csrfmiddlewaretoken":
            found.add(key)

    def __getitem__(self: MultiValueDict, key: Any) -> Any:
        note(key)
        return getitem(self, key)

    def noted_getlist(self: QueryDict, key: Any, default: Any = None) -> Any:
        note(key)
        return getlist(self, key, default)

    def __contains__(self: MultiValueDict, key: Any) -> bool:
        note(key)
        return dict.__contains__(self, key)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MultiValueDict, "__getitem__", __getitem__)
        patch.setattr(QueryDict, "getlist", noted_getlist, raising=False)
        patch.setattr(MultiValueDict, "__contains__", __contains__, raising=False)
        yield found


def odd_paths(name: str, arguments: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (what is odd, path) of an address with each of its arguments in turn replaced by odd values."""
    path = reverse(name, kwargs=arguments)
    for argument, given in arguments.items():
        before, _, after = path.rpartition(quote(str(given)))
        for value in odd_values(f"{name} {argument}"):
            yield f"{argument}={shown(value)}", f"{before}{quote(value, safe='')}{after}"
