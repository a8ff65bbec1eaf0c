"""Settings of the test suite: the same product, with a fast password hash."""

import os
from pathlib import Path

os.environ.setdefault("ROUNDS_MODE", "development")
os.environ.setdefault("ROUNDS_DATA", str(Path(__file__).resolve().parents[3] / "var" / "test"))
Path(os.environ["ROUNDS_DATA"], "static").mkdir(parents=True, exist_ok=True)

from rounds.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # no test cuts the power: waiting for the disk at each commit shows nothing
    _options = DATABASES["default"]["OPTIONS"]  # noqa: F405
    _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
else:
    # sooner than a test gives up waiting for what another left locked
    DATABASES["default"]["OPTIONS"]["options"] += " -c idle_in_transaction_session_timeout=100s"  # noqa: F405
# each test's client starts the middleware again, which would walk through all static files
WHITENOISE_AUTOREFRESH = True
