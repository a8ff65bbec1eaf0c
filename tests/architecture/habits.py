"""Habits of this project that no linter knows, line by line. `make check` runs it; it needs nothing but Python."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "rounds"


@dataclass(frozen=True)
class Habit:
    """What a line must not hold, below `inside` and outside the places that may, and what to do instead."""

    pattern: str
    instead: str
    inside: str = ""
    but_in: tuple[str, ...] = ()

    def is_broken_by(self, path: str, line: str) -> bool:
        """Tell whether a line of a file breaks the habit."""
        if not path.startswith(self.inside) or path.startswith(self.but_in or "\0"):
            return False
        return re.search(self.pattern, line) is not None


HABITS = (
    Habit(
        r"request\b.*# type: ignore",
        "say `request: Request` (rounds.core.access): it knows viewer and institution",
    ),
    Habit(
        r"\.is(digit|decimal|numeric)\(",
        "read_number or read_digits (rounds.core.reading): ² is a digit, and no number",
        but_in=("core/reading.py", "sheets/", "pairing/", "cli/"),
    ),
    Habit(
        r"\b(UUID|int)\((str\()?request\.|\b(UUID|int)\(.*\.(GET|POST)\b",
        "read_id or read_number (rounds.core.reading): None instead of an error",
    ),
    Habit(
        r"forms\.Date(Time)?(Field|Input)\(",
        "DateField or MomentField (rounds.core.fields): near years, bounds in words",
        but_in=("core/fields.py",),
    ),
    Habit(
        r"_at\.date\(\)|now\(\)\.date\(\)|date\.today\(|localdate\(\)",
        "institution_day or institution_today (rounds.core.clock), viewer.today(): a day is somewhere",
        but_in=("core/clock.py",),
    ),
    Habit(
        r"relativedelta|% 12\b",
        "months_after or months_between (rounds.core.dates)",
        but_in=("core/dates.py", "pairing/"),
    ),
    Habit(
        r"update\([^)]*\bsealed=|^\s*sealed=row\.sealed|bulk_update\(.*\bsealed\b|_raw_delete\(",
        "save() or delete() of each row: what passes by their signals is not kept during a hold",
        but_in=("core/encryption/resealing.py", "core/drafts.py"),
    ),
    Habit(
        r"add_error\(\s*error\.",
        "put_error (rounds.web.frame.errors): it knows forms without that field, and the page's status",
        inside="web/",
    ),
)


def breaches(source: Path = SOURCE) -> Iterator[str]:
    """Yield each line that breaks a habit, with what to do instead."""
    for file in sorted(source.rglob("*.py")):
        path = file.relative_to(source).as_posix()
        if "/migrations/" in path:
            continue
        for number, line in enumerate(file.read_text().splitlines(), 1):
            for habit in HABITS:
                if habit.is_broken_by(path, line):
                    yield f"src/rounds/{path}:{number}: {line.strip()[:100]}\n    instead: {habit.instead}"


if __name__ == "__main__":
    found = list(breaches())
    print("\n".join(found) or "Habits kept.")
    sys.exit(1 if found else 0)
