"""Topics of intake in which people are chosen by name: wishes, and whom not to be paired with."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rounds.core.reading import read_id
from rounds.programs.forms.topic import Data, FormContext, TopicForm, Values

WISHES_READ = gettext_lazy("You and the program office can read this. Those you name are not told.")
EXCLUSIONS_READ = gettext_lazy(
    "Only you and the coordinator of this program can read this. It is stored encrypted; whoever runs the "
    "server and holds its key could open it, and a court can demand it. Nobody whom you name is told."
)


class PeopleTopic(TopicForm):
    """People chosen by search, in order."""

    template, enter = "participant/intake/topics/people.html", "find"
    most: ClassVar[int] = 5
    ranked: ClassVar[bool] = True
    others_side_only: ClassVar[bool] = True
    find_label: ClassVar[str | Promise]

    def build(self) -> None:
        self.fields["people"] = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
        self.fields["find"] = forms.CharField(label=str(self.find_label), required=False, max_length=80)
        people: Any = self.fields["people"]
        people.valid_value = lambda value: read_id(value) is not None

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
    def data_of(cls, values: Mapping[str, Any], context: FormContext) -> Data:
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
