"""Wide and hostile text files through the import's page: seconds of a processor in each request, and how heavy the page is.

    python -m benchmarks.imports.shapes

The upload reads the file and stages it; the worker checks what is large; then the page of the check is opened. Refused files
show the sentence.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time

LARGEST = 10 * 1024 * 1024 - 2_000  # with the rest of the form 10 MB
MOST_SECONDS = 1.0


def wide(columns: int, rows: int = 100) -> bytes:
    """Return a sheet of people with that many columns; every text of it is another one."""
    names = ["First name", "Last name", "Email", *(f"Question {number}" for number in range(columns - 3))]
    lines = [",".join(names)]
    for row in range(rows):
        answers = (f"answer {row} of {number}" for number in range(columns - 3))
        lines.append(",".join([f"Ann{row}", f"Lee{row}", f"ann{row}@x.example", *answers]))
    return "\n".join(lines).encode()


def shapes() -> dict[str, bytes]:
    """Return the files by what is odd about them."""
    head = b"First name,Last name,Email\nAnn,Lee,ann@x.example\n"
    return {
        "1,000 columns": wide(1_000),
        "2,000 columns": wide(2_000),
        "4,000 columns": wide(4_000),
        "4,000 columns, 1 million cells": wide(4_000, 1) + (b"\n" + b",".join([b"x"] * 4_000)) * 248,
        "2,000 columns named alike": b",".join([b"Email"] * 2_000)
        + b"\n"
        + b",".join([b"a@x.example"] * 2_000),
        "10 MB of line breaks": b"\n" * (LARGEST),
        "10 MB of line breaks below a header": head + b"\n" * (LARGEST - 100),
        "10 MB of commas": b"," * (LARGEST),
        "10 MB of quotation marks": b'"' * (LARGEST),
        "10 MB in one quoted cell": b'"' + b"a" * (LARGEST - 20) + b'" ,x\n',
        "quotes that are odd": head + b'"a" b,"c",d\n' * 200_000,
        "10 MB of empty cells": b";;;;\n" * (LARGEST // 5),
    }


def main() -> None:
    """Make a database, and measure in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "ROUNDS_MODE": "development",
            "ROUNDS_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "rounds.config.settings",
        }
        for command in (
            ["-m", "rounds.config.manage", "migrate", "-v", "0"],
            ["-m", "benchmarks.imports.shapes", "--measure"],
        ):
            subprocess.run([sys.executable, *command], env=environment, check=True)


def measure() -> None:
    """Print a line a file; fails where a request works longer than a second."""
    import django

    django.setup()
    client, where = _office()
    slow = []
    for words, data in shapes().items():
        upload, seconds, page = _brought(client, where, data)
        worst = max(upload, seconds)
        print(f"{words:38} upload {upload:5.2f} s, page {seconds:5.2f} s, {page}", flush=True)
        if worst > MOST_SECONDS:
            slow.append(words)
    if slow:
        sys.exit(f"longer than {MOST_SECONDS:.0f} s in a request: {', '.join(slow)}")


def _brought(client, where: str, data: bytes) -> tuple[float, float, str]:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from rounds.core.jobs import run_waiting

    file = SimpleUploadedFile("a.csv", data)
    start = time.process_time()
    answer = client.post(where, {"file": file, "kind": "roster"})
    upload = time.process_time() - start
    if answer.status_code == 413:
        return upload, 0.0, "refused: too large (413)"
    if answer.status_code != 302:
        return upload, 0.0, f"refused: {_refusal(answer)}"
    run_waiting()
    start = time.process_time()
    page = client.get(answer["Location"]).content
    seconds = time.process_time() - start
    nodes = len(re.findall(rb"<[a-z]", page))
    return upload, seconds, f"{len(page) / 1024:.0f} KB, {nodes:,} elements"


def _refusal(answer) -> str:
    return " ".join(str(error) for errors in answer.context["form"].errors.values() for error in errors)


def _office():
    from datetime import date

    from django.conf import settings
    from django.test import Client
    from django.test.utils import setup_test_environment

    from rounds.core.database.scope import scope
    from rounds.core.models import Institution, User
    from rounds.people.models import Person, RoleAssignment

    setup_test_environment()
    settings.ALLOWED_HOSTS = ["testserver"]
    institution = Institution.objects.create(slug="bench", name="Benchmark Health", is_invented=True)
    user = User.objects.create_user("alice@bench.example")
    with scope(institution.id):
        person = Person.objects.create(user=user, given_name="Alice", family_name="Osborne", email=user.email)
        RoleAssignment.objects.create(person=person, role="coordinator", from_on=date(2026, 1, 1))
    client = Client()
    client.force_login(user)
    client.get("/bench/imports/")  # what the first page loads is nobody's file
    return client, "/bench/imports/new/"


if __name__ == "__main__":
    measure() if "--measure" in sys.argv else main()
