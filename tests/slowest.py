"""Where the time goes: the folders of tests and the files that take longest, by the clock and in processor time.

ROUNDS_SLOWEST=40 names so many files.

Below them stand the tests that take more than a second of a processor and do not say why, in a docstring or a comment.

Counted is what a worker and the processes that it starts (browsers, servers, killed workers) have used; PostgreSQL isn't.
"""

from __future__ import annotations

import inspect
import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

SHOWN = int(os.environ.get("ROUNDS_SLOWEST", "10"))
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
CLOCK: dict[str, float] = defaultdict(float)
PROCESSOR: dict[str, float] = defaultdict(float)
SILENT: dict[str, float] = defaultdict(float)
# Seconds of a processor after which a test says why; what the head of a file says then.
LONG, WORDS = 1, ("second", "browser", "process", "every ", "each ")
used_before = 0.0


def used() -> float:
    """Return the processor seconds of this process and of all that it has started, running or ended."""
    return sum(os.times()[:4]) + sum(_used_by(child) for child in _descendants(os.getpid()))


def _descendants(process: int) -> Iterator[int]:
    """Return the running ones; none where the system doesn't say."""
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in map(int, (thread / "children").read_text().split()):
                yield child
                yield from _descendants(child)


def _used_by(process: int) -> float:
    with suppress(OSError):  # it may have ended by now
        after_its_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, after_its_name[11:15])) / TICKS
    return 0.0


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Note with each phase of a test what was used since the phase before."""
    global used_before
    report = yield
    now = used()
    # less than before: a browser has ended, and what its windows used was counted already
    report.processor_seconds, used_before = max(now - used_before, 0), now
    if report.when == "call" and report.processor_seconds > LONG:
        report.says_why = says_why(item)
    return report


def says_why(item: pytest.Item) -> bool:
    """Tell whether a test, or the head of its file, has a word about what it takes time for."""
    test, head = getattr(item, "function", None), inspect.getdoc(getattr(item, "module", None)) or ""
    source = inspect.getsource(test) if test else ""
    return bool(inspect.getdoc(test)) or "# " in source or any(word in head for word in WORDS)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    file = report.nodeid.partition("::")[0]
    CLOCK[file] += report.duration
    PROCESSOR[file] += getattr(report, "processor_seconds", 0)
    if not getattr(report, "says_why", True):
        SILENT[report.nodeid.partition("[")[0]] += report.processor_seconds


def _by_folder() -> list[tuple[str, tuple[float, float]]]:
    """Return the seconds of each folder of tests/, the longest first."""
    found: dict[str, tuple[float, float]] = {}
    for file, clock in CLOCK.items():
        folder = "/".join(Path(file).parts[:2])
        before = found.get(folder, (0.0, 0.0))
        found[folder] = before[0] + clock, before[1] + PROCESSOR[file]
    return sorted(found.items(), key=lambda one: -one[1][1])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if sum(CLOCK.values()) < 10:
        return
    terminalreporter.section("folders: seconds by the clock, of a processor")
    for folder, (clock, processor) in _by_folder():
        terminalreporter.write_line(f"{clock:7.1f} {processor:7.1f}  {folder}")
    terminalreporter.section("slowest files: seconds by the clock, of a processor")
    for file in sorted(CLOCK, key=PROCESSOR.__getitem__, reverse=True)[:SHOWN]:
        terminalreporter.write_line(f"{CLOCK[file]:7.1f} {PROCESSOR[file]:7.1f}  {file}")
    terminalreporter.write_line(f"{sum(CLOCK.values()):7.1f} {sum(PROCESSOR.values()):7.1f}  all files")
    if SILENT:
        terminalreporter.section("tests over a second of a processor that do not say why")
    for test, seconds in sorted(SILENT.items(), key=lambda found: -found[1]):
        terminalreporter.write_line(f"{seconds:7.1f}  {test}")
