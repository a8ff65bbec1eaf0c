"""A data dictionary of REDCap as a set of questions; what can't be asked here is named, with why. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.errors import DomainError
from rounds.surveys.instruments.values.content import Content, ItemContent, PartContent, Points, ScoreContent
from rounds.surveys.instruments.values.files import SPOKEN
from rounds.surveys.instruments.values.redcap.fields import Line, as_item, condition_of
from rounds.surveys.instruments.values.redcap.writing import MARK, RECORD
from rounds.surveys.instruments.values.writing import MOST_QUESTIONS, completed, new_key

ITEM = {one.name for one in fields(ItemContent)}
PART = {one.name for one in fields(PartContent)}
SCORE = {one.name for one in fields(ScoreContent)}


@dataclass
class Read:
    """A set that was read, and what was left out: the field, why."""

    content: Content = field(default_factory=Content)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def read_content(rows: Sequence[tuple[int, dict[str, str]]], *, form: str = "") -> Read:
    """Return the questions of a dictionary, of one of its forms where it is named. Raises DomainError that names the line."""
    lines = [Line(number, row) for number, row in rows if any(row.values())]
    forms = list(dict.fromkeys(one["form"] for one in lines if one["form"]))
    if form and form not in forms:
        words = _("There is no form “%(form)s” in it. It has: %(forms)s.")
        raise DomainError(words % {"form": form, "forms": ", ".join(forms[:12])}, field="form")
    _refuse_twice(lines)
    chosen = [one for one in lines if not form or one["form"] == form]
    reader = _Reader({one["name"]: one for one in lines})
    for line in chosen:
        reader.take(line)
    if not reader.items:
        raise DomainError(_("Nothing in it can be asked here: it holds no question."), field="file")
    if len(reader.items) > MOST_QUESTIONS:
        words = _(
            "It holds %(count)s questions; at most %(most)s fit in a set. Name one of its forms: %(forms)s."
        )
        counts = {"count": len(reader.items), "most": MOST_QUESTIONS, "forms": ", ".join(forms[:12])}
        raise DomainError(words % counts, field="form")
    return reader.read()


def _refuse_twice(lines: Sequence[Line]) -> None:
    seen: dict[str, int] = {}
    for line in lines:
        if not line["name"]:
            raise line.refused(_("the field has no name. Write it into the first column."))
        if line["name"] in seen:
            raise line.refused(
                _("line %(other)s has the same name. Rename one.") % {"other": seen[line["name"]]}
            )
        seen[line["name"]] = line.number


class _Reader:
    """Takes one line after the other."""

    def __init__(self, lines: dict[str, Line]) -> None:
        self.lines = lines
        self.parts: list[PartContent] = []
        self.scales: dict[str, Points] = {}
        self.items: list[ItemContent] = []
        self.scores: list[ScoreContent] = []
        self.left_out: list[tuple[str, str]] = []
        self.conditions: dict[str, str] = {}
        self.keys: dict[str, str] = {}
        self.form = ""

    def take(self, line: Line) -> None:
        rest = _rest_of(line)
        if "score" in rest:
            known = {name: value for name, value in rest["score"].items() if name in SCORE}
            self.scores.append(ScoreContent(**{**known, "members": tuple(known["members"])}))
            return
        self._turn_page(line, rest)
        if line["name"] == RECORD or (not self.items and _is_record(line)):
            return
        item, points, why = as_item(line, rest, part_key=self.parts[-1].key)
        self.left_out += [(line["name"], one) for one in why]
        if item is None:
            return
        self.keys[line["name"].lower()] = item.key
        if line["branching"]:
            self.conditions[item.key] = line["branching"]
        self.items.append(replace(item, scale_key=self._scale(item, points)))

    def _turn_page(self, line: Line, rest: dict[str, Any]) -> None:
        """Begin a page where a section or a form begins."""
        is_new = bool(line["section"]) or line["form"] != self.form or not self.parts
        if "part" in rest:
            known = {name: value for name, value in rest["part"].items() if name in PART}
            title = {**known.get("title", {}), **({SPOKEN: line.section} if known.get("title") else {})}
            self.parts.append(PartContent(**{**known, "title": title}))
        elif is_new and line["name"] != RECORD:
            words = line.section or line["form"].replace("_", " ").strip().capitalize() or _("Questions")
            key = new_key(words, f"{line['form']} {line.section}", len(self.parts))
            self.parts.append(PartContent(key, {SPOKEN: words[:120]}))
        elif not self.parts:
            return
        self.form = line["form"]

    def _scale(self, item: ItemContent, points: Points) -> str:
        """Return the key under which answers stand: its own, or one that has the same answers."""
        if not points:
            return ""
        same = next((key for key, known in self.scales.items() if known == points), "")
        key = item.scale_key or same or item.key
        if key in self.scales and self.scales[key] != points:
            key = same or item.key
        self.scales[key] = points
        return key

    def read(self) -> Read:
        """Return the whole: pages without questions go, conditions that can't be kept are named."""
        kept = {item.part_key for item in self.items}
        items = tuple(self._with_condition(item) for item in self.items)
        parts = tuple(one for one in self.parts if one.key in kept)
        content = Content(parts, self.scales, items, tuple(self.scores))
        required = sum(one["required"].lower() == "y" for one in self.lines.values())
        if required:
            words = ngettext(
                "%(count)s field was required; here people may leave out what they like",
                "%(count)s fields were required; here people may leave out what they like",
                required,
            )
            self.left_out.append(("", words % {"count": required}))
        return Read(completed(content), self.left_out)

    def _with_condition(self, item: ItemContent) -> ItemContent:
        written = self.conditions.get(item.key, "")
        if not written:
            return replace(item, show_if={})
        found = condition_of(written, self.keys)
        earlier = {one.key: one for one in self.items}.get(found["item"]) if found else None
        if found is None or earlier is None or earlier.part_key != item.part_key:
            self.left_out.append(
                (
                    item.key,
                    _("is always asked: its condition %(words)s can't be kept") % {"words": written[:80]},
                )
            )
            return replace(item, show_if={})
        return replace(item, show_if=found)


def _rest_of(line: Line) -> dict[str, Any]:
    """Return what Rounds wrote into an annotation; nothing where another program did, or somebody has changed it."""
    if not line["annotation"].startswith(MARK):
        return {}
    try:
        rest = json.loads(line["annotation"].removeprefix(MARK))
    except ValueError:
        return {}
    is_ours = isinstance(rest, dict) and all(isinstance(one, dict | list) for one in rest.values())
    return rest if is_ours else {}


def _is_record(line: Line) -> bool:
    """Tell whether the first field of a project names its records."""
    return line["type"] == "text" and not line["choices"] and line["name"].endswith(("_id", "id"))
