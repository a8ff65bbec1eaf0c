"""A version as the office reads it: its questions as people see them, its scores, what differs from another one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rounds.surveys.answering.forms import PageForm
from rounds.surveys.enums import KindOfItem, KindOfScore
from rounds.surveys.instruments.selectors import Topic, named, spoken, topics_of
from rounds.surveys.instruments.values.comparing import Change, Line
from rounds.surveys.instruments.values.content import Content, ItemContent, Points
from rounds.surveys.models import InstrumentVersion

SOMEBODY = gettext_lazy("Alex Example")
CHANGES = {
    Change.ADDED: gettext_lazy("added"),
    Change.REMOVED: gettext_lazy("removed"),
    Change.WORDING: gettext_lazy("wording"),
    Change.SCALE: gettext_lazy("answers"),
    Change.KIND: gettext_lazy("kind"),
    Change.LEAVE_OUT: gettext_lazy("press that leaves it out"),
    Change.PAGE: gettext_lazy("page"),
    Change.ORDER: gettext_lazy("order"),
    Change.MEANING: gettext_lazy("meaning"),
}


@dataclass(frozen=True)
class ShownPage:
    """One page of a version: the form that people fill in, and the notes on it, which nobody answers."""

    topic: Topic
    form: PageForm
    notes: tuple[str, ...]


@dataclass(frozen=True)
class ShownLine:
    """A question of two versions beside each other, in words."""

    before: tuple[str, str]
    after: tuple[str, str]
    changes: tuple[str, ...]
    goes_on: bool
    is_in_both: bool


def shown_pages(version: InstrumentVersion) -> list[ShownPage]:
    """Return the pages of a version as they are answered, about somebody who is made up."""
    return [
        ShownPage(
            topic, PageForm(topic, {}), tuple(one.text for one in topic.questions if one.kind == "note")
        )
        for topic in topics_of(version.id, about=str(SOMEBODY))
    ]


def shown_scores(content: Content) -> list[tuple[str, str, list[str]]]:
    """Return each score: its name, how it is made, the questions in it."""
    return [
        (
            spoken(score.name),
            str(KindOfScore(score.kind).label),
            [
                named(spoken(content.items_by_key[key].text), str(SOMEBODY)) + _weight(score.weights.get(key))
                for key in score.members
                if key in content.items_by_key
            ],
        )
        for score in content.scores
    ]


def _weight(weight: object) -> str:
    return f" × {weight}" if weight is not None else ""


def shown_lines(older: Content, newer: Content, lines: Iterable[Line]) -> list[ShownLine]:
    """Return what differs, in words."""
    return [
        ShownLine(
            _in_words(older, line.before),
            _in_words(newer, line.after),
            tuple(str(CHANGES[one]) for one in line.changes),
            line.goes_on,
            line.before is not None and line.after is not None,
        )
        for line in lines
    ]


def _in_words(content: Content, item: ItemContent | None) -> tuple[str, str]:
    if item is None:
        return "", ""
    answers = points_in_words(content.points_of(item)) or str(KindOfItem(item.kind).label)
    left_out = spoken(item.missing_label)
    reverse = _("counts the other way") if item.is_reverse else ""
    return spoken(item.text), " · ".join(filter(None, (answers, left_out, reverse)))


def points_in_words(points: Points) -> str:
    """Return what can be answered, in a line; of a long row its ends."""
    labels = [spoken(label) for _code, label in points]
    return " – ".join((labels[0], labels[-1])) if len(labels) > 7 else ", ".join(labels)
