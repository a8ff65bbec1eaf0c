"""The four prompts of a debrief."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Key: what is asked. Each may stay empty.
PROMPTS: Final[dict[str, Promise]] = {
    "conflict": _("A conflict you met, and what you did"),
    "handed_over": _("Something you handed to somebody"),
    "won_over": _("Somebody you had to win over"),
    "went_well": _("What went well"),
}
SUGGESTED_MINUTES: Final = 30
LONGEST_ANSWER: Final = 4_000
# So often can one be changed: each former text stays readable to the two.
MOST_CHANGES: Final = 20
