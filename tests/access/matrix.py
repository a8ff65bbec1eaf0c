"""The access matrix: every address x method x actor x thing, what the policy says of it, and what the site answers."""

from __future__ import annotations

import io
import logging
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy, deepcopy
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.core.files import File
from django.db import connection, transaction
from django.http import HttpResponseNotFound
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.views.defaults import page_not_found
from pypdf import PdfReader

from rounds.web import middleware
from rounds.web.account.sign_in.backend import Backend
from rounds.web.frame import errors
from tests.world import Actor, Thing, World

POLICY_FILE = Path(__file__).with_name("policy.yaml")
METHODS = ("GET", "POST")
# Tables that any request may write: who was there, what was looked at, limits.
ALWAYS = (
    "django_session",
    "usersessions_usersession",
    "core_auditevent",
    "core_opening",  # who opened what of whose
    "core_audithead",
    "core_cache",
    "django_cache",
)
# What opening a page may note beside: that news of it was seen.
SEEN = {"UPDATE mentorships_news"}
ANONYMOUS = "anonymous"


@dataclass(frozen=True)
class Address:
    """One address: its name with namespaces, and the arguments it takes besides the institution."""

    name: str
    arguments: frozenset[str]
    in_institution: bool
    view: Any


@cache
def read_policy() -> dict[str, dict[str, Any]]:
    """Return the oracle, read once; nobody changes it."""
    return yaml.safe_load(POLICY_FILE.read_text())


@cache
def all_addresses() -> tuple[Address, ...]:
    return tuple(_walk(get_resolver(), "", frozenset()))


def _walk(resolver: URLResolver, namespace: str, arguments: frozenset[str]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here = arguments | set(entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            inner = ":".join(part for part in (namespace, entry.namespace) if part)
            yield from _walk(entry, inner, here)
        elif isinstance(entry, URLPattern):
            name = entry.name or f"(without a name) {entry.pattern}"
            full = f"{namespace}:{name}" if namespace else name
            yield Address(full, frozenset(here - {"institution"}), "institution" in here, entry.callback)


def things_for(address: Address, world: World) -> list[Thing]:
    """Return what to try an address with: things with exactly its arguments, or both institutions."""
    if not address.arguments:
        both = (world.here, world.elsewhere) if address.in_institution else (world.here,)
        return [Thing({}, institution, institution.slug) for institution in both]
    return [thing for thing in world.things if set(thing.arguments) == address.arguments]


def is_allowed(rule: Any, actor: Actor | None, thing: Thing, world: World) -> bool:
    """Tell what the policy says of one cell."""
    if rule == "public":
        return True
    if rule is None or actor is None or actor.is_closed:
        return False
    if rule == "signed_in":
        return True
    relations = world.relations(actor, thing)
    return any(relations & set(rule.get(role, ())) for role in actor.roles)


Cell = tuple[Address, Thing, str]


def cells_of(
    actor: Actor | None, world: World, policy: dict[str, dict[str, Any]], *, each: bool
) -> list[Cell]:
    """Return what an actor tries: each cell, or of those where the policy refuses one thing of each relation.

    Which one differs from actor to actor, so that most things are tried by somebody.
    """
    turn = sorted(world.actors).index(actor.name) if actor else 0
    kept: dict[Any, Cell] = {}
    for address in all_addresses():
        for method in METHODS:
            rule = policy.get(address.name, {}).get(method)
            things = things_for(address, world)
            start = turn % len(things) if things else 0
            for thing in (*things[start:], *things[:start]):
                each_alone = each or is_allowed(rule, actor, thing, world)
                like = id(thing) if each_alone else _likeness(rule, actor, thing, world)
                kept.setdefault((address, method, like), (address, thing, method))
    return list(kept.values())


def _likeness(rule: Any, actor: Actor | None, thing: Thing, world: World) -> Any:
    """Return what refused things have in common: a method that nobody has, no session, or the relation to the actor."""
    if rule is None or actor is None or actor.is_closed:
        return "refused to everybody"
    return frozenset(world.relations(actor, thing))


class Asker(Client):
    """A browser that takes no cookie and keeps no copy of what the templates were given: a tenth of the time."""

    def request(self, **request: Any) -> Any:
        return self.handler(self._base_environ(**request))


def asker_of(actor: Actor | None) -> Asker:
    """Return what `ask` asks with: an actor's browser, the same before each request."""
    asker = Asker(raise_request_exception=False)
    asker.cookies = client_of(actor).cookies
    return asker


def client_of(actor: Actor | None) -> Client:
    """Return a browser in which an actor is signed in, with fresh proofs."""
    client = Client(raise_request_exception=False)
    if actor is not None:
        client.force_login(actor.user)
        session = client.session
        session["account_authentication_methods_user"] = str(actor.user.pk)
        session["account_authentication_methods"] = [
            {"method": method, "at": time.time(), "reauthenticated": True} for method in ("password", "mfa")
        ]
        session.save()
    return client


@dataclass
class Answer:
    status: int
    to: str
    writes: list[str]
    unscoped: list[str]
    text: str
    headers: dict[str, str]


def ask(
    asker: Asker,
    address: Address,
    method: str,
    thing: Thing,
    data: dict[str, Any] | None = None,
    look: Callable[[list[str]], None] = lambda writes: None,
    query: dict[str, str] | None = None,
) -> Answer:
    """Make one request and take back whatever it changed, after a look at it."""
    arguments = dict(thing.arguments)
    if address.in_institution:
        arguments["institution"] = thing.institution.slug
    writes: list[str] = []
    unscoped: list[str] = []
    logging.disable(logging.CRITICAL)  # thousands of refusals are meant
    form = sent(data or {})
    with rolled_back(), watched(writes), scoped(unscoped):
        path = path_of(address.name, tuple(arguments.items())) + (f"?{urlencode(query)}" if query else "")
        response = asker.generic(method, path, **(form if method == "POST" else {}))
        text = text_of(response)
        look(writes)
    logging.disable(logging.NOTSET)
    headers = dict(response.headers)
    return Answer(response.status_code, headers.get("Location", ""), writes, unscoped, text, headers)


def sent(data: dict[str, Any]) -> dict[str, Any]:
    """Return a form as a browser sends it: in parts if it holds a file."""
    files = [value for value in data.values() if isinstance(value, File)]
    for file in files:
        file.seek(0)  # it may have been sent before
    if files:
        return {"data": encode_multipart(BOUNDARY, data), "content_type": MULTIPART_CONTENT}
    return {"data": urlencode(data, doseq=True), "content_type": "application/x-www-form-urlencoded"}


@cache
def path_of(name: str, arguments: tuple[tuple[str, Any], ...]) -> str:
    return reverse(name, kwargs=dict(arguments))


@contextmanager
def remembered() -> Iterator[None]:
    """Ask once who an actor is, and make once the page of refusal that an actor gets in an institution.

    Every request is taken back, so the same actor always has the same session and is the same viewer; the page of
    refusal is the same template with the same frame. Browsers are made before: what they save is not seen again.
    """
    pages: dict[Any, bytes] = {}
    sessions: dict[str, dict[str, Any]] = {}
    users: dict[Any, Any] = {}
    load, save, find_user = SessionStore.load, SessionStore.save, Backend.get_user

    def load_once(store: SessionStore) -> dict[str, Any]:
        if store.session_key not in sessions:
            sessions[store.session_key] = load(store)
        return deepcopy(sessions[store.session_key])

    def save_new(store: SessionStore, must_create: bool = False) -> None:
        if store.session_key not in sessions:
            save(store, must_create)

    def get_user(backend: Backend, user_id: Any) -> Any:
        if user_id not in users:
            users[user_id] = find_user(backend, user_id)
        return copy(users[user_id])

    def refuse(request: Any, exception: Exception) -> HttpResponseNotFound:
        key = (request.user.pk, getattr(request.institution, "pk", None), request.resolver_match is None)
        if key not in pages:
            pages[key] = page_not_found(request, exception).content
        return HttpResponseNotFound(pages[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(middleware, "viewer_for", cache(middleware.viewer_for))
        patch.setattr(Backend, "get_user", get_user)
        patch.setattr(SessionStore, "load", load_once)
        patch.setattr(SessionStore, "save", save_new)
        patch.setattr(errors, "page_not_found", refuse)
        patch.setattr(get_resolver().urlconf_module, "handler404", refuse, raising=False)
        yield


def text_of(response: Any) -> str:
    """Return all that an answer says, its headers too; the parts of a workbook are unpacked, a PDF is read."""
    content = (
        b"".join(response.streaming_content) if getattr(response, "streaming", False) else response.content
    )
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            content = b"\n".join(parts.read(name) for name in parts.namelist())
    if content.startswith(b"%PDF"):
        pages = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        content = (pages + pages.replace("\n", "")).encode()  # a word may be cut at the end of a line
    return f"{response.headers}\n{content.decode(errors='replace')}"


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def watched(writes: list[str]) -> Iterator[None]:
    """Note statements that change a table which not every request may write."""

    def note(execute, sql, params, many, context):
        words = sql.split(None, 3)
        verb = words[0].upper()
        if verb in {"INSERT", "UPDATE", "DELETE", "REPLACE"}:
            into = sql.split(" INTO ", 1)[-1].split(None, 1)[0] if " INTO " in sql else words[2]
            table = (words[1] if verb == "UPDATE" else into).strip('"').split("(")[0].strip('"')
            if table not in ALWAYS:
                writes.append(f"{verb} {table}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield


FROM = re.compile(r'FROM "(\w+)"(?: (?!INNER|LEFT|WHERE|ORDER|LIMIT|GROUP)(\w+))?')


@contextmanager
def scoped(unscoped: list[str]) -> Iterator[None]:
    """Note queries that read an institution's rows without naming the institution (or the row by its key)."""

    def note(execute, sql, params, many, context):
        if sql.startswith("SELECT") and names_no_institution(sql):
            unscoped.append(sql[:200])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield


@cache
def tables_of_institutions() -> frozenset[str]:
    return frozenset(
        model._meta.db_table
        for model in apps.get_models()
        if any(field.name == "institution" for field in model._meta.fields)
    )


@lru_cache(maxsize=4096)
def names_no_institution(sql: str) -> bool:
    return any(
        table in tables_of_institutions()
        and not re.search(rf'"?{alias or table}"?\."(institution_id|id)" (=|IN)', sql)
        for table, alias in FROM.findall(sql)
    )


def disagreement(allowed: bool, actor: Actor | None, method: str, rule: Any, answer: Answer) -> str | None:
    """Return what is wrong with an answer, in words; None if it agrees with the policy."""
    if answer.status >= 500:
        return f"answers {answer.status}"
    to_sign_in = answer.status in (301, 302) and answer.to.startswith("/sign-in/")
    if method == "GET" and set(answer.writes) - SEEN:
        return f"a GET writes: {answer.writes[:3]}"
    # No row: the page knows no such method, and says so to everybody or leads to sign-in first.
    if rule is None and answer.status == 405 and not answer.writes:
        return None
    if rule == "public":
        return None
    if actor is None or actor.is_closed:
        return (
            None
            if to_sign_in and not answer.writes
            else f"without a session: {answer.status} {answer.to} {answer.writes[:3]}"
        )
    if allowed:
        return (
            f"allowed, but answers {answer.status} {answer.to}"
            if to_sign_in or answer.status in (403, 404, 405)
            else None
        )
    if answer.writes:
        return f"denied, but writes: {answer.writes[:3]}"
    return None if answer.status in (404, 405) else f"denied, but answers {answer.status} {answer.to}"
