"""Draws ten lines each from ten places of the code, for a reader who has never seen it to say which room they are from.

`python -m tests.architecture.readers.guess_rooms 7` prints the tree of folders and the lines; `python -m tests.architecture.readers.guess_rooms 7 answers`
says where they are from. A room is a package of `src/rounds`; nine of ten right is the aim.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[3] / "src" / "rounds"
PLACES, LINES = 10, 10


def places(seed: int) -> list[tuple[Path, int]]:
    """Return (file, first line) of ten places, each in a room of its own; long files are drawn as often as long."""
    draw = random.Random(seed)
    files = [
        path
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts and len(path.read_text().splitlines()) >= 3 * LINES
    ]
    weights = [len(path.read_text().splitlines()) for path in files]
    found: dict[str, tuple[Path, int]] = {}
    while len(found) < PLACES:
        (path,) = draw.choices(files, weights)
        code = path.read_text().splitlines()
        first = draw.randrange(_after_imports(code), max(len(code) - LINES, _after_imports(code)) + 1)
        if len("".join(code[first : first + LINES])) > 20 * LINES:  # no place of closing brackets alone
            found.setdefault(room_of(path), (path, first))
    return list(found.values())


def room_of(path: Path) -> str:
    """Return the package of src/rounds that a file belongs to."""
    return path.relative_to(SOURCE).parts[0]


def _after_imports(code: list[str]) -> int:
    imports = [number for number, line in enumerate(code) if line.startswith(("import ", "from ", ")"))]
    return min((imports or [0])[-1] + 1, max(len(code) - LINES, 0))


def main(seed: int, *, tell: bool) -> None:
    """Print the folders and the lines, or where these are from."""
    if not tell:
        for folder in sorted(path for path in SOURCE.rglob("*") if path.is_dir()):
            parts = folder.relative_to(SOURCE).parts
            if not {"__pycache__", "migrations", "templates", "static"} & {*parts}:
                print("  " * (len(parts) - 1) + parts[-1] + "/")
    for number, (path, first) in enumerate(places(seed), 1):
        if tell:
            print(f"{number}: {room_of(path)}, {path.relative_to(SOURCE)}:{first + 1}")
            continue
        print(f"\n--- {number}")
        print("\n".join(path.read_text().splitlines()[first : first + LINES]))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1, tell="answers" in sys.argv)
