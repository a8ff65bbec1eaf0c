"""Keep a spreadsheet program from taking a text for a formula, and take the guard away again.

Guarded first characters: the list of OWASP's testing guide for CSV injection (= + - @, tab, CR, LF and their
full-width twins) and % | and spaces, which some programs skip. A plain negative number stays a number.
"""

from __future__ import annotations

import re

GUARDED = re.compile("'*[\\s]*[=+\\-@%|\uff1d\uff0b\uff0d\uff20\\t\\r\\n]|'*\\s")
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


def guard(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet program could take for a formula."""
    if GUARDED.match(text) and not NUMBER.fullmatch(text):
        return "'" + text
    return text


def unguard(text: str) -> str:
    """Take away the apostrophe that `guard` put there, and no other."""
    if text.startswith("'") and GUARDED.match(text[1:]) and not NUMBER.fullmatch(text[1:]):
        return text[1:]
    return text
