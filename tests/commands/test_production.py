"""What production refuses, sends with every answer, and writes into its log.

Tests start it in processes of its own, and each start takes a second or two.
"""

import json
import shutil

import pytest

from tests.commands.production import python, rounds, settings_of
from tests.databases import alone

pytestmark = pytest.mark.django_db  # for its migrated tables
PLACEHOLDER = "not-a-secret-for-development-only-0123456789-abcdefghij"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"ROUNDS_DEBUG": "1"}, "ROUNDS_DEBUG"),
        ({"ROUNDS_SECRET_KEY": None}, "ROUNDS_SECRET_KEY"),
        ({"ROUNDS_SECRET_KEY": PLACEHOLDER}, "ROUNDS_SECRET_KEY"),
        ({"ROUNDS_SECRET_KEY": "short"}, "ROUNDS_SECRET_KEY"),
        ({"ROUNDS_FIELD_KEYS": None}, "ROUNDS_FIELD_KEYS"),
        ({"ROUNDS_FIELD_KEYS": "dev:" + "A" * 43 + "="}, "ROUNDS_FIELD_KEYS"),
        ({"ROUNDS_FIELD_KEYS": "1:bm90IDMyIGJ5dGVz"}, "ROUNDS_FIELD_KEYS"),
        ({"ROUNDS_MODE": "prod"}, "ROUNDS_MODE"),
    ],
)
def test_production_refuses_to_start(tmp_path, changes, named):
    done = rounds("worker", environment=settings_of(tmp_path, **changes))

    assert done.returncode != 0
    assert named in done.stderr
    assert "Traceback" not in done.stderr


def test_deploy_check_finds_nothing(tmp_path):
    done = rounds("manage", "check", "--deploy", "--fail-level", "WARNING", environment=settings_of(tmp_path))

    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n"), (
        done.stderr
    )


AT_WORK = """
import json, threading
from django.db import connection
from rounds.core.audit import record
from rounds.core.access import system
from rounds.core.audit.checks import write_anchors
from rounds.core.jobs.worker import Worker
from rounds.core.models import Institution
record("institution.create", by=system(Institution.objects.create(slug="st-brigid", name="St. Brigid Health").id))
write_anchors()
working = Worker()
working.stopping.set()
working.run()
with connection.cursor() as cursor:
    [synchronous] = cursor.execute("PRAGMA synchronous").fetchone()
    [journal] = cursor.execute("PRAGMA journal_mode").fetchone()
print(json.dumps([synchronous, journal]))
"""


def test_files_belong_to_their_owner_alone_and_a_commit_outlives_the_power(tmp_path, migrated):
    environment = settings_of(tmp_path)
    rounds(
        "manage", "check", environment=environment
    )  # the first command of an installation makes the database
    with (tmp_path / "rounds.sqlite3").open("wb") as database:
        database.write(migrated.read_bytes())

    seen, _log = python(AT_WORK, environment=environment)

    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.rglob("*") if path.is_file()}
    assert seen == [2, "wal"]  # FULL
    assert {"rounds.sqlite3", "rounds.sqlite3.worker", "audit-anchors.jsonl"} <= modes.keys()
    assert {name: oct(mode) for name, mode in modes.items() if mode != 0o600} == {}


LOOK = """
import json
from django.core.management import call_command
from django.test import Client
from django.urls import path, set_urlconf
from django.conf import settings
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from rounds.config import urls
def broken(request, token):
    raise RuntimeError("Dr. Halloran is unhappy")
broken.access = "public"
urls.urlpatterns.insert(0, path("broken/<str:token>/", broken, name="broken"))
client = Client(raise_request_exception=False, headers={"host": "rounds.example.org"})
answers = {}
for name, address, secure in [
    ("start", "/", True), ("sign-in", "/sign-in/", True), ("missing", "/st-brigid/nothing/", True),
    ("healthz", "/healthz", True), ("broken", "/broken/SECRETTOKEN/", True), ("plain", "/sign-in/", False),
    ("page", "/st-brigid/help/", True), ("components", "/components/", True), ("mail", "/mail/", True),
    ("demo", "/demo/", True), ("admin", "/admin/", True), ("foreign post", "POST /sign-in/", True),
]:
    post, _, address = address.rpartition("POST ")
    answer = (client.post if post or name == "foreign post" else client.get)(address, secure=secure)
    answers[name] = {"status": answer.status_code, "headers": {k.lower(): v for k, v in answer.headers.items()},
        "cookies": [morsel.OutputString() for morsel in answer.cookies.values()],
        "body": b"".join(answer).decode(errors="replace")}
other = Client(raise_request_exception=False, headers={"host": "evil.example"}).get("/sign-in/", secure=True)
answers["other host"] = {"status": other.status_code, "headers": {k.lower(): v for k, v in other.headers.items()}, "cookies": [], "body": ""}
print(json.dumps(answers))
"""


@pytest.fixture(scope="module")
def looked(folder_of_the_run, migrated):
    """Look at an installation once for all workers; return its answers and its log."""
    folder, seen = folder_of_the_run / "production", folder_of_the_run / "production.seen"
    with alone(folder_of_the_run):
        if not seen.exists():
            folder.mkdir()
            shutil.copyfile(migrated, folder / "rounds.sqlite3")
            seen.write_text(json.dumps(python(LOOK, environment=settings_of(folder))))
    return json.loads(seen.read_text())


@pytest.fixture(scope="module")
def answers(looked):
    return looked[0]


def test_headers_stand_on_every_answer(answers):
    wanted = {
        "strict-transport-security": "max-age=31536000; includeSubDomains; preload",
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
    }

    missing = {
        name: {
            header: answer["headers"].get(header)
            for header, value in wanted.items()
            if answer["headers"].get(header) != value
        }
        for name, answer in answers.items()
        if name not in ("plain",)
    }

    assert {name: headers for name, headers in missing.items() if headers} == {}


def test_content_policy_stands_on_every_page(answers):
    pages = {
        name: answer
        for name, answer in answers.items()
        if answer["headers"].get("content-type", "").startswith("text/html")
    }

    assert len(pages) >= 6
    for name, answer in pages.items():
        policy = answer["headers"].get("content-security-policy", "")
        parts = {part.split()[0]: part.split()[1:] for part in policy.split(";")}
        assert parts["default-src"] == ["'self'"], name
        assert parts["object-src"] == parts["base-uri"] == parts["frame-ancestors"] == ["'none'"], name
        assert "unsafe" not in policy, name
        assert answer["headers"]["x-frame-options"] == "DENY", name
        assert "charset=utf-8" in answer["headers"]["content-type"], name


def test_cookies_are_locked(answers):
    cookies = [cookie for answer in answers.values() for cookie in answer["cookies"]]

    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert part in cookie


def test_plain_http_is_led_to_https(answers):
    assert answers["plain"]["status"] == 301
    assert answers["plain"]["headers"]["location"] == "https://rounds.example.org/sign-in/"


@pytest.mark.parametrize("name", ["components", "mail", "demo", "admin", "missing"])
def test_what_only_the_demo_has_is_not_there(answers, name):
    assert answers[name]["status"] in (404, 302)
    assert "invented" not in answers[name]["body"]


def test_foreign_form_and_foreign_host_are_refused(looked):
    answers, _log = looked

    assert answers["other host"]["status"] == 400


def test_error_page_and_log_tell_neither_words_nor_tokens(looked):
    answers, log = looked

    assert answers["broken"]["status"] == 500
    assert "Halloran" not in answers["broken"]["body"]
    assert "Halloran" not in log
    assert "SECRETTOKEN" not in log


def test_log_line_names_page_answer_and_request(looked):
    answers, log = looked

    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    [failed] = [line for line in lines if line["event"] == "request_failed"]
    assert failed["error"] == "RuntimeError"
    assert failed["places"][-1].endswith(" broken")
    [line] = [line for line in lines if line["event"] == "request" and line["page"] == "broken"]
    assert line["status"] == 500
    assert line["request"] == failed["request"] == answers["broken"]["headers"]["x-request-id"]
