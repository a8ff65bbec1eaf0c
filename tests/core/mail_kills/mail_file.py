"""A mail server in a file, for workers that a test starts as processes of their own."""

import os
import time
from pathlib import Path

from django.core.mail.backends.base import BaseEmailBackend


class Backend(BaseEmailBackend):
    """Takes each message after a moment, and notes its Message-ID."""

    def send_messages(self, messages):
        for message in messages:
            with Path(os.environ["ROUNDS_TEST_MAIL_LOG"]).open("a") as log:
                log.write(message.message()["Message-ID"] + "\n")
            time.sleep(0.02)
        return len(messages)
