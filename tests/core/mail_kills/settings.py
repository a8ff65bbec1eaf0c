"""The settings of tests, with mail that goes into a file."""

from rounds.config.settings_test import *  # noqa: F403

EMAIL_BACKEND = "tests.core.mail_kills.mail_file.Backend"
