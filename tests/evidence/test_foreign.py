"""200 random worlds against lifelines (MIT), a library of others and no dependency of ours; see `lifelines_worlds.py`."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.evidence.published import OTHER, needs_references


@pytest.mark.long
@needs_references
def test_lifelines_says_the_same_of_random_worlds():
    """Slow, because lifelines fits 400 models."""
    script = Path(__file__).with_name("lifelines_worlds.py")

    done = subprocess.run([OTHER, script], check=True, capture_output=True, text=True)

    found = json.loads(done.stdout)
    assert found.pop("worlds") == 200
    assert max(found.values()) < 1e-7
