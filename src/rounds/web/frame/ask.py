"""One question before something ends or is thrown away: who it is about, what will happen, one press to do it."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render

from rounds.core.access import Request


def ask_first(request: Request, *, title: str, words: Sequence[str], verb: str, back: str) -> HttpResponse:
    """Show the question; its form is sent to the same address."""
    context = {"title": title, "words": words, "verb": verb, "back": back}
    return render(request, "frame/ask.html", context)
