"""Which tests one of the workers runs one after another, because they share what is slow to make.

pytest-xdist's own groups write into the name of a test, which pytest 9.2 no longer allows: they do nothing, in silence.
"""

from __future__ import annotations

from zlib import crc32

from xdist.scheduler import LoadScopeScheduling

# Files that share an installation, a world or a browser: the group, and into how many parts it may fall.
GROUPS = {
    "tests/commands/test_production.py": "production",
    "tests/security/test_headers.py": "production",
    "tests/commands/test_commands.py": "commands",
    "tests/account/test_access_changes.py": "access",
    "tests/security/test_methods.py": "methods",
    "tests/security/test_fail_open.py": "methods",
}
# The two halves of the page sweep, and the eight parts of the long one: by their number.
BY_NUMBER = "tests/browser/test_pages.py"


def group_of(test: str) -> str:
    """Return what runs together with a test; most tests run with nothing but themselves."""
    file, _, name = test.partition("::")
    if file == BY_NUMBER and name.endswith("]"):
        return f"browser {int(name[:-1].rpartition('[')[2]) % 2}"
    if file.startswith("tests/browser/"):
        return f"browser {crc32(test.encode()) % 2}"
    return GROUPS.get(file, test)


class Together(LoadScopeScheduling):
    """Gives each worker one group after another, the largest first."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
