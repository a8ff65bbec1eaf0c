"""results.md in sections: each command writes its own and leaves the others."""

import os
import platform
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results.md"


def write_section(title: str, lines: list[str]) -> None:
    """Put a section into results.md, in the place of the one of the same title."""
    head, *others = RESULTS.read_text().split("\n## ")
    kept = [other for other in others if other.split("\n", 1)[0] != title]
    section = "\n".join([title, "", *lines, ""])
    RESULTS.write_text(
        "\n## ".join([head.rstrip("\n") + "\n", *(one.rstrip("\n") + "\n" for one in kept), section])
    )


def rewrite_head(text: str) -> None:
    """Put the first section into results.md, before those with a title."""
    others = RESULTS.read_text().split("\n## ")[1:] if RESULTS.exists() else []
    RESULTS.write_text("\n## ".join([text.rstrip("\n") + "\n", *others]))


def machine() -> str:
    """Return what the figures were taken on, and what else it did."""
    return (
        f"Machine: {os.cpu_count()} processors ({platform.machine()}), Python {platform.python_version()}; "
        f"load average {os.getloadavg()[0]:.1f} at the end, so {'other work ran too' if os.getloadavg()[0] > 3 else 'little else ran'}."
    )
