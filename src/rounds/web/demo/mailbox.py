"""What arrives in the demo, which has no mail server: each text as it left, read at /mail/ and nowhere else.

The office's log of mail keeps what it keeps where real people are: no code, no way in, nothing that was written only as it left.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Mailbox(BaseEmailBackend):
    """Keep each message as a file named by its Message-ID, in the data folder."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the texts; a message sent twice is kept once."""
        _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            name = message.extra_headers.get("Message-ID", "").strip("<>").partition("@")[0]
            _file_of(UUID(name)).write_text(str(message.body))
        return len(email_messages)


def arrived_text(mail_id: UUID) -> str | None:
    """Return the text of a message as it arrived, None if it has not left."""
    file = _file_of(mail_id)
    return file.read_text() if file.exists() else None


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "mailbox"


def _file_of(mail_id: UUID) -> Path:
    return _folder() / f"{mail_id}.txt"
