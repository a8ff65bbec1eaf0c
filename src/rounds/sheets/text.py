"""Clean what people type, and fold it for comparison."""

from __future__ import annotations

import re
import unicodedata

# zero-width space, word joiner, byte-order mark, soft hyphen, direction marks: never part of a name
INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\u180e\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# joiners are letters' business in Persian or Hindi names, dirt anywhere else
STRAY_JOINER = re.compile(
    "(?<![\u0600-\u06ff\u0900-\u0dff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u06ff\u0900-\u0dff])"
)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
SPACES = re.compile(r"[^\S\n]+")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
NOT_WORD = re.compile(r"[^\w]+|_+")
# where a text is all figures, its signs are part of what it says: -1 is not 1, 1.5 not 1/5
FIGURES = re.compile(r"[\d\s.,/:+%()<>=~\u2013\u2264\u2265-]*")


def clean(value: str) -> str:
    """Remove invisible characters and outer spaces, and keep everything that a reader sees."""
    if value.isascii() and value.isprintable():
        return " ".join(value.split()) if "  " in value else value.strip()
    value = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    value = STRAY_JOINER.sub("", INVISIBLE.sub("", value))
    value = SPACES.sub(" ", CONTROL.sub(" ", value))
    return "\n".join(line.strip() for line in value.split("\n")).strip()


def fold(value: str) -> str:
    """Reduce a text to lower-case words without accents or punctuation, for comparing."""
    value = CAMEL.sub(" ", clean(value))
    if value.isascii():
        return NOT_WORD.sub(" ", _signs_in_words(value.lower())).strip()
    value = unicodedata.normalize("NFKD", value).casefold()
    value = "".join(character for character in value if not unicodedata.combining(character))
    return NOT_WORD.sub(" ", _signs_in_words(value).replace("\u2019", "")).strip()


def answer_key(value: str) -> str:
    """Return what two cells must share so that one answer counts for both."""
    text = clean(value)
    if FIGURES.fullmatch(text) and not text.isdigit():
        return "".join(text.split())
    return fold(text)


def _signs_in_words(value: str) -> str:
    return value.replace("&", " and ").replace("#", " number ").replace("'", "")


def words_in(text: str) -> frozenset[str]:
    """Return the words of a text that lists them."""
    return frozenset(text.split())
