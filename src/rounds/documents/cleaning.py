"""What can be seen of a text that people typed."""

import unicodedata


def clean(text: str) -> str:
    """Return what can be seen of a text: no control letters, none that turn or hide others."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    kept = (one for one in text if one == "\n" or unicodedata.category(one) not in ("Cc", "Cf"))
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(one) == "Cs" else one for one in kept)


def line_of(text: str) -> str:
    """Return a text as one line."""
    return " ".join(clean(text).split())


def paragraphs_of(text: str) -> list[list[str]]:
    """Cut a text into paragraphs, each into its lines; empty lines part them."""
    found: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            found[-1].append(line.strip())
        elif found[-1]:
            found.append([])
    return [lines for lines in found if lines]
