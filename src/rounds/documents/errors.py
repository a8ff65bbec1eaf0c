"""What can go wrong while a document is written."""


class DocumentFailed(RuntimeError):
    """A document could not be written within its limits; the message says why, without its text."""
