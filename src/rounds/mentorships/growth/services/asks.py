"""Asking something short, answering it, letting it go."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rounds.core.access import Viewer
from rounds.core.clock import now
from rounds.core.errors import OutOfOrder
from rounds.core.mail.budget import Line, keys_by_day
from rounds.mentorships.enums import AskState, NewsKind
from rounds.mentorships.growth.selectors.asks import ask_for
from rounds.mentorships.growth.selectors.goals import goals_of_pair
from rounds.mentorships.models import Ask, Mentorship
from rounds.mentorships.news.services import add_news, take_news_back
from rounds.mentorships.services.limits import locked_pair

MOST_OPEN = 3
LONGEST = 280


@dataclass(frozen=True, kw_only=True)
class Question:
    """A short question, about one goal or none; `entry_id` is made with the form."""

    text: str
    entry_id: UUID
    goal_id: UUID | None = None


@transaction.atomic
def ask_question(*, mentorship_id: UUID, question: Question, by: Viewer) -> Ask:
    """Ask the other one something short; a form sent twice is one question.

    Raises OutOfOrder when three of one's own are open, or the pair does not run.
    """
    pair = running_pair(mentorship_id)
    entered: Ask | None = Ask.objects.filter(mentorship=pair, entry_id=question.entry_id).first()
    if entered is not None:
        return entered
    mine = Ask.objects.filter(mentorship=pair, asked_by_id=by.own_id, state=AskState.OPEN)
    if mine.count() >= MOST_OPEN:
        raise OutOfOrder(
            _("Three questions of yours are open. Let one go, or wait for an answer, then ask this one.")
        )
    readable = {goal.id for goal in goals_of_pair(by, pair)}
    ask = Ask(
        mentorship=pair,
        asked_by_id=by.own_id,
        entry_id=question.entry_id,
        goal_id=question.goal_id if question.goal_id in readable else None,
    )
    ask.seal_value({"question": question.text.strip()})
    ask.save()
    return ask


@transaction.atomic
def answer_question(*, ask_id: UUID, text: str, by: Viewer) -> None:
    """Answer what the other one has asked. Raises OutOfOrder when it is no longer open."""
    ask = _locked(ask_id, by)
    if ask.asked_by_id == by.own_id:
        raise OutOfOrder(_("This is your own question: the other one answers it."))
    ask.seal_value({"question": ask.opened()["question"], "answer": text.strip()})
    _settle(ask, AskState.ANSWERED)
    add_news(pair=ask.mentorship, person_id=ask.asked_by_id, kind=NewsKind.ANSWERED, thing_id=ask.id)


@transaction.atomic
def let_go_question(*, ask_id: UUID, by: Viewer) -> None:
    """Let a question go, one's own or the other's, who is told."""
    ask = _locked(ask_id, by)
    ask.let_go_by_id = by.own_id
    _settle(ask, AskState.LET_GO)
    if ask.asked_by_id != by.own_id:
        add_news(pair=ask.mentorship, person_id=ask.asked_by_id, kind=NewsKind.LET_GO, thing_id=ask.id)


@transaction.atomic
def take_back_letting_go(*, ask_id: UUID, by: Viewer) -> None:
    """Let a question be open again that one has let go."""
    ask = _locked(ask_id, by, state=AskState.LET_GO)
    if ask.let_go_by_id != by.own_id:
        raise OutOfOrder(_("The other one has let this question go. You can ask it again in your words."))
    ask.let_go_by = None
    _settle(ask, AskState.OPEN)
    take_news_back(kind=NewsKind.LET_GO, thing_id=ask.id)


def settle_asks(kept: Sequence[Line], dropped: Sequence[Line]) -> None:
    """Remember of which questions the mail of the day tells; the others wait."""
    for day, keys in keys_by_day(kept).items():
        Ask.objects.filter(id__in=keys).update(told_on=day)


def running_pair(mentorship_id: UUID) -> Mentorship:
    """Lock a pair that runs. Raises OutOfOrder otherwise."""
    pair = locked_pair(mentorship_id)
    if not pair.is_running:
        raise OutOfOrder(
            _("This pair does not run now, so nothing can be entered. What you wrote before stays readable.")
        )
    return pair


def _locked(ask_id: UUID, by: Viewer, *, state: str = AskState.OPEN) -> Ask:
    found = ask_for(by, ask_id)
    running_pair(found.ask.mentorship_id)
    ask: Ask = Ask.objects.select_for_update(no_key=True).get(id=ask_id)
    if ask.state != state:
        raise OutOfOrder(
            _("This question is no longer open. Go back to see what became of it.")
            if state == AskState.OPEN
            else _("This question is not let go now. Go back to see what became of it.")
        )
    return ask


def _settle(ask: Ask, state: str) -> None:
    ask.state, ask.settled_at = state, None if state == AskState.OPEN else now()
    ask.save(update_fields=["state", "settled_at", "let_go_by", "sealed"])
