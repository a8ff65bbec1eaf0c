"""Domains and rooms whose inside no contract of imports holds. `make check` runs it; it needs nothing but Python.

`import-linter` refuses a file outside the order of a container that it knows; this refuses a container that it doesn't know.
"""

import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# No domains: what stands beside the ladder or above it. Core has a contract of its own.
OUTSIDE = {"pairing", "sheets", "documents", "evidence", "charts", "config", "cli", "web", "demo", "core"}
INSIDE = "Inside a domain"


def rooms_without_contract(source: Path, settings: Path) -> list[str]:
    """Return the packages that must name the order of their files in `pyproject.toml`, and do not."""
    linter = tomllib.loads(settings.read_text())["tool"]["importlinter"]
    exhaustive = [one for one in linter["contracts"] if one.get("exhaustive")]
    (inside,) = [one for one in exhaustive if one["name"].startswith(INSIDE)]
    files = {name.strip(" ()") for layer in inside["layers"] for name in layer.split(":")}
    held = {container for one in exhaustive for container in one["containers"]}
    rooms = {
        room
        for found in source.rglob("__init__.py")
        for room in [found.parent.relative_to(source.parent).parts]
        if not files.intersection(room) and not OUTSIDE.intersection(room[1:2])
    }
    return sorted({".".join(room) for room in rooms} - held)


if __name__ == "__main__":
    missing = rooms_without_contract(ROOT / "src" / "rounds", ROOT / "pyproject.toml")
    print(
        *(f"{room}: no exhaustive contract in pyproject.toml has it as container" for room in missing),
        sep="\n",
    )
    sys.exit(1 if missing else 0)
