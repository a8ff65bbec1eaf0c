"""A production installation in a folder, for tests that start it in a process of its own."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def settings_of(folder, **changes):
    """Return the environment of a good production installation, with changes; None takes a setting away."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ROUNDS_")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    environment.pop("DATABASE_URL", None)
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # the browser tests' own
    environment |= {
        "ROUNDS_DATA": str(folder),
        "ROUNDS_SECRET_KEY": "a-real-key-" + "x7Qz" * 15,
        "ROUNDS_FIELD_KEYS": "1:" + base64.b64encode(b"k" * 32).decode(),
        "ROUNDS_HOSTS": "rounds.example.org",
        "ROUNDS_BASE_URL": "https://rounds.example.org",
        **changes,
    }
    return {name: value for name, value in environment.items() if value is not None}


def rounds(*arguments, environment, **options):
    """Run the command `rounds`."""
    return subprocess.run(
        [sys.executable, "-m", "rounds.cli", *arguments],
        env=environment,
        cwd=environment["ROUNDS_DATA"],
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
        umask=0o022,
        **options,
    )


def python(program, *, environment):
    """Run a program inside the installation and return what it printed as JSON."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from rounds.cli.installation.start import start_django; start_django()\n" + program,
        ],
        env=environment,
        cwd=environment["ROUNDS_DATA"],
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
        umask=0o022,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1]), done.stderr
