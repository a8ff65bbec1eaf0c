"""Files that hold what people wrote or did: made for their owner alone, whatever the umask says."""

import os
from contextlib import suppress
from pathlib import Path


def owner_alone(path: str, flags: int) -> int:
    """Open a file for `open(opener=owner_alone)`; one that is made belongs to its owner alone."""
    return os.open(path, flags, 0o600)


def make_private(path: Path) -> None:
    """Make a file that is missing, for a library that opens it later; a folder that is missing is its to report."""
    with suppress(OSError):
        os.close(owner_alone(str(path), os.O_WRONLY | os.O_CREAT))


def is_private(path: Path) -> bool:
    """Tell whether nobody but its owner can read or write a file."""
    return not path.stat().st_mode & 0o077
