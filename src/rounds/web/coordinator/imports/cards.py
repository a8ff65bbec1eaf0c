"""What the check page shows of one column, and of one cause of questions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from rounds.integrations.spreadsheets.enums import Way
from rounds.integrations.spreadsheets.services.plans.whom import NOBODY_HERE
from rounds.integrations.spreadsheets.values.words import CAUSES, NO_COLUMN_FIX, ONCE_FIX
from rounds.sheets import Answers, Catalog, Kind, Target
from rounds.sheets.cells.names import DEGREE, PART_OF_NAME
from rounds.web.coordinator.imports.answers import NEW, STAYS_OUT, can_be_empty, place_names, proposed

# so many known words stand in a sentence; more of them stand in the list to choose from alone
MOST_WORDS = 16
YEARS = range(1, 9)


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_selected: bool = False


@dataclass(frozen=True)
class TextLine:
    """One value that several rows may share, and the control that says what it means."""

    name: str
    text: str
    cells: list[str]
    more_cells: int
    value: str
    options: list[Option]
    unread: str = ""  # what was typed here and can't be read


@dataclass(frozen=True)
class PersonLine:
    """One row that needs an answer of its own."""

    name: str
    label: str
    cell: str
    part: str
    rows: list[int]
    options: list[Option]
    unread: str = ""


@dataclass(frozen=True)
class GroupCard:
    """One cause of questions."""

    id: str
    cause: str
    way: str
    title: str
    fix: str
    count: int
    more: int
    keeps_out: bool
    texts: list[TextLine] = field(default_factory=list)
    people: list[PersonLine] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)  # of an answer for all rows
    input_type: str = "text"
    can_be_empty: bool = False
    unread: str = ""

    @property
    def can_be_answered(self) -> bool:
        return self.way != Way.SAID

    @property
    def can_be_emptied(self) -> bool:
        """Tell whether one press leaves all of these cells empty."""
        # a list of choices has a line for it already
        is_worth_it = len(self.texts) > 1 or not any(line.options for line in self.texts)
        return (self.can_be_empty and is_worth_it) or self.cause == "shared"

    @property
    def has_buttons(self) -> bool:
        return self.can_be_emptied or self.cause in ("new_place", "who")


def card_of(group: dict[str, Any], catalog: Catalog, answers: Answers) -> GroupCard:
    """Return how a cause is shown: its words, and a control for each thing that can be answered."""
    target = catalog.index.get(group["target"])
    is_private = group["target"] == "exclusions"
    said = {} if is_private else answers.values.get(group["target"], {})
    texts = [_text(group, number, target, said, is_private) for number in range(len(group["texts"]))]
    return GroupCard(
        id=group["id"],
        cause=group["cause"],
        way=group["way"],
        title=_title(group, target),
        fix=_fix(group, target),
        count=group["count"],
        more=group["more"],
        keeps_out=group["keeps_out"],
        texts=texts,
        people=[_person(group, number, catalog, answers) for number in range(len(group["people"]))],
        options=choices_of(target, "") if group["way"] == Way.ONCE else [],
        input_type="date" if target is not None and target.kind is Kind.DATE and not texts else "text",
        can_be_empty=can_be_empty(group),
        unread=str(answers.defaults.get(group["target"], "")) if group["way"] == Way.ONCE else "",
    )


def _title(group: dict[str, Any], target: Target | None) -> str:
    heading, _words = CAUSES[group["cause"]]
    return str(heading) % {"field": _(target.label) if target else ""}


def _fix(group: dict[str, Any], target: Target | None) -> str:
    """Return what to do, with the words or numbers that are known."""
    fix = str(ONCE_FIX if group["way"] == Way.ONCE else CAUSES[group["cause"]][1])
    if group["cause"] == "missing" and target is not None and not group["has_column"]:
        return str(NO_COLUMN_FIX) % {"field": _(target.label)}
    known = known_words(target) if target is not None and group["way"] in (Way.TEXT, Way.ONCE) else ""
    return f"{fix} {known}" if known and group["cause"] not in ("too_long", "error_cell", "tail") else fix


def known_words(target: Target) -> str:
    """Return the words or numbers that a field knows, as a sentence; "" where there are too many or any will do."""
    if target.kind in (Kind.CHOICE, Kind.CHOICES) and len(target.choices) <= MOST_WORDS:
        return _("Known: %(words)s.") % {"words": ", ".join(_(choice.label) for choice in target.choices)}
    if target.kind is Kind.YES_NO:
        return _("Known: yes, no.")
    if target.minimum is not None and target.maximum is not None:
        return _("From %(low)s to %(high)s.") % {"low": target.minimum, "high": target.maximum}
    return ""


def choices_of(target: Target | None, chosen: str) -> list[Option]:
    """Return the options of a field that has a list, none for one that is typed."""
    if target is None:
        return []
    if target.kind in (Kind.CHOICE, Kind.CHOICES):
        found = [Option(choice.key, _(choice.label), choice.key == chosen) for choice in target.choices]
    elif target.kind is Kind.PGY:
        found = [Option(str(year), f"PGY-{year}", str(year) == chosen) for year in YEARS]
    elif target.kind is Kind.YES_NO:
        found = [Option("yes", _("Yes"), chosen == "yes"), Option("no", _("No"), chosen == "no")]
    else:
        return []
    return [Option("", _("Choose…"), not chosen), *found]


def _text(
    group: dict[str, Any], number: int, target: Target | None, said: Mapping[str, Any], is_private: bool
) -> TextLine:
    text = group["texts"][number]
    suggestion = proposed(group, text)
    options = _text_options(group, text, target, suggestion)
    # what is asked again although it was answered could not be read
    unread = "" if options else str(said.get(text["key"]) or "")
    return TextLine(
        name=f"{group['id']}-{number}",
        text="" if is_private else text["text"],
        cells=text["cells"],
        more_cells=text["count"] - len(text["cells"]),
        value=unread or suggestion,
        options=options,
        unread=unread,
    )


def _text_options(
    group: dict[str, Any], text: dict[str, Any], target: Target | None, suggestion: str
) -> list[Option]:
    nothing, out = Option("", _("Choose…"), not suggestion), Option(STAYS_OUT, _("Leave it empty"))
    if group["cause"] == "tail":
        return [
            nothing,
            Option(DEGREE, _("A degree or title, no part of the name")),
            Option(PART_OF_NAME, _("Part of the name")),
        ]
    if group["cause"] == "new_place":
        names = dict.fromkeys(name for name in place_names(group) if name != text["text"])
        made = Option(NEW, _("New: make “%(name)s”") % {"name": text["text"]}, suggestion == NEW)
        return [nothing, made, *(Option(name, name, name == suggestion) for name in names), out]
    found = choices_of(target, suggestion)
    return [*found, out] if found else []


def _keep(row: int, person: dict[str, Any], catalog: Catalog) -> str:
    """Return the words that keep a row, with what it says where the other one says something else."""
    said = []
    for key, value in person.get("says", {}).get(str(row), ()):
        target = catalog.index.get(key)
        if target is not None:
            known = ", ".join(target.labels.get(one, one) for one in value.split(", "))
            said.append(f"{_(target.label)}: {known or _('nothing')}")
    words = _("Keep row %(row)s") % {"row": row}
    return f"{words} ({'; '.join(said)})" if said else words


def _person(group: dict[str, Any], number: int, catalog: Catalog, answers: Answers) -> PersonLine:
    target = catalog.index.get(group["target"])
    person = group["people"][number]
    options = [Option(key, words) for key, words in person["options"]]
    if group["cause"] == "who":
        options.append(Option(NOBODY_HERE, _("somebody else, who is new here")))
    elif group["cause"] == "twice":
        options = [Option(str(row), _keep(row, person, catalog)) for row in person["rows"]]
    elif group["cause"] == "missing":
        options = choices_of(target, "")
    typed = "" if options else str(answers.cells.get(f"{person['row']}:{group['target']}") or "")
    return PersonLine(
        f"{group['id']}-{number}",
        person["text"],
        person["cell"],
        person["part"],
        person["rows"],
        options,
        typed,
    )
