"""Set up, run, test and check Rounds. Standard library only, so that a bare Python can start it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
UV_VERSION = "0.13.9"


def main(arguments: list[str]) -> int:
    commands = {
        "demo": demo,
        "test": run_tests,
        "test-all": test_all,
        "check": check,
        "lock": lock,
        "bench": bench,
        "front-end": front_end,
        "install": lambda rest: install("dev"),
    }
    if not arguments or arguments[0] not in commands:
        print("usage: python3 dev.py " + " | ".join(commands), file=sys.stderr)
        return 2
    return commands[arguments[0]](arguments[1:]) or 0


# the environment


def install(kind: str) -> None:
    """Make .venv and install the locked packages, unless nothing changed since the last time."""
    lock_file = ROOT / "requirements" / f"{kind}.txt"
    stamp = VENV / f"stamp-{kind}"
    wanted = hashlib.sha256(
        lock_file.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + UV_VERSION.encode()
    ).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if sys.version_info < (3, 11):  # noqa: UP036  (older Pythons start this file too)
        sys.exit("Rounds needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        sys.exit("Python's venv module is missing. On Debian: apt-get install python3-venv")
    print("Setting up .venv (once, about a minute) ...", flush=True)
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    subprocess.run(
        [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"uv=={UV_VERSION}"],
        check=True,
    )
    # compiled now, by all cores: some systems keep Python from doing it at the first import
    uv = [BIN / "uv", "pip", "install", "--quiet", "--compile-bytecode", "--python", PYTHON]
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    # hospitals often look into encrypted traffic: their certificate is in the system's store alone
    trusting = {**os.environ, "UV_SYSTEM_CERTS": os.environ.get("UV_SYSTEM_CERTS", "true")}
    for wanted_packages in (["--require-hashes", "-r", lock_file], ["--no-deps", "--editable", str(ROOT)]):
        if subprocess.run([*uv, *wanted_packages], env=trusting, check=False).returncode != 0:
            print("uv could not install this; trying pip ...", flush=True)
            subprocess.run([*pip, *wanted_packages], check=True)
    subprocess.run([PYTHON, "-m", "compileall", "-q", str(ROOT / "src")], check=True)
    stamp.write_text(wanted)


def run(*command: object, **environment: str) -> int:
    return subprocess.run(
        [str(part) for part in command], cwd=ROOT, env={**os.environ, **environment}, check=False
    ).returncode


# the commands


def demo(rest: list[str]) -> int:
    install("base")
    os.chdir(ROOT)
    os.execv(BIN / "rounds", [str(BIN / "rounds"), "demo", *rest])


def run_tests(rest: list[str], *, long: bool = False) -> int:
    install("dev")
    from tests import servers  # standard library only, beside the tests

    return servers.run_suites(PYTHON, rest, long=long)


def test_all(rest: list[str]) -> int:
    return run_tests(rest, long=True)


def check(rest: list[str]) -> int:
    """Run every check, and say at the end which ones failed."""
    install("dev")
    checks = {
        "ruff": [BIN / "ruff", "check", "."],
        "ruff format": [BIN / "ruff", "format", "--check", "--quiet", "."],
        "habits": [PYTHON, "-m", "tests.architecture.habits"],
        "docstrings": [PYTHON, "-m", "tests.architecture.docstrings"],
        "import-linter": [BIN / "lint-imports"],
        "rooms": [PYTHON, "-m", "tests.architecture.rooms"],
        "mypy": [BIN / "mypy"],
        "djlint": [BIN / "djlint", "src/rounds/web/templates", "--lint", "--quiet"],
        "sizes": [PYTHON, "-m", "benchmarks.source"],
        "bandit": [BIN / "bandit", "-q", "-r", "src", "-c", "pyproject.toml"],
        "migrations": [PYTHON, "-m", "rounds.config.manage", "makemigrations", "--check", "--dry-run"],
    }
    settings = {"DJANGO_SETTINGS_MODULE": "rounds.config.settings_test"}
    failed = [name for name, command in checks.items() if run(*command, **settings) != 0]
    print("make check: " + (f"failed: {', '.join(failed)}" if failed else "all passed"), flush=True)
    return 1 if failed else 0


def lock(rest: list[str]) -> int:
    """Write the lock files: hashes, no addresses."""
    install("dev")
    compile_ = [
        BIN / "uv",
        "pip",
        "compile",
        "-q",
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--no-header",
        "pyproject.toml",
    ]
    # the extra "cluster" is there for its test, and in no installation that doesn't ask for it
    dev = ["--all-extras", "--group", "dev", "-c", "requirements/base.txt", "-o", "requirements/dev.txt"]
    return run(*compile_, "-o", "requirements/base.txt") or run(*compile_, *dev)


def bench(rest: list[str]) -> int:
    install("dev")
    return run(PYTHON, "-m", "benchmarks", *rest)


def front_end(rest: list[str]) -> int:
    if not shutil.which("npm"):
        sys.exit("npm is missing; it is needed only to refresh the vendored front-end files.")
    install("base")
    return run(PYTHON, "front_end/vendor.py", *rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
