"""The answer to “Does it work?” in one sentence, from the figures that stand: what is missing, never a cause."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from rounds.web.evidence.pictures.cards import Card
from rounds.web.evidence.pictures.reasons import phrase


def answer_of(cards: Sequence[Card]) -> str:
    """Return what these figures can answer; figures beside each other never tell whether a program works."""
    found = {card.figure.measure: card for card in cards}
    card = found.get("confidence") or found.get("retention")
    if card is None:
        return _("We cannot tell yet: no figures have been worked out.")
    if card.picture is None:
        return _missing(card.reason)
    if card.figure.measure == "confidence":
        return _("We cannot tell yet: %(finding)s, and those who answered are compared with nobody.") % {
            "finding": _lowered(card.picture.words.title)
        }
    return _stayed(card)


def _stayed(card: Card) -> str:
    """Return what is missing to compare who stayed; with both curves, what they still leave open."""
    curves = card.figure.result["curves"]
    silent = [one["hidden"] for one in curves if "hidden" in one]
    if silent or curves[0]["label"] == "Faculty":
        why = f" ({phrase(silent[0])})" if silent else ""
        return _("We cannot tell yet: it is not known whether those with a mentor stay longer%(why)s.") % {
            "why": why
        }
    title = card.picture.words.title if card.picture else ""
    return _("We cannot tell yet: %(finding)s, but the two groups may have differed from the start.") % {
        "finding": _lowered(title)
    }


def _missing(reason: str) -> str:
    first, _dot, _rest = reason.partition(". ")
    return _("We cannot tell yet: %(why)s.") % {"why": _lowered(first.rstrip("."))}


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]
