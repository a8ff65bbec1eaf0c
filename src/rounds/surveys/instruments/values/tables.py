"""A set of questions as the fields of plain tables, and back. Pure.

Fields are named by what they hold and the key of their row: text-sat_all, points-U5, ptitle-first.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from rounds.core.errors import DomainError
from rounds.core.reading import read_number
from rounds.surveys.enums import KindOfItem, KindOfScore
from rounds.surveys.instruments.values.content import Content, ItemContent, PartContent, Points, ScoreContent
from rounds.surveys.instruments.values.files import SECONDS, SPOKEN
from rounds.surveys.instruments.values.points import points_in_lines, read_points
from rounds.surveys.instruments.values.writing import LONGEST_QUESTION, moved, new_key

# the empty row below each table
NEW = ("ptitle-new", "plead-new", "points-new", "sname-new")
LONGEST = {"text": LONGEST_QUESTION, "ptitle": 120, "plead": 300, "sname": 80, "reason": 300, "name": 120}
MOST_PAGES, MOST_SCALES, MOST_SCORES = 20, 30, 20


class TableProblem(Exception):
    """What was typed can't be kept; `found` holds (field, sentence) pairs."""

    def __init__(self, found: list[tuple[str, str]]) -> None:
        super().__init__()
        self.found = found


def as_typed(text: str) -> str:
    """Return a text without what no field holds."""
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


def fields_of(content: Content) -> dict[str, str]:
    """Return what stands in the tables, by the names of their fields."""
    members = {
        item.key: " ".join(score.key for score in content.scores if item.key in score.members)
        for item in content.items
    }
    fields: dict[str, str] = {}
    for part in content.parts:
        fields |= {f"ptitle-{part.key}": said(part.title), f"plead-{part.key}": said(part.lead)}
    for key, points in content.scales.items():
        fields[f"points-{key}"] = points_in_lines(points)
    for score in content.scores:
        fields |= {f"sname-{score.key}": said(score.name), f"skind-{score.key}": score.kind}
    for item, place in zip(content.items, _places(content), strict=True):
        fields |= {
            f"place-{item.key}": str(place),
            f"page-{item.key}": item.part_key,
            f"text-{item.key}": said(item.text),
            f"kind-{item.key}": item.kind,
            f"scale-{item.key}": item.scale_key,
            f"score-{item.key}": members[item.key],
        }
    return fields


def said(text: Mapping[str, str]) -> str:
    """Return a text in the language that authors write."""
    return text.get(SPOKEN, "")


def _places(content: Content) -> Iterator[int]:
    counts: dict[str, int] = {}
    for item in content.items:
        counts[item.part_key] = counts.get(item.part_key, 0) + 1
        yield counts[item.part_key]


def score_choices(content: Content) -> list[tuple[str, str]]:
    """Return what a question can belong to: a score, or the several that it belongs to now."""
    names = {score.key: said(score.name) or score.key for score in content.scores}
    several = {
        value for name, value in fields_of(content).items() if name.startswith("score-") and " " in value
    }
    return list(names.items()) + [
        (one, ", ".join(names[key] for key in one.split())) for one in sorted(several)
    ]


def with_fields(content: Content, fields: Mapping[str, Any], *, entry: str) -> Content:
    """Return a set with what was typed into its tables. Raises TableProblem with everything that can't be kept."""
    scales, found = _scales(content, fields, entry)
    found += _too_much(content, fields) + _wrong_choices(content, fields, scales)
    if found:
        raise TableProblem(found)
    before = fields_of(content)
    places = {
        item.key: int(fields[f"place-{item.key}"])
        for item in content.items
        if fields.get(f"place-{item.key}", "") not in ("", before[f"place-{item.key}"])
    }
    items = moved([_item(one, fields) for one in content.items], places)
    scores = _scores(content, fields, entry)
    return replace(content, parts=_parts(content, fields, entry), scales=scales, items=items, scores=scores)


def _too_much(content: Content, fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what is too long or missing, each with its field."""
    found = []
    for name, value in fields.items():
        kind, _sign, key = name.partition("-")
        over = len(value) - LONGEST.get(kind, len(value))
        if over > 0:
            words = _("“%(text)s…” is %(over)s characters too long: at most %(most)s fit. Shorten it.")
            found.append((name, words % {"text": value[:30], "over": over, "most": LONGEST[kind]}))
        if kind in ("text", "name") and not value:
            was = said(content.items_by_key[key].text) if key in content.items_by_key else ""
            words = _("A question without words: it was “%(was)s”. Write it, or remove the question.")
            found.append((name, words % {"was": was} if kind == "text" else _("Give the set a name.")))
    return found


def _wrong_choices(
    content: Content, fields: Mapping[str, Any], scales: Mapping[str, Points]
) -> list[tuple[str, str]]:
    """Return choices that the page doesn't offer, and places that are no numbers, each with its field."""
    scores = {one.key for one in content.scores}
    offered = {
        "page": {one.key for one in content.parts},
        "kind": set(KindOfItem.values),
        "scale": {"", *scales},
        "skind": set(KindOfScore.values),
    }
    found = []
    for name, value in fields.items():
        kind = name.partition("-")[0]
        key = name.partition("-")[2]
        item = content.items_by_key.get(key)
        called = {"question": said(item.text)[:60] if item else key}
        if kind == "place" and value and read_number(value, least=1, most=999) is None:
            found.append((name, _("“%(question)s”: its place is a number from 1 to 999.") % called))
        elif value not in offered.get(kind, {value}) or (
            kind == "score" and not set(value.split()) <= scores
        ):
            found.append((name, _("“%(question)s”: choose from the list what this page offers.") % called))
    return found


def _item(item: ItemContent, fields: Mapping[str, Any]) -> ItemContent:
    kind = fields.get(f"kind-{item.key}", item.kind)
    return replace(
        item,
        part_key=fields.get(f"page-{item.key}", item.part_key),
        kind=kind,
        text={**item.text, SPOKEN: fields.get(f"text-{item.key}", said(item.text))},
        scale_key=fields.get(f"scale-{item.key}", item.scale_key),
        seconds=item.seconds if kind == item.kind else SECONDS.get(kind, 10),
    )


def _text(before: Mapping[str, str], typed: str) -> dict[str, str]:
    """Return a text with what was typed; nothing is no text."""
    return {**before, SPOKEN: typed} if typed else {key: one for key, one in before.items() if key != SPOKEN}


def _parts(content: Content, fields: Mapping[str, Any], entry: str) -> tuple[PartContent, ...]:
    parts = [
        replace(
            one,
            title=_text(one.title, fields.get(f"ptitle-{one.key}", said(one.title))),
            lead=_text(one.lead, fields.get(f"plead-{one.key}", said(one.lead))),
        )
        for one in content.parts
    ]
    title, lead = fields.get("ptitle-new", ""), fields.get("plead-new", "")
    key = new_key(title, entry)
    if title and key not in {one.key for one in parts}:
        parts.append(PartContent(key, _text({}, title), _text({}, lead)))
    return tuple(parts)


def _scales(
    content: Content, fields: Mapping[str, Any], entry: str
) -> tuple[dict[str, Points], list[tuple[str, str]]]:
    """Return the answers to choose from, and the lines that can't be read."""
    scales, found = dict(content.scales), []
    typed = {key: fields.get(f"points-{key}", points_in_lines(points)) for key, points in scales.items()}
    if fields.get("points-new"):
        typed[new_key("answers", entry)] = fields["points-new"]
    for key, lines in typed.items():
        field = f"points-{key}" if key in content.scales else "points-new"
        try:
            scales[key] = read_points(lines, content.scales.get(key, ()), field=field)
        except DomainError as error:
            found.append((field, error.message))
    used = {item.scale_key for item in content.items}
    return {key: points for key, points in scales.items() if points or key in used}, found


def _scores(content: Content, fields: Mapping[str, Any], entry: str) -> tuple[ScoreContent, ...]:
    chosen = {
        item.key: set(fields[f"score-{item.key}"].split())
        for item in content.items
        if f"score-{item.key}" in fields
    }
    scores = [
        replace(
            one,
            name=_text(one.name, fields.get(f"sname-{one.key}", said(one.name))),
            kind=fields.get(f"skind-{one.key}", one.kind),
            members=_members(one, content, chosen),
        )
        for one in content.scores
    ]
    name = fields.get("sname-new", "")
    key = new_key(name, entry)
    if name and key not in {one.key for one in scores}:
        scores.append(ScoreContent(key, _text({}, name), KindOfScore.MEAN, ()))
    return tuple(one for one in scores if said(one.name) or one.members)


def _members(score: ScoreContent, content: Content, chosen: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Return the questions of a score: those that were there in their order, new ones behind."""
    keys = [item.key for item in content.items]
    now = {
        key for key in keys if score.key in chosen.get(key, {score.key} if key in score.members else set())
    }
    kept = [key for key in score.members if key in now]
    return tuple(kept + [key for key in keys if key in now and key not in kept])
