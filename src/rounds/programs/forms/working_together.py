"""Topics of intake about how, when and how much two people can meet, and what the institution works on."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rounds.programs.enums import Modality, Style
from rounds.programs.forms.fields import (
    EXPERIENCE,
    IMPORTANCE,
    NONE_TO_SIX,
    ONE_TO_THREE,
    PART_CHOICES,
    PARTS,
    SHORT_DAYS,
    YES_NO,
    DayPartsField,
    OneOfField,
    TicksField,
    WordsField,
    hours_of,
    parts_of,
)
from rounds.programs.forms.topic import Data, FormContext, TopicForm, Values, json_of, numbers_of, shown_of
from rounds.programs.values.answers import VARIES

LANGUAGES = (
    ("en", gettext_lazy("English")),
    ("es", gettext_lazy("Spanish")),
    ("zh", gettext_lazy("Chinese")),
    ("hi", gettext_lazy("Hindi")),
    ("ar", gettext_lazy("Arabic")),
    ("fr", gettext_lazy("French")),
    ("tl", gettext_lazy("Tagalog")),
    ("vi", gettext_lazy("Vietnamese")),
    ("ru", gettext_lazy("Russian")),
    ("pt", gettext_lazy("Portuguese")),
    ("ko", gettext_lazy("Korean")),
    ("de", gettext_lazy("German")),
)


class Together(TopicForm):
    key = "together"
    title = gettext_lazy("How do you like to work together?")
    why = gettext_lazy("Pairs that suit each other in style and can really meet last longer.")

    def build(self) -> None:
        mentee = self.context.side == "mentee"
        if mentee:
            self.fields["style"] = OneOfField(
                label=_("A mentor for me"), choices=Style.choices, required=False
            )
        else:
            self.fields["styles"] = TicksField(
                label=_("As a mentor I am one who"),
                choices=Style.choices,
                required=False,
                help_text=_("Choose up to two."),
            )
        self.fields["modalities"] = TicksField(
            label=_("Ways to meet"),
            choices=Modality.choices,
            error_messages={"required": _("Choose at least one way to meet.")},
        )
        self.fields["languages"] = TicksField(
            label=_("Languages I can talk in"), choices=LANGUAGES, required=False
        )
        if len(self.context.sites) > 1:
            self.fields["sites"] = TicksField(
                label=_("Where I can meet in person"), choices=self.context.sites, required=False
            )
        if mentee:
            self.fields["demand"] = WordsField(
                ONE_TO_THREE,
                label=_("How many mentors would you like?"),
                help_text=_("One is usual. More are found only once everybody has one."),
            )

    def clean_styles(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["styles"]
        if len(chosen) > 2:
            raise forms.ValidationError(_("You chose %(count)s; choose up to two.") % {"count": len(chosen)})
        return chosen

    def values(self) -> Values:
        values = dict(self.cleaned_data)
        if self.context.side == "mentee":
            values["demand"] = int(values["demand"]) if values["demand"] else None
        return values

    @classmethod
    def data_of(cls, values: Mapping[str, Any], context: FormContext) -> Data:
        names = ("style", "styles", "modalities", "languages", "sites", "demand")
        return shown_of(**{name: values.get(name) for name in names})


class Times(TopicForm):
    key, seconds = "times", 45
    title = gettext_lazy("When can you usually meet?")
    why = gettext_lazy("In a normal week. We look for pairs who share time; nothing is booked.")
    template = "participant/intake/topics/times.html"

    def build(self) -> None:
        self.fields["varies"] = forms.BooleanField(
            label=_("My shifts vary"),
            required=False,
            help_text=_("That is an answer too: your partner will propose times."),
        )
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
            return {"hours": VARIES, "zone": self.context.zone}
        parts, exact = self.cleaned_data["parts"], self.cleaned_data.get("exact")
        if isinstance(exact, list) and parts_of(tuple(exact)) == parts_of(hours_of(parts)):
            return {"hours": exact, "zone": self.context.zone}
        return {"hours": list(hours_of(parts)), "zone": self.context.zone}

    @classmethod
    def data_of(cls, values: Mapping[str, Any], context: FormContext) -> Data:
        hours = values.get("hours") or ()
        if hours == VARIES:
            return {"varies": ["on"]}
        data: Data = {"parts": parts_of(tuple(hours))}
        if set(hours) - set(hours_of(data["parts"])):
            data["exact"] = [json_of(list(hours))]
        return data


class Places(TopicForm):
    key, seconds = "places", 30
    title = gettext_lazy("How many mentees can you take?")
    why = gettext_lazy("Nobody is given more than you say here. 0 is an answer.")

    def build(self) -> None:
        self.fields["capacity"] = WordsField(
            NONE_TO_SIX,
            label=_("Mentees in all, in every program and outside"),
            required=True,
            error_messages={"required": _("Choose a number; 0 is an answer.")},
        )
        self.fields["outside_mentees"] = forms.IntegerField(
            label=_("Of these, mentees outside our programs"), required=False, min_value=0, max_value=20
        )
        self.fields["hours_per_month"] = forms.IntegerField(
            label=_("Hours a month for all of them"),
            required=False,
            min_value=0,
            max_value=40,
            help_text=_("One or two for each mentee are usual."),
        )
        self.fields["trained"] = WordsField(
            YES_NO, label=_("Mentor training done"), help_text=_("You need not know when.")
        )
        self.fields["training_hours"] = forms.IntegerField(
            label=_("Hours of mentor training so far"), required=False, min_value=0, max_value=500
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("trained") == "no" and cleaned.get("training_hours"):
            self.add_error("trained", _("You gave hours of training. Choose Yes, or clear the hours."))
        return cleaned

    def values(self) -> Values:
        trained = {"yes": True, "no": False}.get(self.cleaned_data["trained"])
        if self.cleaned_data["training_hours"]:
            trained = True
        return {
            **self.cleaned_data,
            "capacity": int(self.cleaned_data["capacity"]),
            "trained": trained,
        }

    @classmethod
    def data_of(cls, values: Mapping[str, Any], context: FormContext) -> Data:
        names = ("capacity", "outside_mentees", "hours_per_month", "training_hours")
        trained = "" if values.get("trained") is None else "yes" if values["trained"] else "no"
        return shown_of(**{name: values.get(name) for name in names}, trained=trained)


class Priorities(TopicForm):
    key, seconds = "priorities", 20
    title = gettext_lazy("What the institution is working on")
    why = gettext_lazy("These count this year. Say how much each concerns you; none is fine.")

    @classmethod
    def applies(cls, context: FormContext) -> bool:
        return bool(context.priorities)

    def build(self) -> None:
        words = IMPORTANCE if self.context.side == "mentee" else EXPERIENCE
        for priority_id, name, rationale in self.context.priorities:
            self.fields[f"priority_{priority_id}"] = WordsField(words, label=name, help_text=rationale)

    def values(self) -> Values:
        return {"priorities": numbers_of(self.cleaned_data, "priority_")}

    @classmethod
    def data_of(cls, values: Mapping[str, Any], context: FormContext) -> Data:
        levels = values.get("priorities", {})
        return {f"priority_{key}": [str(level)] for key, level in levels.items()}
