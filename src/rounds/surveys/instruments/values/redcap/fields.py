"""One field of a data dictionary as a question. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from django.utils.translation import gettext as _

from rounds.core.errors import DomainError
from rounds.core.reading import read_number
from rounds.sheets import label_of, parse_choices
from rounds.surveys.enums import KindOfItem, Missing
from rounds.surveys.instruments.values.content import ItemContent, Points
from rounds.surveys.instruments.values.files import SECONDS, SPOKEN
from rounds.surveys.instruments.values.points import LONGEST_LABEL, MOST_POINTS
from rounds.surveys.instruments.values.redcap.writing import TYPES
from rounds.surveys.instruments.values.writing import LONGEST_QUESTION, TEN
from rounds.surveys.scores import NOT_APPLICABLE

CHOSEN = frozenset({"radio", "dropdown", "checkbox"})
YES_NO = {"yesno": ((1, "Yes"), (0, "No")), "truefalse": ((1, "True"), (0, "False"))}
NOT_HERE = frozenset({"file", "calc", "sql", "signature"})
KNOWN = CHOSEN | set(YES_NO) | NOT_HERE | {"text", "notes", "descriptive", "slider"}
WHOLE = frozenset({"integer", "number", "number_0dp"})
SLIDER = (0, 100)
MOST_CODE = 999
ITEM = {one.name for one in fields(ItemContent)}
COMPARED = re.compile(r"""\s*\[(\w+)(?:\((\w+)\))?\]\s*=\s*["']?(-?\w+)["']?\s*""")


@dataclass(frozen=True)
class Line:
    """One line of a dictionary, by the short names of its columns."""

    number: int
    row: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.row.get(name, "").replace("\x00", "")

    @property
    def section(self) -> str:
        return label_of(self["section"])

    def refused(self, words: str) -> DomainError:
        """Return the refusal of the file, which names the line and its field."""
        place = {"number": self.number, "name": self["name"][:40], "words": words}
        return DomainError(_("Line %(number)s, “%(name)s”: %(words)s") % place, field="file")


def as_item(
    line: Line, rest: Mapping[str, Any], *, part_key: str
) -> tuple[ItemContent | None, Points, list[str]]:
    """Return a field as a question, its answers, and what can't be kept of it; no question for what isn't asked here."""
    if line["type"] not in KNOWN:
        words = _("REDCap has no field type “%(type)s”. Correct it, or download the dictionary again.")
        raise line.refused(words % {"type": line["type"][:40]})
    if why := _why_not(line, rest):
        return None, (), [why]
    choices, why_choices = _choices(line)
    text = label_of(line["label"]) or line["name"]
    item = _ours(line, rest) or _theirs(line, choices)
    item = replace(item, part_key=part_key, text={**item.text, SPOKEN: text[:LONGEST_QUESTION]})
    low, high = _bounds(line, item)
    left_out = choices.pop(NOT_APPLICABLE, "")
    label = {**item.missing_label, SPOKEN: left_out} if left_out else {}
    item = replace(item, low=low, high=high, missing=item.missing if left_out else "", missing_label=label)
    if len(text) > LONGEST_QUESTION:
        why_choices.append(_("was longer than %(most)s characters and is cut") % {"most": LONGEST_QUESTION})
    return item, _points(choices, rest), why_choices


def _ours(line: Line, rest: Mapping[str, Any]) -> ItemContent | None:
    """Return a question as Rounds wrote it; None where it was another program, or the field is answered otherwise now."""
    written = rest.get("item", {})
    known = {name: value for name, value in written.items() if name in ITEM and name != "show_if"}
    kind = str(known.get("kind", ""))
    is_same = kind in KindOfItem.values and TYPES[KindOfItem(kind)] == line["type"] and "key" in known
    return ItemContent(**{"part_key": "", "text": {}, **known}) if is_same else None


def _theirs(line: Line, choices: Mapping[int, str]) -> ItemContent:
    kind = _kind(line, choices)
    return ItemContent(
        key=line["name"].lower()[:40],
        part_key="",
        kind=kind,
        text={},
        bank_key=f"rc_{line['name'].lower()}"[:60],
        missing=Missing.NOT_APPLICABLE if NOT_APPLICABLE in choices else "",
        seconds=SECONDS.get(kind, 10),
    )


def _why_not(line: Line, rest: Mapping[str, Any]) -> str:
    """Return why a field is not asked here; empty where it can be."""
    if line["type"] in NOT_HERE:
        return _("is not asked: a field of type %(type)s") % {"type": line["type"]}
    if line["identifier"].lower() == "y":
        return _("is not asked: it names people")
    validation = line["validation"]
    is_plain = not validation or validation in WHOLE or "item" in rest
    if line["type"] == "text" and not is_plain:
        return _("is not asked: a text checked as %(validation)s") % {"validation": validation[:40]}
    if len(parse_choices(line["choices"])) > MOST_POINTS and line["type"] in CHOSEN:
        return _("is not asked: it has more than %(most)s answers") % {"most": MOST_POINTS}
    return ""


def _kind(line: Line, choices: Mapping[int, str]) -> str:
    codes = tuple(code for code in choices if code >= 0)
    if line["type"] == "checkbox":
        return KindOfItem.TICKS
    if line["type"] == "descriptive":
        return KindOfItem.NOTE
    if line["type"] == "slider" or (line["type"] == "text" and line["validation"] in WHOLE):
        return KindOfItem.NUMBER
    if line["type"] in ("text", "notes"):
        return KindOfItem.TEXT
    if codes == TEN:
        return KindOfItem.TEN
    # what stands in a grid has an order; of other lists nobody can tell
    return KindOfItem.SCALE if line["matrix"] and 2 <= len(codes) <= 7 else KindOfItem.CHOICE


def _choices(line: Line) -> tuple[dict[int, str], list[str]]:
    """Return the answers of a field by their codes, and what could not stay of them."""
    if line["type"] in YES_NO:
        return dict(YES_NO[line["type"]]), []
    if line["type"] not in CHOSEN:
        return {}, []
    pieces = [piece for piece in re.split(r"\||\n", line["choices"]) if piece.strip()]
    pairs = parse_choices(line["choices"])
    if not pieces:
        raise line.refused(_("it has no choices. Write them as 1, one | 2, two."))
    if len(pairs) < len(pieces):
        bad = next(piece.strip() for piece in pieces if not parse_choices(piece))
        raise line.refused(
            _("the choice “%(choice)s” has no number before a comma. Write it as 1, one.")
            % {"choice": bad[:40]}
        )
    codes = [code for code, _label in pairs]
    twice = next((code for code in codes if codes.count(code) > 1), "")
    if twice:
        raise line.refused(
            _("the code %(code)s is there twice. Give each choice its own.") % {"code": twice[:20]}
        )
    return _numbered(pairs)


def _numbered(pairs: tuple[tuple[str, str], ...]) -> tuple[dict[int, str], list[str]]:
    """Return choices by whole numbers from 0 to 999; a choice with another code gets one, which is said."""
    found: dict[int, str] = {}
    other = []
    for code, label in pairs:
        number = read_number(code, least=NOT_APPLICABLE, most=MOST_CODE)
        if number is None or (number < 0 and number != NOT_APPLICABLE) or number in found:
            other.append((code, label))
        else:
            found[number] = label[:LONGEST_LABEL]
    why = []
    for code, label in other:
        number = max((*found, 0)) + 1
        found[number] = label[:LONGEST_LABEL]
        why.append(
            _("“%(label)s” had the code %(code)s and has %(number)s now")
            % {
                "label": label[:40],
                "code": code[:20],
                "number": number,
            }
        )
    return found, why


def _points(choices: Mapping[int, str], rest: Mapping[str, Any]) -> Points:
    """Return answers in their order; what Rounds wrote of the same ones, in whatever language, stays."""
    known = {int(code): dict(label) for code, label in rest.get("scale", ())}
    points = []
    for code, label in choices.items():
        was = known.get(code, {})
        is_same = was.get(SPOKEN, "").replace("|", "/") == label
        points.append((code, was if is_same else {**was, SPOKEN: label}))
    return tuple(points)


def _bounds(line: Line, item: ItemContent) -> tuple[int | None, int | None]:
    if item.kind != KindOfItem.NUMBER:
        return None, item.high
    usual = SLIDER if line["type"] == "slider" else (None, None)
    low, high = (read_number(line[name], least=0, most=1_000_000) for name in ("low", "high"))
    return (usual[0] if low is None else low), (usual[1] if high is None else high)


def condition_of(written: str, keys: Mapping[str, str]) -> dict[str, Any] | None:
    """Return a condition as Rounds keeps it: after some answers to one question; None for any other."""
    found = [COMPARED.fullmatch(part) for part in re.split(r"\s+or\s+", written.strip(), flags=re.IGNORECASE)]
    parts = [(one[1].lower(), one[2], one[3]) for one in found if one]
    names = {name for name, _code, _value in parts}
    codes = [read_number(code or value, most=MOST_CODE) for _name, code, value in parts]
    is_ticked = all(value == "1" for _name, code, value in parts if code)
    if len(parts) < len(found) or len(names) != 1 or None in codes or not is_ticked:
        return None
    key = keys.get(names.pop())
    return {"item": key, "codes": codes} if key else None
