"""The command `rounds`: setup, doctor, audit verify, keys, demo.

Tests start Rounds in processes of its own, and each start takes a second or two. The tables of an installation are made
from nothing by `make test-all` alone, ten seconds each time; else they are there, as the test database's own are.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.commands.production import python, rounds, settings_of
from tests.databases import alone

ANSWERS = [
    *("--institution", "St. Brigid Health"),
    *("--slug", "st-brigid"),
    *("--timezone", "America/Chicago"),
    *("--address", "https://rounds.example.org"),
    *("--mail-from", "rounds@st-brigid.example"),
    *("--admin-email", "sam@st-brigid.example"),
    *("--admin-given-name", "Sam"),
    *("--admin-family-name", "Whitfield"),
    *("--coordinator-email", "alva@st-brigid.example"),
    *("--coordinator-given-name", "Alva"),
    *("--coordinator-family-name", "Lindt"),
    *("--admin-password", "a lantern in the ward"),
]


@pytest.fixture
def bare(tmp_path):
    return nothing_set(tmp_path)


def nothing_set(folder):
    """Return an environment in which nothing is set but where the data goes."""
    return settings_of(
        folder, ROUNDS_SECRET_KEY=None, ROUNDS_FIELD_KEYS=None, ROUNDS_HOSTS=None, ROUNDS_BASE_URL=None
    )


LONG = os.environ.get("ROUNDS_LONG") == "1"


def with_tables(folder, migrated):
    """Put a migrated database without a row into a folder; in the long version nothing."""
    if not LONG:
        shutil.copyfile(migrated, folder / "rounds.sqlite3")
        (folder / "rounds.sqlite3").chmod(0o600)


@pytest.fixture(scope="session")
def installation(folder_of_the_run, migrated):
    """Make an installation once for all workers, with what its making said; tests work in copies of it."""
    folder, said = folder_of_the_run / "installation", folder_of_the_run / "installation.said"
    with alone(folder_of_the_run):
        if not said.exists():
            folder.mkdir()
            with_tables(folder, migrated)
            done = rounds("setup", *ANSWERS, environment=nothing_set(folder))
            assert done.returncode == 0, done.stderr
            said.write_text(done.stdout)
    return folder, said.read_text()


@pytest.fixture
def installed(bare, installation, tmp_path):
    shutil.copytree(installation[0], tmp_path, dirs_exist_ok=True)
    return bare


@pytest.mark.django_db
def test_setup_twice_is_refused_and_keeps_the_keys(installed, tmp_path):
    before = (tmp_path / "rounds.env").read_text()

    done = rounds("setup", *ANSWERS, environment=installed)

    assert done.returncode == 1
    assert "has an institution already" in done.stderr
    assert (tmp_path / "rounds.env").read_text() == before


@pytest.mark.django_db
def test_setup_makes_keys_institution_and_administrator_and_invites_the_coordinator(
    installed, installation, tmp_path
):
    link = next(line.strip() for line in installation[1].splitlines() if "/accounts/invitation/" in line)

    seen, _log = python(
        f"""
import json
from rounds.core.models import Institution, User
from rounds.core.access import viewer_for
from rounds.core.database.scope import scope
from rounds.framework.models import FrameworkVersion
from rounds.accounts.services.logins import invitation_for
from rounds.people.models import RoleAssignment
place, user = Institution.objects.get(), User.objects.get()
invited = invitation_for("{link.rstrip("/").rpartition("/")[2]}")
with scope(place.id):
    viewer = viewer_for(place.id, user.id)
    roles = list(RoleAssignment.objects.filter(person=invited.person).values_list("role", "scope_id"))
    published = FrameworkVersion.objects.exclude(published_at=None).count()
print(json.dumps([
    [place.slug, place.mail_is_live, user.email, viewer.name, sorted(g.role for g in viewer.grants)],
    user.check_password("a lantern in the ward"), invited.email, roles, published,
]))
""",
        environment=installed,
    )

    assert (tmp_path / "rounds.env").stat().st_mode & 0o777 == 0o600
    assert seen == [
        ["st-brigid", False, "sam@st-brigid.example", "Sam Whitfield", ["site_admin"]],
        True,
        "alva@st-brigid.example",
        [["coordinator", None]],
        1,
    ]


@pytest.fixture
def empty(bare, migrated):
    """Make a database that has its tables already, with no setting."""
    shutil.copyfile(migrated, Path(bare["ROUNDS_DATA"]) / "rounds.sqlite3")
    return bare


@pytest.mark.ci
@pytest.mark.django_db
def test_setup_refuses_an_administrator_who_coordinates(empty):
    same = ["sam@st-brigid.example" if word == "alva@st-brigid.example" else word for word in ANSWERS]

    done = rounds("setup", *same, environment=empty)

    assert done.returncode == 1
    assert "Name somebody else as the coordinator." in done.stderr


@pytest.mark.ci
@pytest.mark.django_db
def test_another_institution_keeps_its_administrators_login(installed):
    changes = {
        "St. Brigid Health": "Cedar Valley",
        "st-brigid": "cedar",
        "a lantern in the ward": "another phrase here",
    }
    answers = [changes.get(word, word) for word in ANSWERS if not word.startswith(("https:", "rounds@"))]
    answers = [word for word in answers if word not in ("--address", "--mail-from")]

    done = rounds("add-institution", *answers, environment=installed)

    assert done.returncode == 0, done.stderr
    seen, _log = python(
        """
import json
from rounds.core.models import Institution, User
user = User.objects.get()
print(json.dumps([sorted(Institution.objects.values_list("slug", flat=True)), user.check_password("a lantern in the ward")]))
""",
        environment=installed,
    )
    assert seen == [["cedar", "st-brigid"], True]


@pytest.mark.ci
@pytest.mark.django_db
def test_setup_refuses_a_weak_password_in_words(empty):
    done = rounds("setup", *ANSWERS[:-1], "short", environment=empty)

    assert done.returncode == 1
    assert "too short" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.ci
@pytest.mark.django_db
def test_doctor_says_what_is_wrong(installed, tmp_path):
    (tmp_path / "rounds.env").chmod(0o644)

    done = rounds(
        "doctor", "--mail-to", "sam@st-brigid.example", environment=installed | {"ROUNDS_SMTP_PORT": "1"}
    )

    assert done.returncode == 1
    assert "WRONG No worker has been seen yet" in done.stdout
    assert "WRONG " + str(tmp_path / "rounds.env") in done.stdout
    assert "WRONG Mail to sam@st-brigid.example did not leave" in done.stdout
    assert "ok    The database (sqlite) answers and is up to date." in done.stdout
    assert "ok    St. Brigid Health rehearses" in done.stdout


@pytest.mark.ci
@pytest.mark.django_db
def test_audit_verify_ends_with_1_after_tampering(installed):
    before = rounds("audit", "verify", environment=installed)
    python(
        """
from django.db import connection
from rounds.core.audit.guards import unprotected
from rounds.core.models import AuditEvent
with unprotected(connection):
    AuditEvent.objects.filter(number=2).update(by_name="Nobody")
print(1)
""",
        environment=installed,
    )

    after = rounds("audit", "verify", environment=installed)

    assert (before.returncode, after.returncode) == (0, 1)
    assert "nothing was changed" in before.stdout
    assert "St. Brigid Health: event 2 was changed." in after.stdout


@pytest.mark.django_db
def test_keys_rotate_and_reseal(installed, tmp_path):
    write = """
import json
from rounds.core.access import Viewer
from rounds.core.drafts import save_draft, load_draft
from rounds.core.models import Draft, Institution, User
from rounds.core.database.scope import scope
place, user = Institution.objects.get(), User.objects.get()
viewer = Viewer(place.id, user.id)
with scope(place.id):
    %s
"""
    python(
        write % "print(save_draft(by=viewer, form_key='note', value='dear').version)", environment=installed
    )

    rotated = rounds("keys", "rotate", environment=installed)
    resealed = rounds("keys", "reseal", environment=installed)

    seen, _log = python(
        write % "print(json.dumps([load_draft(viewer, 'note').value, Draft.objects.get().sealed[:2]]))",
        environment=installed,
    )
    assert (rotated.returncode, resealed.returncode) == (0, 0), rotated.stderr + resealed.stderr
    assert "1 rows sealed again" in resealed.stdout
    assert seen == ["dear", "2."]
    assert (tmp_path / "rounds.env").stat().st_mode & 0o777 == 0o600


def test_serve_refuses_an_old_database(bare):
    environment = settings_of(Path(bare["ROUNDS_DATA"]))

    done = rounds("serve", environment=environment)

    assert done.returncode == 1
    assert "rounds manage migrate" in done.stderr


def test_matching_starts_without_django():
    program = "import sys; from click.testing import CliRunner; from rounds.cli import main\nCliRunner().invoke(main, ['match', '--help'])\nassert 'rounds.cli.match' in sys.modules\nassert 'django' not in sys.modules"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


# the demo


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_demo(folder, port):
    environment = settings_of(
        folder, ROUNDS_SECRET_KEY=None, ROUNDS_FIELD_KEYS=None, ROUNDS_HOSTS=None, PORT=str(port)
    )
    with (folder / "output").open("w") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "rounds.cli", "demo"],
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def wait_until_ready(folder, demo):
    for _try in range(1200):
        text = (folder / "output").read_text()
        assert demo.poll() is None, text
        if "Ctrl-C stops" in text:
            return text
        time.sleep(0.1)
    raise AssertionError(text)


def children_of(process):
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=False
    )
    return [int(pid) for pid in found.stdout.split()]


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.django_db
def test_demo_starts_stops_and_keeps_its_data(tmp_path, migrated):
    with_tables(tmp_path, migrated)
    port = free_port()
    demo = start_demo(tmp_path, port)
    try:
        text = wait_until_ready(tmp_path, demo)
        page = urlopen(f"http://127.0.0.1:{port}/").read().decode()
        children = children_of(demo)
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait(timeout=60)

    assert "coordinator@st-brigid.example" in text
    assert f"http://127.0.0.1:{port}" in text
    assert "Look around as somebody" in page
    assert len(children) == 2
    assert [pid for pid in children if is_running(pid)] == []
    with pytest.raises(URLError):
        urlopen(f"http://127.0.0.1:{port}/healthz")

    keys = (tmp_path / "rounds.env").read_text()
    demo = start_demo(tmp_path, port)
    try:
        second = wait_until_ready(tmp_path, demo)
    finally:
        demo.send_signal(signal.SIGTERM)
        demo.wait(timeout=60)
    assert "Inventing a hospital" not in second
    assert (tmp_path / "rounds.env").read_text() == keys


def test_demo_names_a_taken_port(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = rounds("demo", "--port", str(port), environment=settings_of(tmp_path))

    assert done.returncode == 1
    assert f"Port {port} is taken" in done.stderr


@pytest.mark.django_db
def test_database_of_another_version_is_refused_in_words(installed):
    python(
        """
from django.db import connection
from django.utils import timezone
with connection.cursor() as cursor:
    cursor.execute(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('people', '0004_leavings', %s)", [timezone.now()]
    )
print("null")
""",
        environment=installed,
    )

    done = rounds("serve", environment=installed)

    assert done.returncode == 1
    assert "people 0004_leavings" in done.stderr
    assert "make clean" in done.stderr
