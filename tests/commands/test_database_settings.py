"""What the address of a database becomes."""

import pytest

from rounds.config.databases import database_settings


@pytest.mark.parametrize(
    ("query", "threshold"), [("", 3), ("?prepare_threshold=7", 7), ("?prepare_threshold=0", None)]
)
def test_postgres_prepares_what_is_asked_again_unless_the_address_says_never(query, threshold):
    options = database_settings(f"postgres://rounds@db/rounds{query}", test_file="x")["OPTIONS"]

    assert (options["server_side_binding"], options["prepare_threshold"]) == (True, threshold)
    # a pooler refuses what is set for a session
    assert ("options" in options) == (threshold is not None)
