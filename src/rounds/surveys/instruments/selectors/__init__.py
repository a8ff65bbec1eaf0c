"""Reads of instruments: a version as its pages ask it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language

from rounds.surveys.kinds import Question
from rounds.surveys.models import InstrumentVersion, Item, Part, Scale, Score
from rounds.surveys.scores import Formula

SPOKEN = "en"
# the words of an item that stand for the name of the one it is about
SUBJECTS = ("{mentor}", "{mentee}", "{name}")


@dataclass(frozen=True)
class Topic:
    """One page of a version: its title, a line above, its questions."""

    key: str
    title: str
    lead: str
    questions: tuple[Question, ...]


def spoken(text: Mapping[str, str], language: str = "") -> str:
    """Return a text in a language, in that of the page where none is named, in English where it has no other."""
    asked = language or get_language() or SPOKEN
    return text.get(asked) or text.get(asked.partition("-")[0]) or text.get(SPOKEN, "")


def named(text: str, name: str) -> str:
    """Return a text with the name of whom it is about."""
    for placeholder in SUBJECTS:
        text = text.replace(placeholder, name)
    return text


def topics_of(version_id: UUID, *, about: str = "", language: str = "") -> tuple[Topic, ...]:
    """Return the pages of a version in their order; `about` is the name of whom it asks about."""
    scales = {row.key: row for row in Scale.objects.filter(version_id=version_id)}
    items = list(Item.objects.filter(version_id=version_id))
    return tuple(
        Topic(
            part.key,
            named(spoken(part.title, language), about),
            named(spoken(part.lead, language), about),
            tuple(
                _question(item, scales.get(item.scale_key), about, language)
                for item in items
                if item.part_key == part.key
            ),
        )
        for part in Part.objects.filter(version_id=version_id)
    )


def questions_of(version_id: UUID, *, about: str = "", language: str = "") -> tuple[Question, ...]:
    """Return all questions of a version in their order."""
    topics = topics_of(version_id, about=about, language=language)
    return tuple(question for topic in topics for question in topic.questions)


def _question(item: Item, scale: Scale | None, about: str, language: str) -> Question:
    return Question(
        key=item.key,
        kind=item.kind,
        text=named(spoken(item.text, language), about),
        points=tuple((code, spoken(label, language)) for code, label in scale.points) if scale else (),
        missing=spoken(item.missing_label, language),
        low=item.low,
        high=item.high,
        seconds=item.seconds,
        show_if=item.show_if,
    )


def current_version(key: str) -> InstrumentVersion | None:
    """Return the newest published version of an instrument; None where there is none."""
    published = InstrumentVersion.objects.filter(instrument__key=key, published_at__isnull=False)
    return published.select_related("instrument").order_by("-number").first()


def formulas_of(version_id: UUID) -> dict[str, Formula]:
    """Return how each score of a version is made."""
    scales = {row.key: row for row in Scale.objects.filter(version_id=version_id)}
    ends = {
        item.key: (scales[item.scale_key].points[0][0], scales[item.scale_key].points[-1][0])
        for item in Item.objects.filter(version_id=version_id, is_reverse=True)
        if item.scale_key in scales
    }
    return {
        score.key: Formula(
            score.kind,
            tuple(score.members),
            {key: Fraction(str(weight)) for key, weight in score.weights.items()},
            {key: ends[key] for key in score.members if key in ends},
        )
        for score in Score.objects.filter(version_id=version_id)
    }


def minutes_of(questions: Sequence[Question]) -> int:
    """Return how many minutes questions take, one at least."""
    return max(1, round(sum(one.seconds for one in questions) / 60))


def asks_about_somebody(version_id: UUID) -> bool:
    """Tell whether the words of a version leave a place for a name."""
    texts = [
        *Item.objects.filter(version_id=version_id).values_list("text", flat=True),
        *Part.objects.filter(version_id=version_id).values_list("title", flat=True),
        *Part.objects.filter(version_id=version_id).values_list("lead", flat=True),
    ]
    return any(name in words for text in texts for words in text.values() for name in SUBJECTS)


def askable_versions() -> list[InstrumentVersion]:
    """Return the newest published version of each instrument that holds something to answer and is not retired, by name."""
    answered = Item.objects.filter(version_id=OuterRef("id")).exclude(kind="note")
    published = InstrumentVersion.objects.filter(
        Exists(answered), published_at__isnull=False, instrument__retired_on=None
    )
    rows = published.select_related("instrument").order_by("instrument__name", "number")
    return list({row.instrument_id: row for row in rows}.values())
