"""The page before sending, from so many questions on: what was answered and what was left out, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rounds.surveys.answering import services
from rounds.surveys.answering.selectors import answers_of, is_answered
from rounds.surveys.box.selectors import IN_OWN_WORDS
from rounds.surveys.campaigns.selectors import is_open_to
from rounds.surveys.enums import RequestState
from rounds.surveys.feedback360.selectors.words import promise_to
from rounds.surveys.instruments.selectors import Topic
from rounds.surveys.kinds import Question, is_asked, kind_of
from rounds.web.frame.presses import pressed
from rounds.web.participant.surveys import blind
from rounds.web.participant.surveys.ways import Way

# Fewer are looked through again faster than a page more is read.
FROM = 13


@dataclass(frozen=True)
class Looked:
    """A page as it will be sent: each question with what was answered, empty where nothing was."""

    title: str
    href: str
    answers: list[tuple[str, str]]

    @property
    def left_out(self) -> int:
        return sum(not said for _question, said in self.answers)


def is_checked(topics: Sequence[Topic]) -> bool:
    """Tell whether so much is asked that a page to check it comes before sending."""
    return sum(kind_of(one).is_answered for topic in topics for one in topic.questions) >= FROM


def check(request: HttpRequest, way: Way, topics: Sequence[Topic]) -> HttpResponse:
    """Show what would be sent; a POST sends it, or leads back."""
    if request.method == "POST":
        if pressed(request, "", "next", "back") == "back":
            return redirect(way.to("page", page=len(topics)))
        services.send_answers(request=way.asked, key=way.key)
        return redirect(way.to("thanks"))
    held = answers_of(way.asked, way.key)
    pages = [
        Looked(
            topic.title,
            way.to("page", page=number),
            [
                (one.text, _said(one, held.get(one.key), is_blind=blind.is_blind(way.asked)))
                for one in topic.questions
                if kind_of(one).is_answered and is_asked(one, held)
            ],
        )
        for number, topic in enumerate(topics, start=1)
    ]
    context = {
        "way": way,
        "layout": way.layout,
        "pages": pages,
        "left_out": sum(one.left_out for one in pages),
        "promise": promise_to(way.asked),
        "is_open": is_open_to(way.asked),
        "is_sent": way.asked.state == RequestState.ANSWERED,
    }
    return render(request, "components/answering/check.html", context)


def _said(question: Question, answer: Any, *, is_blind: bool) -> str:
    """Return an answer in words, empty for none. Of a locked one no text comes back: its length would show."""
    if not is_answered(answer):
        return ""
    if is_blind and question.kind in IN_OWN_WORDS:
        return _("written")
    return kind_of(question).told(answer, question)
