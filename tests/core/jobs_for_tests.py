"""Jobs that tests start; workers in other processes import them by this module's name."""

import os
import time
from pathlib import Path

from rounds.core.errors import DomainError
from rounds.core.jobs import job


@job(title="Counting to three")
def count(run, *, up_to):
    for number in range(1, up_to + 1):
        run.progress(number, up_to, f"At {number}")
    return {"counted": up_to, "by": run.viewer.name, "institution": str(run.viewer.institution_id)}


@job(title="Refusing")
def refuse(run):
    raise DomainError("Row 7 has no name. Add it and import again.")


@job(title="Breaking", attempts=2)
def break_down(run):
    name = "".join(["Sec", "ret"])
    raise RuntimeError(name)


@job(title="Writing a line", attempts=50)
def write_line(run, *, folder, name, seconds):
    """Note the begin and the end of each attempt, and do the work only once."""
    _note(folder, f"begin {name} {os.getpid()}")
    done = Path(folder) / f"{name}.done"
    for step in range(10):
        time.sleep(seconds / 10)
        run.progress(step + 1, 10)
    done.touch()
    _note(folder, f"end {name} {os.getpid()}")


def _note(folder, line):
    with (Path(folder) / "log").open("a") as log:
        log.write(line + "\n")


def double(number, report):
    report(1, 2, "half")
    return number * 2


def sleep_for_ever(report):
    report(0, 1, str(os.getpid()))
    time.sleep(600)


def raise_error(report):
    raise ValueError("no such cohort")
