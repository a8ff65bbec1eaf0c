"""What the caller got wrong. What the data can't carry is no error: it is a result without estimates."""


class InvalidInput(ValueError):
    """Says which argument of which call can't be read, and what it must be."""
