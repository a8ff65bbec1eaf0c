"""What stands against publishing a set of questions, and what its author might think of once more. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rounds.core.reading import read_number
from rounds.surveys.enums import KindOfItem, KindOfScore
from rounds.surveys.instruments.values.content import Content, ItemContent, ScoreContent
from rounds.surveys.instruments.values.files import SPOKEN
from rounds.surveys.instruments.values.writing import POINTED, TEN

SCALE_POINTS = range(2, 8)
SCORED = frozenset({KindOfItem.SCALE, KindOfItem.TEN, KindOfItem.NUMBER})
ON_A_PAGE = 4
AGREE = re.compile(r"\b(dis)?agree\b", re.IGNORECASE)
NEGATED = re.compile(r"\b(not|never|no|nobody|nothing|don't|doesn't|isn't|can't|won't)\b", re.IGNORECASE)
TWO_IDEAS = re.compile(r"\b(and|as well as)\b", re.IGNORECASE)
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
KNOWN = frozenset({"{mentor}", "{mentee}", "{name}"})


@dataclass(frozen=True)
class Problem:
    """A sentence that names a question, a scale or a score, and where it is mended."""

    place: str
    words: str


def called(item: ItemContent) -> str:
    """Return how sentences name a question."""
    text = item.text.get(SPOKEN, "")
    return f"“{text[:57].rstrip()}…”" if len(text) > 60 else f"“{text}”"


def problems_of(content: Content) -> list[Problem]:
    """Return everything for which a set can't be published."""
    # a guide for a talk is made of notes alone
    first = [] if content.items else [Problem("add", _("It holds no question yet. Add one."))]
    items = [
        Problem(f"text-{item.key}", f"{called(item)}: {words}")
        for item in content.items
        for words in _item_problems(content, item)
    ]
    scores = [
        Problem(f"sname-{score.key}", words)
        for score in content.scores
        for words in _score_problems(content, score)
    ]
    return first + items + scores


def _item_problems(content: Content, item: ItemContent) -> Iterator[str]:
    points = content.points_of(item)
    codes = tuple(code for code, _label in points)
    if not item.text.get(SPOKEN, "").strip():
        yield _("it has no words. Write the question.")
    for found in PLACEHOLDER.findall(item.text.get(SPOKEN, "")):
        if found not in KNOWN:
            yield _("%(found)s is filled in by nobody. Use {mentor}, {mentee} or {name}.") % {"found": found}
    if item.kind in POINTED and not points:
        yield _("choose its answers.")
    elif item.kind == KindOfItem.SCALE and len(points) not in SCALE_POINTS:
        yield _("a scale has 2 to 7 points, this one has %(count)s.") % {"count": len(points)}
    elif item.kind == KindOfItem.TEN and codes != TEN:
        yield _("“0 to 10” needs answers with the numbers 0 to 10. Choose other answers or “scale”.")
    elif item.kind in POINTED and item.kind != KindOfItem.TICKS and len(points) < 2:
        yield _("there is only one answer. Add another.")
    if (
        item.kind == KindOfItem.NUMBER
        and item.low is not None
        and item.high is not None
        and item.low > item.high
    ):
        yield _("its lowest number is above its highest. Swap them.")
    if item.show_if:
        yield from _condition_problems(content, item)


def _condition_problems(content: Content, item: ItemContent) -> Iterator[str]:
    keys = [one.key for one in content.items]
    earlier = content.items_by_key.get(item.show_if.get("item", ""))
    if earlier is None or keys.index(earlier.key) >= keys.index(item.key):
        yield _("it depends on a question that doesn't stand before it. Choose another one, or none.")
    elif earlier.part_key != item.part_key:
        yield _("it depends on a question of another page. Put both on one page, or choose none.")
    else:
        codes = {code for code, _label in content.points_of(earlier)}
        if not codes & set(item.show_if.get("codes", ())):
            yield _("it depends on an answer that can't be given any more. Choose another one, or none.")


def _score_problems(content: Content, score: ScoreContent) -> Iterator[str]:
    name = score.name.get(SPOKEN, "") or score.key
    members = [content.items_by_key[key] for key in score.members if key in content.items_by_key]
    wrong = [item for item in members if item.kind not in SCORED]
    if wrong:
        yield _("The score “%(name)s” holds %(item)s, whose answers are no numbers. Take it out.") % {
            "name": name,
            "item": called(wrong[0]),
        }
    if score.kind == KindOfScore.WEIGHTED and not score.weights:
        yield _("The score “%(name)s” is a weighted mean without weights. Choose mean.") % {"name": name}
    if score.kind != KindOfScore.SUM and len({_ends(content, one) for one in members}) > 1:
        yield _(
            "The score “%(name)s” is a mean of questions that are answered on different scales. "
            "Make a score for each scale."
        ) % {"name": name}


def _ends(content: Content, item: ItemContent) -> tuple[int, ...]:
    points = content.points_of(item)
    return (points[0][0], points[-1][0]) if points else ()


def advice_of(content: Content) -> list[Problem]:
    """Return what is worth another look; none of it stands against publishing."""
    found = [
        Problem(f"text-{item.key}", f"{called(item)}: {words}")
        for item in content.items
        for words in _item_advice(content, item)
    ]
    for part in content.parts:
        many = sum(item.part_key == part.key for item in content.items)
        if many > ON_A_PAGE:
            words = _("The page “%(page)s” has %(count)s questions. Four fit on a phone: part it.")
            title = part.title.get(SPOKEN, "")
            found.append(Problem(f"ptitle-{part.key}", words % {"page": title, "count": many}))
    return found


def _item_advice(content: Content, item: ItemContent) -> Iterator[str]:
    text = item.text.get(SPOKEN, "")
    labels = [label.get(SPOKEN, "") for _code, label in content.points_of(item)]
    if item.kind == KindOfItem.NOTE:
        return
    if any(AGREE.search(label) for label in labels):
        yield _(
            "people tend to agree whatever is said. Let the answers fit the question, such as never to always."
        )
    if item.kind in POINTED and NEGATED.search(text):
        yield _("it holds a negation, which is misread. Ask it the other way round.")
    if item.kind in POINTED and TWO_IDEAS.search(text):
        yield _("it may ask two things at once. Make two questions of them.")
    if item.kind == KindOfItem.SCALE and any(read_number(label) is not None for label in labels):
        yield _("a point of its scale has a number for words. Label each point.")
