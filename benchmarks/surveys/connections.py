"""What connections cost while all of them are off: the share of the web process's start that loads them.

    python -m benchmarks.surveys.connections [times]

Loads the web process with all addresses some times, each in a process of its own, and prints, of the quickest time of each
module, what belongs to connections and what to everything. What pages ask of them is held by
tests/integrations/connections/test_all_off.py.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys

TIMES = 5
PROGRAM = "import rounds.config.wsgi; from django.urls import get_resolver; get_resolver().url_patterns"
LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")
OURS = re.compile(
    r"rounds\.integrations\.(lti|connections|outgoing)|rounds\.web\.(machines\.(platforms|registering)|"
    r"coordinator\.connections|participant\.lti|mail\.connections|home\.watch\.connecting)"
)


def main(times: int) -> None:
    """Print both sums in milliseconds, and how many modules of connections are loaded."""
    quickest: dict[str, int] = {}
    for _ in range(times):
        for name, microseconds in modules().items():
            quickest[name] = min(quickest.get(name, microseconds), microseconds)
    ours = {name: value for name, value in quickest.items() if OURS.match(name)}
    print(f"start {sum(quickest.values()) / 1000:.0f} ms in {len(quickest)} modules")
    print(f"of connections {sum(ours.values()) / 1000:.1f} ms in {len(ours)} modules")


def modules() -> dict[str, int]:
    """Return what each module took by itself in one start, in microseconds."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "rounds.config.settings_test"}
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", PROGRAM],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return {name: int(spent) for spent, name in LINE.findall(done.stderr)}


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else TIMES)
