"""Topics of intake about what a mentee wants and what a mentor has: areas, aims, milestones."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rounds.people.enums import Tier
from rounds.programs.enums import BudgetBand, MilestoneKind
from rounds.programs.forms.fields import (
    IMPORTANCE,
    STRENGTH,
    STRENGTH_OF_LEVEL,
    OneOfField,
    TicksField,
    WordsField,
)
from rounds.programs.forms.topic import Data, FormContext, TopicForm, Values, json_of, numbers_of, shown_of
from rounds.programs.values.answers import LONGEST_TEXT
from rounds.programs.values.domains import DOMAIN_WORDS


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
        return {"gaps": numbers_of(self.cleaned_data, "gap_")}

    @classmethod
    def data_of(cls, values: Mapping[str, Any], context: FormContext) -> Data:
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
        levels = numbers_of(self.cleaned_data, "level_")
        for key, exact in (self.cleaned_data.get("exact") or {}).items():
            if key in levels and STRENGTH_OF_LEVEL[exact] == str(levels[key]):
                levels[key] = exact
        return {"expertise": levels}

    @classmethod
    def data_of(cls, values: Mapping[str, Any], context: FormContext) -> Data:
        levels = values.get("expertise", {})
        data = {f"level_{key}": [STRENGTH_OF_LEVEL[level]] for key, level in levels.items()}
        if levels:
            data["exact"] = [json_of(levels)]
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
            label=_("In my own words"),
            required=False,
            max_length=LONGEST_TEXT,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("What would have to happen for you to call this year worth it?"),
        )

    def values(self) -> Values:
        return {name: self.cleaned_data[name] for name in ("aspired_tier", "aspired_roles", "goals")}

    @classmethod
    def data_of(cls, values: Mapping[str, Any], context: FormContext) -> Data:
        tiers = list(Tier.values)
        nearest = tiers[min(tiers.index(context.tier) + 1, len(tiers) - 1)] if context.tier in tiers else ""
        return shown_of(
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
            label=_("The largest budget I was responsible for"),
            required=False,
            choices=[*BudgetBand.choices, ("", _("None"))],
        )
        self.fields["topics"] = forms.CharField(
            label=_("Anything else I can help with"),
            required=False,
            max_length=LONGEST_TEXT,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def values(self) -> Values:
        held = [{"kind": kind, "band": ""} for kind in self.cleaned_data["kinds"]]
        if self.cleaned_data["budget"]:
            held.append({"kind": MilestoneKind.BUDGET.value, "band": self.cleaned_data["budget"]})
        return {"milestones": held, "topics": self.cleaned_data["topics"]}

    @classmethod
    def data_of(cls, values: Mapping[str, Any], context: FormContext) -> Data:
        held = values.get("milestones", ())
        bands = [one["band"] for one in held if one["kind"] == MilestoneKind.BUDGET]
        return shown_of(
            kinds=[one["kind"] for one in held if one["kind"] != MilestoneKind.BUDGET],
            budget=bands[-1] if bands else "",
            topics=values.get("topics"),
        )
