"""What can be answered, as an author types it: a line a point. Pure."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from rounds.core.errors import DomainError
from rounds.surveys.instruments.values.content import Points
from rounds.surveys.instruments.values.files import SPOKEN

CODED = re.compile(r"([0-9]{1,3})\s*=\s*(.*)")
MOST_POINTS = 20
LONGEST_LABEL = 80


def points_in_lines(points: Points) -> str:
    """Return the points of a scale as its author edits them."""
    return "\n".join(f"{code} = {label.get(SPOKEN, '')}" for code, label in points)


def read_points(text: str, before: Points = (), *, field: str = "") -> Points:
    """Return the points that lines name; other languages of a code stay. Raises DomainError that names the line."""
    known = {code: dict(label) for code, label in before}
    found: dict[int, dict[str, str]] = {}
    lines = [line.strip() for line in text.replace("\x00", "").splitlines()]
    for number, line in enumerate(filter(None, lines), 1):
        coded = CODED.fullmatch(line)
        code, label = (int(coded[1]), coded[2].strip()) if coded else (max(found, default=0) + 1, line)
        if problem := _problem(code, label, found):
            words = _("Answers, line %(number)s: %(problem)s") % {"number": number, "problem": problem}
            raise DomainError(words, field=field)
        found[code] = known.get(code, {}) | {SPOKEN: label}
    if len(found) > MOST_POINTS:
        words = _("Answers: at most %(most)s lines fit. Take out %(over)s.")
        raise DomainError(words % {"most": MOST_POINTS, "over": len(found) - MOST_POINTS}, field=field)
    return tuple(found.items())


def _problem(code: int, label: str, found: dict[int, dict[str, str]]) -> str:
    if not label:
        return _("it has a number and no words. Write the words behind the sign =.")
    if len(label) > LONGEST_LABEL:
        return _("its words are longer than %(most)s characters. Shorten them.") % {"most": LONGEST_LABEL}
    if code in found:
        return _("the number %(code)s is there twice. Give each answer its own.") % {"code": code}
    if any(label.casefold() == one[SPOKEN].casefold() for one in found.values()):
        return _("“%(label)s” is there twice. Say each answer once.") % {"label": label}
    return ""


def numbered(labels: Iterable[str]) -> Points:
    """Return points from 1 on with these labels."""
    return tuple((code, {SPOKEN: label}) for code, label in enumerate(labels, 1))
