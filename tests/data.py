"""Real files for tests, which are not part of the project: ROUNDS_TEST_DATA, default ../shared/data."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def real_data(*parts: str) -> Path:
    """Return the path of a real file; skip the test where the folder is missing, fail it in CI."""
    folder = Path(os.environ.get("ROUNDS_TEST_DATA") or _default_folder())
    path = folder.joinpath(*parts)
    if not path.exists():
        message = (
            f"{'/'.join(parts)} is not in {folder}; set ROUNDS_TEST_DATA to the folder of real test files."
        )
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return path


def _default_folder() -> Path:
    beside = ROOT.parent / "shared" / "data"
    if beside.exists():
        return beside
    # A linked work tree is elsewhere: look beside the main one.
    answer = subprocess.run(
        ["git", "rev-parse", "--path-format=absolute", "--git-common-dir"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return Path(answer.stdout.strip() or ROOT).parent.parent / "shared" / "data"
