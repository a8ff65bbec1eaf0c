"""Import 20,000 people through the wizard's own services, on SQLite and PostgreSQL: time, memory, and what stays responsive.

    python -m benchmarks.import_people [rows] [xlsx|csv] [sqlite|postgresql]

Each database gets a process of its own, which reports its peak memory. While the worker's job runs there, a second
process asks the list of imports' query over and over and reports its slowest answer.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = 20_000
HEADER = [
    "Last Name",
    "First Name",
    "Work E-mail",
    "Employee #",
    "PGY Level",
    "Dept",
    "Hospital Site",
    "Specialty",
    "How many mentors",
    "Meeting preference",
    "Skills to develop",
    "Languages",
    "DOB",
    "Ethnicity",
]
DEPARTMENTS = (
    "Medicine",
    "Surgery",
    "Pediatrics",
    "Neurology",
    "Radiology",
    "Anesthesiology",
    "Psychiatry",
    "Emergency Medicine",
)


def rows_of(count: int, year: int = 1) -> list[list[object]]:
    """Return invented people; another `year` changes everybody's training year, and how many mentors they want."""
    return [
        [
            f"Lastname{number:05}",
            f"First{number % 977:03}",
            f"person{number}@x.example",
            f"{number:07}",
            f"PGY-{(number + year) % 3 + 1}",
            DEPARTMENTS[number % 8],
            f"Site {number % 5}",
            f"Specialty {number % 30}",
            (number + year) % 3 + 1,
            ("Zoom", "In person", "either")[number % 3],
            ("Finance; QI", "Strategy", "Ethics; Policy")[number % 3],
            ("English", "English, Spanish")[number % 2],
            "1990-01-01",
            "x",
        ]
        for number in range(count)
    ]


def main(arguments: list[str]) -> None:
    rows = int(arguments[0]) if arguments else ROWS
    form = arguments[1] if len(arguments) > 1 else "xlsx"
    only = arguments[2] if len(arguments) > 2 else ""
    from tests.servers import postgres

    with tempfile.TemporaryDirectory() as folder:
        if only != "postgresql":
            _run(rows, form, "SQLite", f"sqlite:///{folder}/bench.sqlite3", folder)
        if only == "sqlite":
            return
        with postgres() as url:
            if url is None:
                print("PostgreSQL is not installed: not measured.")
            else:
                _run(rows, form, "PostgreSQL", url, folder)


def _run(rows: int, form: str, name: str, url: str, folder: str) -> None:
    print(f"== {name}", flush=True)
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "ROUNDS_MODE": "development",
        "ROUNDS_DATA": folder,
        "DJANGO_SETTINGS_MODULE": "rounds.config.settings",
    }
    measure = [sys.executable, "-m", "benchmarks.import_people", "--measure", str(rows), form]
    subprocess.run(
        [sys.executable, "-m", "rounds.config.manage", "migrate", "-v", "0"], env=environment, check=True
    )
    subprocess.run(measure, env=environment, check=True)


def measure(rows: int, form: str) -> None:
    """Stage, check, write, stage again, change and undo, in this process; print each step's time and the peak."""
    import django

    django.setup()
    from rounds.sheets import write_csv, write_xlsx

    write = write_xlsx if form == "xlsx" else write_csv
    first, second = write(HEADER, rows_of(rows)), write(HEADER, rows_of(rows, 2))
    before = _peak()
    viewer, cohort_id, institution_id = _world()
    watcher = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.import_people", "--watch", str(institution_id)],
        stdout=subprocess.PIPE,
        text=True,
    )
    time.sleep(2)
    _steps(first, second, viewer, cohort_id, form)
    watcher.terminate()
    out, _ = watcher.communicate()
    print(f"peak memory {_peak():.0f} MB (before the import {before:.0f} MB)")
    print(out.strip().splitlines()[-1] if out.strip() else "the watcher said nothing")


def _world() -> tuple[object, object, object]:
    import uuid
    from datetime import date

    from rounds.core.access import Grant, Viewer
    from rounds.core.database.scope import scope
    from rounds.core.models import Institution
    from rounds.people.models import Person
    from rounds.programs.models import Cohort
    from rounds.programs.services import create_program
    from rounds.programs.values.templates import TEMPLATES

    institution = Institution.objects.create(
        slug=f"bench-{uuid.uuid4().hex[:6]}", name="Benchmark Health", is_invented=True
    )
    with scope(institution.id):
        person = Person.objects.create(given_name="Alice", family_name="Osborne")
        viewer = Viewer(institution.id, None, person.id, "Alice", frozenset({Grant("coordinator")}))
        program = create_program(
            by=viewer,
            name="Leadership",
            template=next(iter(TEMPLATES)),
            starts_on=date(2026, 7, 1),
            coordinator=person,
        )
        return viewer, Cohort.objects.get(cycle__program=program).id, institution.id


def _steps(first: bytes, second: bytes, viewer, cohort_id, form: str) -> None:
    from rounds.core.database.scope import scope
    from rounds.core.jobs import run_waiting
    from rounds.integrations.spreadsheets.models import SpreadsheetImport
    from rounds.integrations.spreadsheets.services import stage_file, undo_import, write_import

    def stage(data: bytes) -> SpreadsheetImport:
        spreadsheet = _timed(
            "read and seal (in the request)",
            stage_file,
            by=viewer,
            kind="mentees",
            name=f"people.{form}",
            data=data,
            cohort_id=cohort_id,
        )
        _timed("check (in the worker)", run_waiting)
        return SpreadsheetImport.objects.get(id=spreadsheet.id)

    def write(spreadsheet: SpreadsheetImport) -> None:
        write_import(by=viewer, spreadsheet=spreadsheet, version=spreadsheet.version)
        _timed("write (in the worker)", run_waiting)

    with scope(viewer.institution_id):
        one = stage(first)
        print("   ", one.counts)
        write(one)
        print("   ", SpreadsheetImport.objects.get(id=one.id).state)
        print("the same file again:")
        print("   ", stage(first).counts)
        print("everybody changed:")
        two = stage(second)
        print("   ", two.counts)
        write(two)
        print("    still in memory", f"{_peak():.0f} MB")
        for words, which in (("undo of the changes", two), ("undo of everything", one)):
            undo_import(by=viewer, spreadsheet=SpreadsheetImport.objects.get(id=which.id))
            _timed(f"{words} (in the worker)", run_waiting)
            print("   ", SpreadsheetImport.objects.get(id=which.id).state)


def _timed(words: str, function, **arguments):
    start, worked = time.perf_counter(), time.process_time()
    result = function(**arguments)
    took, worked = time.perf_counter() - start, time.process_time() - worked
    print(f"{words}: {took:.1f} s ({worked:.1f} s of processor time), peak {_peak():.0f} MB", flush=True)
    return result


def watch(institution_id: str) -> None:
    """Read and write a little, over and over, as other pages do; print the slowest of each."""
    import signal
    import uuid

    import django

    django.setup()
    from django.db import OperationalError, transaction

    from rounds.core import audit
    from rounds.core.access import system
    from rounds.core.database.scope import scope
    from rounds.people.models import Person

    reads, writes, refused = [], [], []

    def stop(*_arguments: object) -> None:
        reads.sort()
        writes.sort()
        middle = (reads[len(reads) // 2], writes[len(writes) // 2])
        print(
            f"meanwhile: {len(reads)} reads, middle {middle[0]:.3f} s, slowest {reads[-1]:.2f} s; {len(writes)} writes, "
            f"middle {middle[1]:.3f} s, slowest {writes[-1]:.2f} s, refused {len(refused)}",
            flush=True,
        )
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    key = uuid.UUID(institution_id)
    with scope(key):
        while True:
            start = time.perf_counter()
            list(Person.objects.all()[:25])
            reads.append(time.perf_counter() - start)
            start = time.perf_counter()
            try:
                with transaction.atomic():
                    audit.record("bench.write", by=system(key))
            except OperationalError:
                refused.append(1)
            writes.append(time.perf_counter() - start)
            time.sleep(0.1)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    match sys.argv[1:]:
        case ["--measure", rows, form]:
            measure(int(rows), form)
        case ["--watch", institution_id]:
            watch(institution_id)
        case rest:
            main(rest)
