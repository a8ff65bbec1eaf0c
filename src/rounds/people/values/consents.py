"""The words that people agree to, by version. A change of words is a new version; old ones stay readable."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rounds.people.enums import ConsentKind


@dataclass(frozen=True)
class ConsentText:
    """One version of what a person agrees to."""

    kind: str
    version: str
    words: str | Promise


# Oldest first within a kind; the last one is asked.
TEXTS = (
    ConsentText(
        ConsentKind.FOLLOW_UP,
        "1",
        _(
            "Once a year, for up to five years after the program, you may ask me at my personal e-mail what"
            " role I hold. I can say no each time, and I can withdraw this at any time."
        ),
    ),
    ConsentText(
        ConsentKind.FOLLOW_UP,
        "2",
        _(
            "Once a year, for up to ten years after the program, you may ask me at my personal e-mail what became"
            " of my working life, and look it up in public records. I can say no each time, and I can stop this at"
            " any time."
        ),
    ),
    ConsentText(
        ConsentKind.RESEARCH,
        "1",
        _(
            "My answers may be used for research without my name, and only in groups of five or more. Taking"
            " part in the program does not depend on this. I can withdraw it; results already counted stay."
        ),
    ),
    ConsentText(
        ConsentKind.RESEARCH,
        "2",
        _(
            "My answers may be used for research without my name: in figures of groups of five or more, and, of"
            " confidential surveys, as a line of my ratings without name or number, mixed among those of at least"
            " ten people who agreed. Taking part in the program does not depend on this. I can withdraw it: then no"
            " new file of such lines leaves; files and results of before stay."
        ),
    ),
    ConsentText(
        ConsentKind.DIRECTORY,
        "1",
        _(
            "Other participants of my program may read my introduction card, in the words that I have approved."
        ),
    ),
)


# The words for research under which the line of a person may leave, not only figures of groups.
WITH_LINES = frozenset({"2"})
# Not asked any more: who reads an introduction card is said, and approved word by word, where it is written.
NOT_ASKED = frozenset({ConsentKind.DIRECTORY})


def current_text(kind: str) -> ConsentText:
    """Return the newest words of a kind of consent."""
    return [text for text in TEXTS if text.kind == kind][-1]
