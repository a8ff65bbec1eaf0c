"""Comments of a closed wave: those that wait to be read first, and those that the office reads."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from rounds.surveys.box.selectors import list_texts
from rounds.surveys.campaigns.values.audiences import audience
from rounds.surveys.enums import CommentState, Mode, RequestState
from rounds.surveys.instruments.selectors import questions_of
from rounds.surveys.models import Comment, Response, Wave
from rounds.surveys.repeats import each_once, same_words

SHOWN = (CommentState.PASSED, CommentState.REWORDED)


@dataclass(frozen=True)
class Written:
    """A comment as it was written, as the office reads it, and what became of it."""

    id: UUID
    said: str
    shown: str
    state: CommentState

    @property
    def is_reworded(self) -> bool:
        return self.state == CommentState.REWORDED


@dataclass(frozen=True)
class Asked:
    """A question with the comments to it, in mixed order."""

    text: str
    comments: list[Written]

    @property
    def told(self) -> list[tuple[str, bool, int]]:
        """Return each text once, whether it stands in other words, and how often it was written so."""
        other = {same_words(one.shown) for one in self.comments if one.is_reworded}
        return [
            (text, same_words(text) in other, times)
            for text, times in each_once(one.shown for one in self.comments)
        ]


def written_in(wave: Wave) -> list[tuple[str, str]]:
    """Return every comment of a closed wave with its question, whoever wrote it."""
    keys = [one.key for one in questions_of(wave.version_id) if one.kind == "text"]
    if wave.mode == Mode.ANONYMOUS:
        return [(key, text) for key in keys for text in list_texts(wave, key) if isinstance(text, str)]
    sent = Response.objects.filter(request__wave=wave, request__state=RequestState.ANSWERED)
    rows: Iterable[dict[str, Any]] = [row.opened() for row in sent.order_by("id")]
    return [
        (key, row[key].strip())
        for row in rows
        for key in keys
        if isinstance(row.get(key), str) and row[key].strip()
    ]


def comments_to_read(wave: Wave) -> list[Asked]:
    """Return all comments of a wave by question, those that wait first."""
    rows = Comment.objects.filter(publication__wave=wave).order_by("id")
    return _by_question(wave, sorted(rows, key=lambda row: row.state != CommentState.WAITING))


def comments_shown(wave: Wave) -> list[Asked]:
    """Return the comments of a wave that were passed, by question."""
    return _by_question(wave, Comment.objects.filter(publication__wave=wave, state__in=SHOWN).order_by("id"))


def is_any_waiting(wave: Wave) -> bool:
    """Tell whether comments of a wave wait to be read first."""
    return Comment.objects.filter(publication__wave=wave, state=CommentState.WAITING).exists()


def _by_question(wave: Wave, rows: Iterable[Comment]) -> list[Asked]:
    about = {"mentor": _("their mentor"), "mentee": _("their mentee")}
    questions = questions_of(
        wave.version_id, about=about.get(audience(wave.campaign.audience).about, _("them"))
    )
    kept: dict[str, list[Written]] = defaultdict(list)
    for row in rows:
        words = row.opened()
        kept[row.item_key].append(Written(row.id, words["said"], words["shown"], CommentState(row.state)))
    return [Asked(one.text, kept[one.key]) for one in questions if one.key in kept]
