"""What every kind of item can do."""

import json
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from rounds.surveys.kinds.questions import Question
from rounds.surveys.scores import NOT_APPLICABLE, NOT_ASKED, SKIPPED

# one control character, as JSON writes it, is the longest
BYTES_A_CHARACTER = 6
QUOTES = 2


def packed(answer: Any) -> bytes:
    """Return an answer, or all of them, as the bytes that are sealed."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()


class KindOf:
    """A kind of item: its control, how an answer is read, its codes, its longest answer in bytes."""

    is_answered: ClassVar = True
    # whether an answer is a number that a score may take
    is_number: ClassVar = False

    def field(self, question: Question) -> forms.Field:
        """Return the control of a question; nothing is ever required."""
        raise NotImplementedError

    def read(self, value: Any, question: Question) -> Any:
        """Return what is kept of a cleaned value: the answer, or the code of leaving it out."""
        return SKIPPED if value in (None, "", []) else value

    def shown(self, answer: Any, question: Question) -> Any:
        """Return what a page gives its control as the value of a kept answer."""
        return None if answer in (None, SKIPPED, NOT_ASKED) else answer

    def told(self, answer: Any, question: Question) -> str:
        """Return a kept answer in words."""
        if answer == SKIPPED:
            return _("left out")
        if answer == NOT_APPLICABLE:
            return question.missing
        if answer == NOT_ASKED:
            return _("not asked")
        return self.in_words(answer, question)

    def in_words(self, answer: Any, question: Question) -> str:
        """Return an answer in words, given that there is one."""
        return str(answer)

    def codes(self, question: Question) -> dict[int, str]:
        """Return each code with its label, those of leaving out included."""
        own = dict(question.points)
        left_out = {SKIPPED: _("left out"), NOT_ASKED: _("not asked")}
        return own | left_out | ({NOT_APPLICABLE: question.missing} if question.missing else {})

    def longest(self, question: Question) -> int:
        """Return the bytes of the longest answer, as `packed` writes it."""
        return max(len(packed(code)) for code in self.codes(question))
