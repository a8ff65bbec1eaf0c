"""The topics of intake, one form a page: what was typed becomes coded answers.

`values` is what a topic holds in its coded form; `data_of` turns it back into what the page shows, so
that roster, last year and an import prefill the same way in which a draft is resumed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rounds.people.consents import current_text
from rounds.people.enums import ConsentKind, Tier
from rounds.programs.answers import LONGEST_TEXT, VARIES
from rounds.programs.domains import DOMAIN_WORDS
from rounds.programs.enums import BudgetBand, Confidence, MilestoneKind, Modality, Style
from rounds.programs.forms.fields import (
    EXPERIENCE,
    IMPORTANCE,
    NONE_TO_SIX,
    NONE_TO_TEN,
    ONE_TO_THREE,
    PART_CHOICES,
    PARTS,
    SHORT_DAYS,
    STRENGTH,
    STRENGTH_OF_LEVEL,
    YES_NO,
    DayPartsField,
    OneOfField,
    ScaleField,
    TicksField,
    WordsField,
    hours_of,
    parts_of,
)

Values = dict[str, Any]
Data = dict[str, list[str]]

LANGUAGES = (
    ("en", gettext_lazy("English")), ("es", gettext_lazy("Spanish")), ("zh", gettext_lazy("Chinese")),
    ("hi", gettext_lazy("Hindi")), ("ar", gettext_lazy("Arabic")), ("fr", gettext_lazy("French")),
    ("tl", gettext_lazy("Tagalog")), ("vi", gettext_lazy("Vietnamese")), ("ru", gettext_lazy("Russian")),
    ("pt", gettext_lazy("Portuguese")), ("ko", gettext_lazy("Korean")), ("de", gettext_lazy("German")),
)  # fmt: skip

OFFICE_READS = gettext_lazy(
    "You and the program office can read this. Your partner sees only what your introduction card shows. "
    "Your residency director cannot read it."
)
WISHES_READ = gettext_lazy("You and the program office can read this. Those you name are not told.")
EXCLUSIONS_READ = gettext_lazy(
    "Only you and the coordinator of this program can read this. It is stored encrypted; whoever runs the "
    "server and holds its key could open it, and a court can demand it. Nobody whom you name is told."
)
BASELINE_READ = gettext_lazy(
    "You can read this. The program office sees it only pooled with others’ answers, "
    "except protected time, which it needs to keep the promise."
)
CARD_READ = gettext_lazy("Your partner and the program office read this, after you have approved it.")


@dataclass(frozen=True)
class Surroundings:
    """What the forms of one enrollment must know: lists to choose from, already loaded."""

    side: str
    zone: str
    is_own: bool = True  # the person types; otherwise somebody of the program office does
    tier: str = ""
    sites: tuple[tuple[str, str], ...] = ()
    priorities: tuple[tuple[str, str, str], ...] = ()  # id, name, rationale

    @property
    def zone_words(self) -> str:
        """Return the zone as people say it: "Chicago" for America/Chicago."""
        return self.zone.rpartition("/")[2].replace("_", " ")


class TopicForm(forms.Form):
    """One topic. Subclasses name what it is for and translate between page and coded values."""

    key: ClassVar[str]
    title: ClassVar[str | Promise]
    why: ClassVar[str | Promise]
    reads: ClassVar[str | Promise] = OFFICE_READS
    only_you: ClassVar[bool] = False
    seconds: ClassVar[int] = 40
    template: ClassVar[str] = "intake/topics/plain.html"
    # What Enter does.
    enter: ClassVar[str] = "next"
    # Templates read a topic's words from its class.
    do_not_call_in_templates: ClassVar[bool] = True

    def __init__(self, *arguments: Any, around: Surroundings, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.around = around
        self.build()

    def build(self) -> None:
        """Add the fields that depend on the program."""

    @classmethod
    def applies(cls, around: Surroundings) -> bool:
        return True

    def values(self) -> Values:
        """Return the coded values of a valid form."""
        raise NotImplementedError

    @classmethod
    def data_of(cls, values: Mapping[str, Any], around: Surroundings) -> Data:
        """Return what the page shows for coded values."""
        raise NotImplementedError

    def summary(self) -> list[tuple[str, str]]:
        """Return (question, answer in words) for the page where answers are checked."""
        lines = []
        for name in self.fields:
            bound = self[name]
            words = _in_words(bound, self.cleaned_data.get(name))
            if words:
                lines.append((str(bound.label), words))
        return lines


class Grow(TopicForm):
    key, seconds = "grow", 60
    title = gettext_lazy("Where do you want to grow?")
    why = gettext_lazy(
        "How much should a mentor help with each? We look for someone strong where you say “most”. "
        "Skip what you don’t know yet."
    )

    def build(self) -> None:
        for key, (words, hint) in DOMAIN_WORDS.items():
            self.fields[f"gap_{key}"] = WordsField(IMPORTANCE, label=words, help_text=hint)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(f"gap_{key}") in {"1", "2", "3"} for key in DOMAIN_WORDS):
            self.add_error(
                "gap_FIN", _("Say of at least one area that a mentor should help a little or more with.")
            )
        return cleaned

    def values(self) -> Values:
        return {"gaps": _numbers(self.cleaned_data, "gap_")}

    @classmethod
    def data_of(cls, values: Mapping[str, Any], around: Surroundings) -> Data:
        return {f"gap_{key}": [str(level)] for key, level in values.get("gaps", {}).items()}


class Strengths(TopicForm):
    key = "strengths"
    title = gettext_lazy("What can you help with?")
    why = gettext_lazy(
        "How strong are you in each? Nobody is strong in all; two or three honest ones are best."
    )

    def build(self) -> None:
        for key, (words, hint) in DOMAIN_WORDS.items():
            self.fields[f"level_{key}"] = WordsField(STRENGTH, label=words, help_text=hint)
        # The exact level that an import knew, kept while its word stays the same.
        self.fields["exact"] = forms.JSONField(required=False, widget=forms.HiddenInput)

    def clean_exact(self) -> dict[str, int]:
        exact = self.cleaned_data.get("exact")
        if not isinstance(exact, dict):
            return {}
        return {key: level for key, level in exact.items() if level in (0, 1, 2, 3, 4, 5)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(f"level_{key}") in {"2", "4", "5"} for key in DOMAIN_WORDS):
            self.add_error("level_FIN", _("Say of at least one area that you have some strength in it."))
        return cleaned

    def values(self) -> Values:
        levels = _numbers(self.cleaned_data, "level_")
        for key, exact in (self.cleaned_data.get("exact") or {}).items():
            if key in levels and STRENGTH_OF_LEVEL[exact] == str(levels[key]):
                levels[key] = exact
        return {"expertise": levels}

    @classmethod
    def data_of(cls, values: Mapping[str, Any], around: Surroundings) -> Data:
        levels = values.get("expertise", {})
        data = {f"level_{key}": [STRENGTH_OF_LEVEL[level]] for key, level in levels.items()}
        if levels:
            data["exact"] = [_json(levels)]
        return data


class Aim(TopicForm):
    key, seconds = "aim", 60
    title = gettext_lazy("Where are you heading?")
    why = gettext_lazy("A mentor who has done it can show how. An aim, not a promise.")

    def build(self) -> None:
        self.fields["aspired_tier"] = OneOfField(
            label=_("The next step I have in mind"),
            choices=[(key, capfirst(words)) for key, words in Tier.choices],
            required=False,
        )
        self.fields["aspired_roles"] = TicksField(
            label=_("What I would like to do one day"), choices=MilestoneKind.choices, required=False
        )
        self.fields["goals"] = forms.CharField(
            label=_("In my own words"), required=False, max_length=LONGEST_TEXT,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("What would have to happen for you to call this year worth it?"),
        )  # fmt: skip

    def values(self) -> Values:
        return {name: self.cleaned_data[name] for name in ("aspired_tier", "aspired_roles", "goals")}

    @classmethod
    def data_of(cls, values: Mapping[str, Any], around: Surroundings) -> Data:
        tiers = list(Tier.values)
        nearest = tiers[min(tiers.index(around.tier) + 1, len(tiers) - 1)] if around.tier in tiers else ""
        return _shown(
            aspired_tier=values.get("aspired_tier") or nearest,
            aspired_roles=values.get("aspired_roles"),
            goals=values.get("goals"),
        )


class Milestones(TopicForm):
    key, seconds = "milestones", 30
    title = gettext_lazy("What have you done?")
    why = gettext_lazy("Mentees with that aim look for somebody who has done it. Past or present both count.")

    def build(self) -> None:
        kinds = [choice for choice in MilestoneKind.choices if choice[0] != MilestoneKind.BUDGET]
        self.fields["kinds"] = TicksField(label=_("I have been or led"), choices=kinds, required=False)
        self.fields["budget"] = OneOfField(
            label=_("The largest budget I was responsible for"), required=False,
            choices=[*BudgetBand.choices, ("", _("None"))],
        )  # fmt: skip
        self.fields["topics"] = forms.CharField(
            label=_("Anything else I can help with"), required=False, max_length=LONGEST_TEXT,
            widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip

    def values(self) -> Values:
        held = [{"kind": kind, "band": ""} for kind in self.cleaned_data["kinds"]]
        if self.cleaned_data["budget"]:
            held.append({"kind": MilestoneKind.BUDGET.value, "band": self.cleaned_data["budget"]})
        return {"milestones": held, "topics": self.cleaned_data["topics"]}

    @classmethod
    def data_of(cls, values: Mapping[str, Any], around: Surroundings) -> Data:
        held = values.get("milestones", ())
        bands = [one["band"] for one in held if one["kind"] == MilestoneKind.BUDGET]
        return _shown(
            kinds=[one["kind"] for one in held if one["kind"] != MilestoneKind.BUDGET],
            budget=bands[-1] if bands else "",
            topics=values.get("topics"),
        )


class Together(TopicForm):
    key = "together"
    title = gettext_lazy("How do you like to work together?")
    why = gettext_lazy("Pairs that suit each other in style and can really meet last longer.")

    def build(self) -> None:
        mentee = self.around.side == "mentee"
        if mentee:
            self.fields["style"] = OneOfField(
                label=_("A mentor for me"), choices=Style.choices, required=False
            )
        else:
            self.fields["styles"] = TicksField(
                label=_("As a mentor I am one who"), choices=Style.choices, required=False,
                help_text=_("Choose up to two."),
            )  # fmt: skip
        self.fields["modalities"] = TicksField(
            label=_("Ways to meet"), choices=Modality.choices,
            error_messages={"required": _("Choose at least one way to meet.")},
        )  # fmt: skip
        self.fields["languages"] = TicksField(
            label=_("Languages I can talk in"), choices=LANGUAGES, required=False
        )
        if len(self.around.sites) > 1:
            self.fields["sites"] = TicksField(
                label=_("Where I can meet in person"), choices=self.around.sites, required=False
            )
        if mentee:
            self.fields["demand"] = WordsField(
                ONE_TO_THREE, label=_("How many mentors would you like?"),
                help_text=_("One is usual. More are found only once everybody has one."),
            )  # fmt: skip

    def clean_styles(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["styles"]
        if len(chosen) > 2:
            raise forms.ValidationError(_("You chose %(count)s; choose up to two.") % {"count": len(chosen)})
        return chosen

    def values(self) -> Values:
        values = dict(self.cleaned_data)
        if self.around.side == "mentee":
            values["demand"] = int(values["demand"]) if values["demand"] else None
        return values

    @classmethod
    def data_of(cls, values: Mapping[str, Any], around: Surroundings) -> Data:
        names = ("style", "styles", "modalities", "languages", "sites", "demand")
        return _shown(**{name: values.get(name) for name in names})


class Times(TopicForm):
    key, seconds = "times", 45
    title = gettext_lazy("When can you usually meet?")
    why = gettext_lazy("In a normal week. We look for pairs who share time; nothing is booked.")
    template = "intake/topics/times.html"

    def build(self) -> None:
        self.fields["varies"] = forms.BooleanField(
            label=_("My shifts vary"), required=False,
            help_text=_("That is an answer too: your partner will propose times."),
        )  # fmt: skip
        self.fields["parts"] = DayPartsField(label=_("Parts of the week"))
        # Hours that an import knew more finely, kept while the ticks stay the same.
        self.fields["exact"] = forms.JSONField(required=False, widget=forms.HiddenInput)

    def columns(self) -> list[dict[str, Any]]:
        """Return the heads of the table."""
        return [{"words": words, "span": span} for _key, words, span, _first, _end in PARTS]

    def week(self) -> list[dict[str, Any]]:
        """Return the rows of the table, a day each."""
        chosen = set(self["parts"].value() or ())
        labels = dict(PART_CHOICES)
        return [
            {
                "words": SHORT_DAYS[day],
                "cells": [
                    {
                        "value": (value := f"{day}-{key}"),
                        "label": labels[value],
                        "id": f"id_parts_{day}_{key}",
                        "is_on": value in chosen,
                    }
                    for key, *_rest in PARTS
                ],
            }
            for day in range(7)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        exact = cleaned.get("exact")
        if not cleaned.get("varies") and not cleaned.get("parts") and not exact:
            self.add_error("varies", _("Tick at least one part of the week, or that your shifts vary."))
        return cleaned

    def values(self) -> Values:
        if self.cleaned_data["varies"]:
            return {"hours": VARIES, "zone": self.around.zone}
        parts, exact = self.cleaned_data["parts"], self.cleaned_data.get("exact")
        if isinstance(exact, list) and parts_of(tuple(exact)) == parts_of(hours_of(parts)):
            return {"hours": exact, "zone": self.around.zone}
        return {"hours": list(hours_of(parts)), "zone": self.around.zone}

    @classmethod
    def data_of(cls, values: Mapping[str, Any], around: Surroundings) -> Data:
        hours = values.get("hours") or ()
        if hours == VARIES:
            return {"varies": ["on"]}
        data: Data = {"parts": parts_of(tuple(hours))}
        if set(hours) - set(hours_of(data["parts"])):
            data["exact"] = [_json(list(hours))]
        return data


class Places(TopicForm):
    key, seconds = "places", 30
    title = gettext_lazy("How many mentees can you take?")
    why = gettext_lazy("Nobody is given more than you say here. 0 is an answer.")

    def build(self) -> None:
        self.fields["capacity"] = WordsField(
            NONE_TO_SIX, label=_("Mentees in all, in every program and outside"), required=True,
            error_messages={"required": _("Choose a number; 0 is an answer.")},
        )  # fmt: skip
        self.fields["outside_mentees"] = forms.IntegerField(
            label=_("Of these, mentees outside our programs"), required=False, min_value=0, max_value=20
        )
        self.fields["hours_per_month"] = forms.IntegerField(
            label=_("Hours a month for all of them"), required=False, min_value=0, max_value=40,
            help_text=_("One or two for each mentee are usual."),
        )  # fmt: skip
        self.fields["training_hours"] = forms.IntegerField(
            label=_("Hours of mentor training so far"), required=False, min_value=0, max_value=500
        )

    def values(self) -> Values:
        return {**self.cleaned_data, "capacity": int(self.cleaned_data["capacity"])}

    @classmethod
    def data_of(cls, values: Mapping[str, Any], around: Surroundings) -> Data:
        names = ("capacity", "outside_mentees", "hours_per_month", "training_hours")
        return _shown(**{name: values.get(name) for name in names})


class Priorities(TopicForm):
    key, seconds = "priorities", 20
    title = gettext_lazy("What the institution is working on")
    why = gettext_lazy("These count this year. Say how much each concerns you; none is fine.")

    @classmethod
    def applies(cls, around: Surroundings) -> bool:
        return bool(around.priorities)

    def build(self) -> None:
        words = IMPORTANCE if self.around.side == "mentee" else EXPERIENCE
        for priority_id, name, rationale in self.around.priorities:
            self.fields[f"priority_{priority_id}"] = WordsField(words, label=name, help_text=rationale)

    def values(self) -> Values:
        return {"priorities": _numbers(self.cleaned_data, "priority_")}

    @classmethod
    def data_of(cls, values: Mapping[str, Any], around: Surroundings) -> Data:
        levels = values.get("priorities", {})
        return {f"priority_{key}": [str(level)] for key, level in levels.items()}


class PeopleTopic(TopicForm):
    """People chosen by search, in order."""

    template, enter = "intake/topics/people.html", "find"
    most: ClassVar[int] = 5
    ranked: ClassVar[bool] = True
    others_side_only: ClassVar[bool] = True
    find_label: ClassVar[str | Promise]

    def build(self) -> None:
        self.fields["people"] = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
        self.fields["find"] = forms.CharField(label=str(self.find_label), required=False, max_length=80)
        people: Any = self.fields["people"]
        people.valid_value = _is_id

    def clean_people(self) -> list[str]:
        chosen = list(dict.fromkeys(self.cleaned_data["people"]))
        if len(chosen) > self.most:
            raise forms.ValidationError(
                _("You chose %(count)s people; up to %(most)s fit. Take some out.")
                % {"count": len(chosen), "most": self.most}
            )
        return chosen

    def values(self) -> Values:
        return {self.key: self.cleaned_data["people"]}

    @classmethod
    def data_of(cls, values: Mapping[str, Any], around: Surroundings) -> Data:
        return {"people": [str(one) for one in values.get(cls.key, ())]}

    def summary(self) -> list[tuple[str, str]]:
        return []  # names are put in by the page, which knows them


class Wishes(PeopleTopic):
    key, seconds = "wishes", 30
    title = gettext_lazy("Anybody you hope for?")
    why = gettext_lazy("Up to five people, the first counts most. A wish counts; it does not decide.")
    reads = WISHES_READ
    find_label = gettext_lazy("Find by name")


class Private(PeopleTopic):
    key, seconds = "private", 15
    title = gettext_lazy("Anybody you must not be paired with?")
    why = gettext_lazy(
        "You need not say why. You will never be paired with them, and they will not learn of it."
    )
    reads, only_you = EXCLUSIONS_READ, True
    most, ranked, others_side_only = 20, False, False
    find_label = gettext_lazy("Find by name")


class Start(TopicForm):
    key, seconds = "start", 60
    title = gettext_lazy("Where do you stand today?")
    why = gettext_lazy(
        "0 is not at all, 10 is completely. We ask again at the end of the year; what today was like "
        "can’t be found out later."
    )
    reads = BASELINE_READ

    def build(self) -> None:
        if self.around.side == "mentee":
            for key, words in Confidence.choices:
                self.fields[f"item_{key}"] = ScaleField(NONE_TO_TEN, label=words)
        self.fields["protected_hours"] = forms.DecimalField(
            label=_("Protected hours a month that you were promised for this"), required=False,
            min_value=0, max_value=80, decimal_places=1,
        )  # fmt: skip
        self.fields["promised_by"] = forms.CharField(
            label=_("Promised by"), required=False, max_length=120, help_text=_("Name or office.")
        )
        if self.around.is_own:
            self.fields["follow_up"] = WordsField(
                YES_NO,
                label=_("May we ask you again later?"),
                help_text=current_text(ConsentKind.FOLLOW_UP).words,
            )

    def values(self) -> Values:
        data = self.cleaned_data
        hours = data["protected_hours"]
        return {
            "items": _numbers(data, "item_"),
            "protected_hours": None if hours is None else str(hours),
            "promised_by": data["promised_by"],
            "follow_up": {"yes": True, "no": False}.get(data.get("follow_up", "")),
        }

    @classmethod
    def data_of(cls, values: Mapping[str, Any], around: Surroundings) -> Data:
        data = {f"item_{key}": [str(value)] for key, value in values.get("items", {}).items()}
        return data | _shown(
            protected_hours=values.get("protected_hours"),
            promised_by=values.get("promised_by"),
            follow_up={True: "yes", False: "no", None: ""}[values.get("follow_up")],
        )


class Card(TopicForm):
    key = "card"
    title = gettext_lazy("How should we introduce you?")
    why = gettext_lazy("A few lines that your partner reads first. Nothing is shown before you approve it.")
    reads = CARD_READ

    def build(self) -> None:
        self.fields["headline"] = forms.CharField(
            label=_("Who you are, in a line"), required=False, max_length=120
        )
        self.fields["about"] = forms.CharField(
            label=_("About you"), required=False, max_length=600,
            widget=forms.Textarea(attrs={"rows": 3}),
        )  # fmt: skip
        self.fields["ask_me_about"] = forms.CharField(label=_("Ask me about"), required=False, max_length=300)
        self.fields["approve"] = forms.BooleanField(
            label=_("I approve this card; my partner may read it"), required=False
        )

    def values(self) -> Values:
        return dict(self.cleaned_data)

    @classmethod
    def data_of(cls, values: Mapping[str, Any], around: Surroundings) -> Data:
        data = _shown(**{name: values.get(name) for name in ("headline", "about", "ask_me_about")})
        return data | ({"approve": ["on"]} if values.get("approve") else {})


MENTEE_TOPICS: tuple[type[TopicForm], ...] = (
    Grow, Aim, Together, Times, Priorities, Wishes, Private, Start, Card,
)  # fmt: skip
MENTOR_TOPICS: tuple[type[TopicForm], ...] = (
    Strengths, Milestones, Together, Times, Places, Priorities, Wishes, Private, Start, Card,
)  # fmt: skip


def topics_for(around: Surroundings) -> tuple[type[TopicForm], ...]:
    """Return the topics that a side is asked, in order."""
    topics = MENTEE_TOPICS if around.side == "mentee" else MENTOR_TOPICS
    return tuple(topic for topic in topics if topic.applies(around))


# small translations


def _numbers(cleaned: Mapping[str, Any], prefix: str) -> dict[str, int]:
    return {
        name.removeprefix(prefix): int(value)
        for name, value in cleaned.items()
        if name.startswith(prefix) and value not in ("", None)
    }


def _shown(**values: Any) -> Data:
    shown: Data = {}
    for name, value in values.items():
        if isinstance(value, (list, tuple)):
            shown[name] = [str(one) for one in value]
        elif value not in (None, ""):
            shown[name] = [str(value)]
    return shown


def _in_words(bound: forms.BoundField, value: Any) -> str:
    if value in (None, "", [], (), False) or bound.field.widget.is_hidden:
        return ""
    if isinstance(value, bool):
        return _("Yes")
    choices = getattr(bound.field, "choices", None)
    if choices is None:
        return str(value)
    words = {str(key): str(word) for key, word in choices}
    return ", ".join(words[str(one)] for one in (value if isinstance(value, list) else [value]))


def _json(value: Any) -> str:
    import json

    return json.dumps(value, separators=(",", ":"))


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True
