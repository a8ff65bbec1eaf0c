"""A set of questions as its author changes it: questions pasted, a draft made whole. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from django.utils.text import slugify
from django.utils.translation import gettext as _

from rounds.core.errors import DomainError
from rounds.surveys.enums import KindOfItem
from rounds.surveys.instruments.values.content import Content, ItemContent, PartContent, Points, ScoreContent
from rounds.surveys.instruments.values.files import SECONDS, SPOKEN, shipped_scales
from rounds.surveys.instruments.values.points import LONGEST_LABEL, MOST_POINTS, numbered

POINTED = frozenset({KindOfItem.SCALE, KindOfItem.TEN, KindOfItem.CHOICE, KindOfItem.TICKS})
# what can be left out by a press of its own, and what has an order that can be turned
PRESSED = frozenset({KindOfItem.SCALE, KindOfItem.TEN, KindOfItem.CHOICE})
TURNED = frozenset({KindOfItem.SCALE, KindOfItem.TEN})
BOUNDED = frozenset({KindOfItem.TEXT, KindOfItem.NUMBER, KindOfItem.OWN_AREAS})
MOST_QUESTIONS = 60
LONGEST_QUESTION = 300
TEN = tuple(range(11))
ALONE = r"(?<!\S);(?!\S)"


@dataclass(frozen=True)
class Pasted:
    """One line of what was pasted."""

    text: str
    kind: str
    labels: tuple[str, ...]
    # the key of a scale that is there already
    scale_key: str = ""


def new_key(words: str, entry: str, number: int = 0) -> str:
    """Return the key of something new: its words, and what is the same when the same form is sent twice."""
    mark = blake2b(f"{entry} {number}".encode(), digest_size=3).hexdigest()
    return f"{slugify(words).replace('-', '_')[:24].strip('_') or 'q'}_{mark}"


def blank() -> Content:
    """Return what a new set of questions begins with: one page, and the scales that Rounds knows."""
    return with_known_scales(Content(parts=(PartContent("first", {SPOKEN: _("Questions")}),)))


def known_scales() -> dict[str, Points]:
    """Return the scales that Rounds knows."""
    return {
        key: tuple((code, {SPOKEN: label}) for code, label in points)
        for key, points in shipped_scales().items()
    }


def with_known_scales(content: Content) -> Content:
    """Return a set in which the scales that Rounds knows can be chosen."""
    return replace(content, scales={**known_scales(), **content.scales})


# questions pasted from a sheet


def read_lines(text: str, scales: Mapping[str, Points]) -> list[Pasted]:
    """Return the questions of lines: question, kind and answers, with tabs or ; between. Raises DomainError naming the line."""
    lines = [line.strip() for line in text.replace("\x00", "").splitlines()]
    return [_line(number, line, scales) for number, line in enumerate(filter(None, lines), 1)]


def _line(number: int, line: str, scales: Mapping[str, Points]) -> Pasted:
    text, kind, answers = [*_columns(line), "", ""][:3]
    scale_key = next((key for key in scales if key.casefold() == answers.casefold()), "")
    labels = () if scale_key else tuple(filter(None, (part.strip() for part in re.split(r"[|;]", answers))))
    found = _kind_named(kind) if kind else (KindOfItem.SCALE if answers else KindOfItem.TEXT)
    problem = _line_problem(text, kind, found, labels)
    if problem:
        words = _("Line %(number)s, “%(text)s”: %(problem)s")
        raise DomainError(words % {"number": number, "text": text[:60], "problem": problem}, field="lines")
    return Pasted(text, found or "", labels, scale_key)


def _columns(line: str) -> list[str]:
    """Return the columns of a line. A ; with spaces around goes before one without: so a question can hold a ; itself."""
    if "\t" in line:
        return [part.strip() for part in line.split("\t")]
    between = ALONE if re.search(ALONE, line) else ";"
    return [part.strip() for part in re.split(between, line, maxsplit=2)]


def _line_problem(text: str, kind: str, found: str | None, labels: Sequence[str]) -> str:
    if not text:
        return _("the question is missing. Begin the line with it.")
    if len(text) > LONGEST_QUESTION:
        most = {"most": LONGEST_QUESTION}
        return _("the question is longer than %(most)s characters. Shorten it.") % most
    if found is None:
        kinds = ", ".join(str(one.label) for one in KindOfItem)
        words = _(
            "nothing is answered by “%(kind)s”. Use one of: %(kinds)s. If the ; belongs to the question, "
            "write “ ; text” behind it."
        )
        return words % {"kind": kind[:40], "kinds": kinds}
    if len(labels) > MOST_POINTS or any(len(one) > LONGEST_LABEL for one in labels):
        return _("at most %(most)s answers, each of at most %(long)s characters. Shorten them.") % {
            "most": MOST_POINTS,
            "long": LONGEST_LABEL,
        }
    if len({one.casefold() for one in labels}) < len(labels):
        return _("an answer is there twice. Say each once.")
    if len(labels) == 1:
        return _("“%(label)s” is no short name of answers. Write all answers, with ; between them.") % {
            "label": labels[0]
        }
    return ""


def _kind_named(words: str) -> str | None:
    asked = words.casefold()
    found = (one.value for one in KindOfItem if asked in (one.value, str(one.label).casefold()))
    return next(found, None)


def with_pasted(content: Content, pasted: Sequence[Pasted], *, part_key: str, entry: str) -> Content:
    """Return a set with questions added at the end of a page; what came with the same form before stays as it is."""
    scales = dict(content.scales)
    items = list(content.items)
    marks = {item.key.rpartition("_")[2] for item in items}
    for number, one in enumerate(pasted):
        key = new_key(one.text, entry, number)
        if key.rpartition("_")[2] not in marks:
            items.append(_item(key, one, part_key, _scale_for(one, key, scales)))
    if len(items) > MOST_QUESTIONS:
        words = _("A set holds at most %(most)s questions; with these it would be %(count)s. Leave some out.")
        raise DomainError(words % {"most": MOST_QUESTIONS, "count": len(items)}, field="lines")
    return replace(content, scales=scales, items=tuple(items))


def _scale_for(one: Pasted, key: str, scales: dict[str, Points]) -> str:
    if one.scale_key or not one.labels:
        return one.scale_key
    points = numbered(one.labels)
    same = next((there for there, known in scales.items() if known == points), "")
    if not same:
        scales[key] = points
    return same or key


def _item(key: str, one: Pasted, part_key: str, scale_key: str) -> ItemContent:
    return ItemContent(
        key=key,
        part_key=part_key,
        kind=one.kind,
        text={SPOKEN: one.text},
        scale_key=scale_key,
        bank_key=key,
        seconds=SECONDS.get(one.kind, 10),
    )


# a draft made whole


def completed(content: Content) -> Content:
    """Return a set in the order of its pages, without what its questions have no use for."""
    scales = dict(content.scales)
    place = {part.key: number for number, part in enumerate(content.parts)}
    items = sorted(content.items, key=lambda one: place.get(one.part_key, len(place)))
    kept = tuple(_completed_item(one, scales) for one in items)
    keys = {one.key for one in kept}
    scores = tuple(_completed_score(one, keys) for one in content.scores)
    return replace(content, scales=scales, items=kept, scores=scores)


def _completed_item(item: ItemContent, scales: dict[str, Points]) -> ItemContent:
    is_pressed = item.kind in PRESSED and bool(item.missing)
    is_bounded = item.kind in BOUNDED
    return replace(
        item,
        scale_key=_scale_of(item, scales),
        is_reverse=item.is_reverse and item.kind in TURNED,
        missing=item.missing if is_pressed else "",
        missing_label=item.missing_label if is_pressed else {},
        low=item.low if item.kind == KindOfItem.NUMBER else None,
        high=item.high if is_bounded else None,
    )


def _scale_of(item: ItemContent, scales: dict[str, Points]) -> str:
    """Return the scale of a question; from 0 to 10 needs no choice."""
    if item.kind not in POINTED:
        return ""
    if item.kind != KindOfItem.TEN or item.scale_key:
        return item.scale_key
    tens = (key for key, points in scales.items() if tuple(code for code, _label in points) == TEN)
    found = next(tens, "")
    if not found:
        found = "C10"
        scales[found] = known_scales()["C10"]
    return found


def _completed_score(score: ScoreContent, keys: set[str]) -> ScoreContent:
    weights = {key: weight for key, weight in score.weights.items() if key in keys}
    return replace(score, members=tuple(key for key in score.members if key in keys), weights=weights)


def trimmed(content: Content) -> Content:
    """Return a set without empty pages, scales that no question uses, and scores of nothing: as it is published."""
    pages = {item.part_key for item in content.items}
    used = {item.scale_key for item in content.items}
    return replace(
        content,
        parts=tuple(one for one in content.parts if one.key in pages),
        scales={key: points for key, points in content.scales.items() if key in used},
        scores=tuple(one for one in content.scores if one.members),
    )


def moved(items: Sequence[ItemContent], places: Mapping[str, int]) -> tuple[ItemContent, ...]:
    """Return questions in the order of the places that were typed, counted within a page from 1."""
    return tuple(one for _place, one in sorted(_placed(items, places), key=lambda pair: pair[0]))


def _placed(items: Sequence[ItemContent], places: Mapping[str, int]) -> Iterator[tuple[float, ItemContent]]:
    counts: dict[str, int] = {}
    for item in items:
        counts[item.part_key] = here = counts.get(item.part_key, 0) + 1
        wanted = places.get(item.key, here)
        # up goes before what stands there, down behind it
        yield wanted + (0.5 if wanted > here else -0.5 if wanted < here else 0), item
