"""Keep a spreadsheet program from taking a text for a formula, and take the guard away again.

Guarded first characters: the list of OWASP's testing guide for CSV injection (= + - @, tab, CR, LF and their
full-width twins) and % | and spaces, which some programs skip. A plain negative number stays a number. A program may
take another separator than ours (a semicolon, where the comma is for decimals): what follows one is guarded too.
"""

from __future__ import annotations

import re
from collections.abc import Callable

GUARDED = re.compile("'*[\\s]*[=+\\-@%|\uff1d\uff0b\uff0d\uff20\\t\\r\\n]|'*\\s")
SEPARATORS = re.compile("([;\\t|\\r\\n])")
GUARDED_INSIDE = re.compile("['\"\\s%]*[=+\\-@\uff1d\uff0b\uff0d\uff20]")
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


def guard(text: str) -> str:
    """Put an apostrophe before whatever a spreadsheet program could take for a formula."""
    text = _in_parts(text, lambda part: "'" + part if _is_formula(part) else part)
    return "'" + text if _needs_guard(text) else text


def unguard(text: str) -> str:
    """Take away the apostrophes that `guard` put there, and no other."""
    if "'" not in text:
        return text
    text = text[1:] if text.startswith("'") and _needs_guard(text[1:]) else text
    return _in_parts(text, lambda part: part[1:] if part.startswith("'") and _is_formula(part[1:]) else part)


def _needs_guard(text: str) -> bool:
    return bool(GUARDED.match(text)) and not NUMBER.fullmatch(text)


def _is_formula(part: str) -> bool:
    """Tell whether a part of a text would be one, if a program took the separator before it for its own."""
    return bool(GUARDED_INSIDE.match(part))


def _in_parts(text: str, change: Callable[[str], str]) -> str:
    """Change what follows a separator; the first part is no part of anything."""
    first, *others = SEPARATORS.split(text)
    return first + "".join(change(other) for other in others)
