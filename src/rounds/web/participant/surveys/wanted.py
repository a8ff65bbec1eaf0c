"""Please contact me about this: a mentor's own press beside the question of what would help, with a name; the ticks stay pooled."""

from typing import cast
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.insights.models import HelpOffer
from rounds.insights.selectors.help import own_offer
from rounds.insights.services.helping import ask_for_contact, take_back_wish
from rounds.people.models import Person
from rounds.surveys.answering.selectors import MENTOR_SELF
from rounds.surveys.enums import Mode
from rounds.surveys.instruments.selectors import Topic
from rounds.web.participant.surveys.ways import Way
from rounds.web.toasts import add_toast

CONTACT, NO_CONTACT = PRESSES = ("contact", "no_contact")
QUESTION = "help"


def shown(way: Way, topic: Topic) -> dict[str, HelpOffer | None]:
    """Return the mentor's open wish as `offer` where its press stands on a page; nothing on any other page."""
    return {"offer": own_offer(_viewer(way))} if _is_here(way, topic) else {}


def answer(request: HttpRequest, way: Way, topic: Topic, go: str) -> bool:
    """Do what one of the two presses says; False for every other press, and where they don't stand."""
    if go not in PRESSES or not _is_here(way, topic):
        return False
    if go == CONTACT:
        ask_for_contact(by=_viewer(way))
        add_toast(request, _("The faculty developers read, with your name, that you would like a talk."))
    else:
        take_back_wish(by=_viewer(way))
        add_toast(request, _("Your wish is taken back."))
    return True


def _is_here(way: Way, topic: Topic) -> bool:
    wave = way.asked.wave
    is_theirs = way.asked.person_id is not None and wave.campaign.instrument.key == MENTOR_SELF
    return is_theirs and wave.mode != Mode.ANONYMOUS and any(one.key == QUESTION for one in topic.questions)


def _viewer(way: Way) -> Viewer:
    person = cast(Person, way.asked.person)
    return Viewer(cast(UUID, way.asked.institution_id), None, person.id, person.display_name)
