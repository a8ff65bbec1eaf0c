"""The eight acts of a mentor, as a mentee says them openly, and the words of the answers."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

LONGEST_LINE = 280
# Act, and how a mentee says it: "My mentor ..."
ACTS = {
    "listen": _("lets me finish my thought before giving a view"),
    "goals": _("begins with my goals"),
    "feedback": _("tells me plainly what went well and what to change"),
    "stretch": _("proposes tasks that stretch me"),
    "doors": _("introduces me to people or puts my name forward"),
    "follow": _("comes back to what we agreed last time"),
    "safe": _("lets me speak about failures and doubts"),
    "time": _("keeps our appointments and is all there"),
}
# Answers, seldom to often; "not seen" is no number.
OFTEN = {
    "1": _("never"),
    "2": _("seldom"),
    "3": _("half the time"),
    "4": _("mostly"),
    "5": _("always"),
    "": _("not seen"),
}


@dataclass(frozen=True, kw_only=True)
class FeedbackText:
    """What a mentee tells: what helps, what would help more, and how often the mentor does each act, where said."""

    helps: str = ""
    more: str = ""
    acts: dict[str, str]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is said at all."""
        return not (self.helps.strip() or self.more.strip() or self.acts)

    def to_json(self) -> dict[str, object]:
        """Return it as JSON holds it."""
        return {"helps": self.helps.strip(), "more": self.more.strip(), "acts": self.acts}
