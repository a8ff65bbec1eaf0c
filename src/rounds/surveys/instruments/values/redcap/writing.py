"""A set of questions as a data dictionary: 18 columns, a line a question. Pure.

What REDCap has no column for stands in the field annotation, so that the file reads back as the same set.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from rounds.surveys.enums import KindOfItem, KindOfScore
from rounds.surveys.instruments.values.content import Content, ItemContent, PartContent, Points, ScoreContent
from rounds.surveys.instruments.values.files import SPOKEN
from rounds.surveys.scores import NOT_APPLICABLE

HEADER = (
    *("Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label"),
    *("Choices, Calculations, OR Slider Labels", "Field Note", "Text Validation Type OR Show Slider Number"),
    *("Text Validation Min", "Text Validation Max", "Identifier?"),
    *("Branching Logic (Show field only if...)", "Required Field?", "Custom Alignment"),
    *("Question Number (surveys only)", "Matrix Group Name", "Matrix Ranking?", "Field Annotation"),
)
COLUMNS = (
    *(
        "name",
        "form",
        "section",
        "type",
        "label",
        "choices",
        "note",
        "validation",
        "low",
        "high",
        "identifier",
    ),
    *("branching", "required", "alignment", "number", "matrix", "ranking", "annotation"),
)
RECORD = "record_id"
# before what only Rounds reads
MARK = "ROUNDS "
TYPES = {
    KindOfItem.SCALE: "radio",
    KindOfItem.TEN: "radio",
    KindOfItem.CHOICE: "radio",
    KindOfItem.TICKS: "checkbox",
    KindOfItem.TEXT: "notes",
    KindOfItem.NUMBER: "text",
    KindOfItem.MONTH: "text",
    KindOfItem.OWN_AREAS: "notes",
    KindOfItem.NOTE: "descriptive",
}
VALIDATIONS = {KindOfItem.NUMBER: "integer", KindOfItem.MONTH: "date_ymd"}


def variable(key: str) -> str:
    """Return the name of a field: lower case, a letter first."""
    name = key.lower().replace("-", "_")
    return name if name[:1].isalpha() else f"q_{name}"


def dictionary_of(content: Content, *, form: str) -> list[list[str]]:
    """Return the lines of the dictionary of a set, the record's own first."""
    rows = [{"name": RECORD, "form": form, "type": "text", "label": "Record ID"}]
    rows += [_matrixed(row, content) for row in _items(content, form)]
    rows += [_score(one, content, form) for one in content.scores]
    return [[row.get(name, "") for name in COLUMNS] for row in rows]


def _items(content: Content, form: str) -> Iterator[dict[str, str]]:
    for part in content.parts:
        first = True
        for item in content.items:
            if item.part_key == part.key:
                yield _item(item, content, form, part if first else None)
                first = False


def _item(item: ItemContent, content: Content, form: str, part: PartContent | None) -> dict[str, str]:
    points = content.points_of(item)
    rest: dict[str, Any] = {"item": _rest_of(item), "scale": [list(point) for point in points]}
    if part:
        rest["part"] = asdict(part)
    return {
        "name": variable(item.key),
        "form": form,
        "section": (part.title.get(SPOKEN, "") or part.key) if part else "",
        "type": TYPES[KindOfItem(item.kind)],
        "label": item.text.get(SPOKEN, ""),
        "choices": _choices(points, item),
        "validation": VALIDATIONS.get(KindOfItem(item.kind), ""),
        "low": "" if item.low is None else str(item.low),
        "high": str(item.high) if item.high is not None and item.kind == KindOfItem.NUMBER else "",
        "branching": _branching(item, content),
        "annotation": MARK + json.dumps(rest, ensure_ascii=False, separators=(",", ":"), sort_keys=True),
    }


def _rest_of(item: ItemContent) -> dict[str, Any]:
    """Return what is set of a question, without what is at its usual."""
    usual = asdict(ItemContent(item.key, item.part_key, item.kind, {}))
    kept = {
        name: value for name, value in asdict(item).items() if value != usual[name] or name in ("key", "kind")
    }
    return {**kept, "part_key": item.part_key}


def _choices(points: Points, item: ItemContent) -> str:
    pairs = [(code, label.get(SPOKEN, "")) for code, label in points]
    if item.missing:
        pairs.append((NOT_APPLICABLE, item.missing_label.get(SPOKEN, "")))
    return " | ".join(f"{code}, {label.replace('|', '/')}" for code, label in pairs)


def _branching(item: ItemContent, content: Content) -> str:
    earlier = content.items_by_key.get(item.show_if.get("item", ""))
    if earlier is None:
        return ""
    name = variable(earlier.key)
    if earlier.kind == KindOfItem.TICKS:
        return " or ".join(f"[{name}({code})] = '1'" for code in item.show_if["codes"])
    return " or ".join(f"[{name}] = '{code}'" for code in item.show_if["codes"])


def _matrixed(row: dict[str, str], content: Content) -> dict[str, str]:
    """Put questions of a page that are answered on one scale into one grid."""
    item = json.loads(row["annotation"].removeprefix(MARK))["item"]
    if item["kind"] != KindOfItem.SCALE:
        return row
    alike = [
        one
        for one in content.items
        if (one.part_key, one.scale_key, one.kind, one.missing, dict(one.missing_label))
        == (
            item["part_key"],
            item.get("scale_key", ""),
            item["kind"],
            item.get("missing", ""),
            item.get("missing_label", {}),
        )
    ]
    name = variable(f"{item['part_key']}_{item.get('scale_key', '')}")[:60]
    return {**row, "matrix": name} if len(alike) > 1 and not any(one.show_if for one in alike) else row


def _score(score: ScoreContent, content: Content, form: str) -> dict[str, str]:
    rest = {"score": {**asdict(score), "members": list(score.members)}}
    return {
        "name": f"score_{variable(score.key)}",
        "form": form,
        "type": "calc",
        "label": score.name.get(SPOKEN, "") or score.key,
        "choices": _formula(score, content),
        "annotation": MARK + json.dumps(rest, ensure_ascii=False, separators=(",", ":"), sort_keys=True),
    }


def _formula(score: ScoreContent, content: Content) -> str:
    parts = [_term(content.items_by_key[key], content) for key in score.members]
    if score.kind == KindOfScore.SUM:
        return f"sum({','.join(parts)})"
    if score.kind == KindOfScore.MEAN:
        return f"mean({','.join(parts)})"
    weights: Mapping[str, Any] = score.weights
    terms = [f"{weights.get(key, 1)}*{part}" for key, part in zip(score.members, parts, strict=True)]
    whole = "+".join(str(weights.get(key, 1)) for key in score.members)
    return f"({'+'.join(terms)})/({whole})"


def _term(item: ItemContent, content: Content) -> str:
    name, points = f"[{variable(item.key)}]", content.points_of(item)
    return f"({points[0][0] + points[-1][0]}-{name})" if item.is_reverse and points else name
