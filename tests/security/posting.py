"""Forms as a browser would send them, and what a request changed, column by column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.db import connection, models

from tests.access.matrix import ALWAYS, Address, Asker, Thing, ask, is_allowed, read_policy, things_for
from tests.world import Actor, World

TYPED = "Zztyped"  # what a page's own text fields are filled with
SENTINEL = "Zzsentinel"
NUMBER = "8379"
DAY = "2031-03-03"
ID = "00000000-0000-4000-8000-00000000beef"
# What only a field too many can have brought; of yes and no, that can't be told.
# A number counts where it is a word of its own: four digits come up in a drawn id by chance.
SMUGGLED = re.compile(rf"(?i){SENTINEL}|{DAY}|{ID}|{ID.replace('-', '')}|(?<![-0-9a-f]){NUMBER}(?![-0-9a-f])")
Row = tuple[Any, ...]
Snapshot = dict[str, dict[Any, dict[str, Any]]]


def writers(address: Address, world: World, label: str = "", who: str = "") -> list[tuple[Actor, Thing]]:
    """Return one actor of each role that may POST to an address, each with a thing whose label begins so."""
    rule = read_policy()[address.name].get("POST")
    things = [thing for thing in things_for(address, world) if thing.label.startswith(label)]
    things = things or [Thing({}, world.here, "made for the post")]
    actors = [world.actors[who]] if who else list(world.actors.values())
    if not rule or not isinstance(rule, dict):  # anybody, or somebody whose state is made for the post
        return [(world.actors[who or "cleo"], things[0])]
    found: dict[str, tuple[Actor, Thing]] = {}
    for actor in actors:
        for thing in things:
            if is_allowed(rule, actor, thing, world):
                for role in actor.roles & set(rule):
                    found.setdefault(role, (actor, thing))
    return list({pair[0].name: pair for pair in found.values()}.values())


# what a page's forms hold


class Forms(HTMLParser):
    """Reads every form of a page: its address, and its fields as they are."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, list[str]]]] = []
        self._select = self._text = ""
        self._chosen: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attributes}
        name, value = about.get("name", ""), about.get("value", "")
        if tag == "form":
            # a form that only searches is none of those that change something
            to = about.get("action", "") if about.get("method", "").lower() == "post" else "(searches)"
            self.forms.append((to, {}))
        elif tag == "select":
            self._select, self._chosen = name, []
        elif tag == "option" and self._select and ("selected" in about or (value and not self._chosen)):
            self._chosen = [value]
        elif tag == "textarea":
            self._text = name
            self._put(name, TYPED)
        elif name and tag == "input":
            kind = about.get("type", "text")
            if kind in ("checkbox", "radio") and "checked" not in about:
                return
            self._put(name, value or (TYPED if kind == "text" and "required" in about else ""))
        elif name and tag == "button" and self.forms:
            self.forms[-1][1].setdefault(name, [value])

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            for value in self._chosen:
                self._put(self._select, value)
            self._select = ""

    def _put(self, name: str, value: str) -> None:
        if self.forms and name:
            self.forms[-1][1].setdefault(name, []).append(value)


def plausible(
    asker: Asker, address: Address, thing: Thing, query: dict[str, str] | None = None
) -> dict[str, list[str]]:
    """Return what the form of a page would send as it is, its text fields filled."""
    page = ask(asker, address, "GET", thing, query=query)
    if page.status != 200:
        return {}
    forms = [fields for action, fields in Forms(page.text).forms if action in ("", "?") and fields]
    return forms[0] if forms else {}


@cache
def all_fields() -> dict[str, str]:
    """Return a sentinel for every field of every model of ours, by its name."""
    found: dict[str, str] = {}
    for model in apps.get_models():
        if model.__module__.startswith("rounds."):
            for field in model._meta.concrete_fields:
                for name in {field.name, field.attname}:
                    found.setdefault(name, _sentinel(field))
    return found


def _sentinel(field: models.Field) -> str:
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.IntegerField | models.DecimalField | models.FloatField):
        return NUMBER
    if isinstance(field, models.DateTimeField):
        return f"{DAY}T10:00"
    if isinstance(field, models.DateField):
        return DAY
    if isinstance(field, models.UUIDField | models.ForeignKey):
        return ID
    if isinstance(field, models.EmailField):
        return f"{SENTINEL}@zz.example"
    return str(field.choices[0][0]) if field.choices else SENTINEL


# what changed


def snapshot(tables: Iterable[str]) -> Snapshot:
    """Return the rows of tables by their key, column by column."""
    taken: Snapshot = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
            taken[table] = {row.get("id", row[columns[0]]): row for row in rows}
    return taken


def own_tables() -> list[str]:
    """Return the tables of our models that not every request may write."""
    tables = {
        model._meta.db_table for model in apps.get_models() if model._meta.managed and not model._meta.proxy
    }
    return sorted(tables - set(ALWAYS))


def changed_columns(before: Snapshot, after: Snapshot) -> set[str]:
    """Return "table.column" for each changed value, "table +" for new rows, "table -" for rows that are gone.

    A new row that holds a sentinel is named with its column: "table + column".
    """
    found: set[str] = set()
    for table, rows in after.items():
        old = before[table]
        found |= {f"{table} +"} if rows.keys() - old.keys() else set()
        found |= {f"{table} -"} if old.keys() - rows.keys() else set()
        for key in rows.keys() - old.keys():
            # sealed bytes hold any four digits by chance, and nothing that could be read
            found |= {
                f"{table} + {column}"
                for column, value in rows[key].items()
                if not isinstance(value, bytes | memoryview) and SMUGGLED.search(str(value))
            }
        for key in rows.keys() & old.keys():
            found |= {f"{table}.{column}" for column, value in rows[key].items() if value != old[key][column]}
    return found - {"core_user.last_login"}  # by signing in for the test


def with_sentinels(fields: dict[str, list[str]]) -> dict[str, Any]:
    """Return a form with every other field of every model added to it."""
    return {**all_fields(), **fields}
