"""What somebody came for who is asked to sign in: the kind of thing, by its address alone; whether it is there is not looked at."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rounds.web.account.sign_in.places import is_own_address

# by the name of an address, else by its first word; what is in neither is not spoken of
WORDS: Final[Mapping[str, Promise]] = {
    "account_invitation": _("Sign in to accept your invitation."),
    "connections:place": _(
        "Sign in to choose what a link in your course opens. That is for who coordinates all programs; if that is not"
        " you, ask your program office."
    ),
    "development:module": _("Sign in to open a module of mentor training."),
    "development:mine": _("Sign in to open your mentor training."),
    "answering": _("Sign in to answer questions."),
    "calendar": _("Sign in to open your calendar."),
    "experiences": _("Sign in to open an experience."),
    "feedback360": _("Sign in to go on with a round of feedback."),
    "growth": _("Sign in to open goals and feedback of a pair."),
    "groups": _("Sign in to open the page of a group."),
    "intake": _("Sign in to answer the questions of intake."),
    "pairs": _("Sign in to open the page of a pair."),
    "record": _("Sign in to open your record."),
    "releases": _("Sign in to decide what others may see."),
    "reminders": _("Sign in to choose your reminders."),
    "vetoes": _("Sign in to look at proposed pairs of your trainees."),
}


def came_for(onward: str | None) -> Promise | str:
    """Return in a sentence what the page after sign-in is for; "" where nothing is said of it."""
    if not onward or not is_own_address(onward):
        return ""
    try:
        name = resolve(urlsplit(onward).path).view_name
    except (Resolver404, ValueError):
        return ""
    return WORDS.get(name) or WORDS.get(name.partition(":")[0]) or ""
