"""Topics of intake about somebody's situation at the start, and how they are introduced."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rounds.people.enums import ConsentKind
from rounds.people.values.consents import current_text
from rounds.programs.enums import Confidence
from rounds.programs.forms.fields import NONE_TO_TEN, YES_NO, ScaleField, WordsField
from rounds.programs.forms.topic import Data, FormContext, TopicForm, Values, numbers_of, shown_of

BASELINE_READ = gettext_lazy(
    "You can read this. The program office sees it only pooled with others’ answers, "
    "except protected time, which it needs to keep the promise."
)
CARD_READ = gettext_lazy(
    "The other one of your pair, once you have approved it and the pair is published; the program office."
)


class Start(TopicForm):
    key, seconds = "start", 60
    title = gettext_lazy("Where do you stand today?")
    why = gettext_lazy("What today was like can’t be found out later. We ask again at the end of the year.")
    reads = BASELINE_READ

    def build(self) -> None:
        if self.context.side == "mentee":
            for key, words in Confidence.choices:
                self.fields[f"item_{key}"] = ScaleField(
                    NONE_TO_TEN,
                    label=format_lazy(_("How confident are you today? {}"), words),
                    ends=(gettext_lazy("0: not at all confident"), gettext_lazy("10: completely confident")),
                )
        self.fields["protected_hours"] = forms.DecimalField(
            label=_("Protected hours a month that you were promised for this"),
            required=False,
            min_value=0,
            max_value=80,
            decimal_places=1,
        )
        self.fields["promised_by"] = forms.CharField(
            label=_("Promised by"), required=False, max_length=120, help_text=_("Name or office.")
        )
        if self.context.is_own:
            self.fields["follow_up"] = WordsField(
                YES_NO,
                label=_("May we ask you again later?"),
                help_text=current_text(ConsentKind.FOLLOW_UP).words,
            )

    def values(self) -> Values:
        data = self.cleaned_data
        hours = data["protected_hours"]
        return {
            "items": numbers_of(data, "item_"),
            "protected_hours": None if hours is None else str(hours),
            "promised_by": data["promised_by"],
            "follow_up": {"yes": True, "no": False}.get(data.get("follow_up", "")),
        }

    @classmethod
    def data_of(cls, values: Mapping[str, Any], context: FormContext) -> Data:
        data = {f"item_{key}": [str(value)] for key, value in values.get("items", {}).items()}
        return data | shown_of(
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
            label=_("About you"),
            required=False,
            max_length=600,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields["ask_me_about"] = forms.CharField(label=_("Ask me about"), required=False, max_length=300)
        self.fields["approve"] = forms.BooleanField(
            label=_("I approve this card; my partner may read it"), required=False
        )

    def values(self) -> Values:
        return dict(self.cleaned_data)

    @classmethod
    def data_of(cls, values: Mapping[str, Any], context: FormContext) -> Data:
        data = shown_of(**{name: values.get(name) for name in ("headline", "about", "ask_me_about")})
        return data | ({"approve": ["on"]} if values.get("approve") else {})
