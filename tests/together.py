"""Which tests one of the workers runs one after another, because they share what is slow to make.

pytest-xdist's own groups write into the name of a test, which pytest 9.2 no longer allows: they do nothing, in silence.
"""

from __future__ import annotations

import os
from typing import Any
from zlib import crc32

import pytest
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

# Files that share an installation, a world or a browser: the group, and into how many parts it may fall.
GROUPS = {
    "tests/commands/test_production.py": "production",
    "tests/security/test_headers.py": "production",
    "tests/commands/test_commands.py": "commands",
    "tests/account/test_access_changes.py": "access",
    "tests/integrations/test_demo.py": "demo",
    "tests/integrations/test_demo_matches.py": "demo",
    "tests/account/test_inviting.py": "inviting",
    "tests/security/test_methods.py": "methods",
    "tests/security/test_fail_open.py": "methods",
}
# The two halves of the page sweep, and the eight parts of the long one: by their number.
BY_NUMBER = "tests/browser/test_pages.py"
# In the short version one of three workers is left to what needs no browser; in the long one most of the work is theirs.
BROWSERS = 6 if os.environ.get("ROUNDS_LONG") == "1" else 2
# What takes long begins first, so that no worker is left alone with it at the end; the order of the rest is drawn.
LONGEST = (
    "browser",
    "commands",
    "production",
    "tests/security/test_site_admin.py",
    "tests/matching/test_inference.py",
    "methods",
    "tests/security/",
    "tests/input/",
    "tests/access/",
    "tests/matching/test_races.py",
    "tests/matching/test_kills.py",
    "tests/core/test_worker_kills.py",
    "tests/matching/test_locks.py",
    "tests/web/imports/test_import_wizard.py",
    "tests/pairing/",
)


def group_of(test: str) -> str:
    """Return what runs together with a test; most tests run with nothing but themselves."""
    file, _, name = test.partition("::")
    if file == BY_NUMBER and name.endswith("]"):
        return f"browser {int(name[:-1].rpartition('[')[2]) % BROWSERS}"
    if file.startswith("tests/browser/"):
        return f"browser {crc32(test.encode()) % BROWSERS}"
    return GROUPS.get(file, test)


def place_of(test: str) -> int:
    """Return how early a test's group begins: the place in `LONGEST`, or after it."""
    group = group_of(test)
    return next((place for place, start in enumerate(LONGEST) if group.startswith(start)), len(LONGEST))


class Together(LoadScopeScheduling):
    """Gives each worker one group after another, in the order in which they were collected."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        config.option.loadscopereorder = False  # the number of tests says little about their length
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)

    def remove_node(self, node: WorkerController) -> str | None:
        """Take a worker out that has ended in the middle: its test has failed, and is not begun again by the next."""
        workload = self.assigned_work.pop(node)
        waiting = (test for tests in workload.values() for test, is_done in tests.items() if not is_done)
        crashed = next(waiting, None)
        for scope, tests in workload.items():
            left = {test: is_done or test == crashed for test, is_done in tests.items()}
            if not all(left.values()):
                self.workqueue[scope] = left
        for other in self.assigned_work:
            self._reschedule(other)
        return crashed

    def _reschedule(self, node: WorkerController) -> None:
        """Give a worker more; a worker with a last test alone is told that nothing follows, for which it would wait."""
        super()._reschedule(node)
        if not self.workqueue and not node.shutting_down and self._pending_of(self.assigned_work[node]) < 2:
            node.shutdown()
