"""What a password may not be: one of the usual ones, or words of this place with decoration."""

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rounds.core.models import Institution

SITE_WORDS = frozenset(
    [
        "rounds",
        "mentor",
        "mentee",
        "mentorship",
        "mentoring",
        "hospital",
        "residency",
        "physician",
        "password",
    ]
)
# Digits and signs that people put in place of letters.
LOOKALIKES = str.maketrans("0134578@$!", "oieastbasi")


class CommonWordsValidator(CommonPasswordValidator):
    """Refuse the most common passwords, repetitions, and words of this site with little else."""

    def validate(self, password: str, user: Any = None) -> None:
        super().validate(password, user)
        if len(set(password)) < 5:
            raise ValidationError(
                _("This password repeats a few characters. Choose a longer mix, for example four words."),
                code="password_too_simple",
            )
        rest = password.lower().translate(LOOKALIKES)
        words = {word for word in self._site_words() if len(word) > 3}
        for word in sorted(words, key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < len(password) and len(re.sub(r"[\W_]", "", rest)) < 8:
            raise ValidationError(
                _(
                    "This password is made of words of this site. Choose words that have nothing to do with it."
                ),
                code="password_site_words",
            )

    def _site_words(self) -> frozenset[str]:
        names = " ".join(Institution.objects.values_list("name", flat=True)).lower()
        return SITE_WORDS | set(re.findall(r"[^\W\d_]+", names))

    def get_help_text(self) -> str:
        return _("At least 12 characters; four unrelated words are good.")
