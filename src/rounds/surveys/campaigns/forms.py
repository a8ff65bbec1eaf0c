"""What the office chooses for a wave."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import institution_today
from rounds.core.database.scope import current_institution_id
from rounds.core.fields import DateField, EntryForm, TextField
from rounds.surveys.campaigns.selectors import OFFICE
from rounds.surveys.campaigns.services import Plan
from rounds.surveys.campaigns.values.audiences import audience, list_audiences
from rounds.surveys.campaigns.values.schedule import DAYS_OPEN
from rounds.surveys.enums import Mode
from rounds.surveys.models import InstrumentVersion, Wave


class WaveForm(EntryForm):
    """Which questions, to whom, how confidential, until when."""

    instrument = forms.ChoiceField(
        label=_("Questions"), error_messages={"required": _("Choose the questions.")}
    )
    program = forms.ChoiceField(label=_("Program"), error_messages={"required": _("Choose the program.")})
    audience = forms.ChoiceField(
        label=_("Who is asked"), error_messages={"required": _("Choose who is asked.")}
    )
    mode = forms.ChoiceField(label=_("Who reads the answers"), widget=forms.RadioSelect, initial=Mode.POOLED)
    purpose = TextField(
        label=_("This is asked so that …"),
        max_length=200,
        required=False,
        help_text=_(
            "This ends a sentence that everybody reads before the first question, whoever reads the answers."
        ),
    )
    readers = forms.MultipleChoiceField(
        label=_("Where it is with names: who reads the answers, once it has closed"),
        help_text=_("This stands in the promise. Nobody else reads them, and each person sees who did."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    takes_late = forms.BooleanField(
        label=_("Where it is anonymous: take late answers for 14 days more"),
        help_text=_("They are locked in a box of their own, and deleted unread if they are too few."),
        required=False,
        initial=True,
    )
    closes_on = DateField(label=_("Closes on"), error_messages={"required": _("Choose a closing day.")})

    def __init__(
        self,
        *args: Any,
        versions: Sequence[InstrumentVersion],
        programs: Sequence[tuple[UUID, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._versions = {str(one.id): one for one in versions}
        words = {
            Mode.POOLED: _("confidential: kept with a name, shown only together with others’ answers"),
            Mode.ANONYMOUS: _("anonymous: locked without a name, opened all together, the key is destroyed"),
            Mode.NAMED: _("with names: the people chosen below read each answer"),
        }
        self._choose("instrument", [(key, one.instrument.name) for key, one in self._versions.items()])
        self._choose("program", [(str(key), name) for key, name in programs])
        self._choose("audience", [(one.key, one.label) for one in list_audiences()])
        self._choose("mode", [(mode.value, words[mode]) for mode in words])
        self._choose("readers", [(role.value, role.label) for role in OFFICE])
        self.initial.setdefault("closes_on", institution_today() + timedelta(days=DAYS_OPEN))
        if not self.is_bound and programs:
            self.initial.setdefault("audience", _first_with_people(programs[0][0]))
        self.initial.setdefault("purpose", _("the program office learns what to mend"))

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def plan(self) -> Plan:
        """Return what was chosen."""
        data = self.cleaned_data
        return Plan(
            version=self._versions[data["instrument"]],
            scope_id=UUID(data["program"]),
            audience=data["audience"],
            parameters={"program": data["program"]},
            mode=data["mode"],
            closes_on=data["closes_on"],
            purpose=data["purpose"].strip().rstrip("."),
            takes_late=data["takes_late"],
            readers=tuple(data["readers"]),
        )


class SinceForm(forms.Form):
    """What has come of the last answers."""

    since = TextField(
        label=_("What has come of the last answers"),
        max_length=300,
        required=False,
        help_text=_(
            "One line in the message, and on the page after answering. It says what changed, or why nothing did."
        ),
    )


# whom most surveys ask; the others stand behind them in the list
FIRST = ("enrolled_mentees", "enrolled_mentors")


def _first_with_people(program_id: UUID) -> str:
    """Return the first audience that holds anybody today: the one that is chosen beforehand is not an empty one."""
    keys = [one.key for one in list_audiences()]
    today = institution_today()
    for key in [*(one for one in FIRST if one in keys), *(one for one in keys if one not in FIRST)]:
        found = audience(key).gathered(current_institution_id(), {"program": str(program_id)}, today)
        if next(iter(found), None) is not None:
            return key
    return ""


def chosen_in(wave: Wave) -> dict[str, object]:
    """Return what was chosen for a wave, as the form of a new one begins with it."""
    campaign = wave.campaign
    return {
        "instrument": str(wave.version_id),
        "program": str(campaign.scope_id),
        "audience": campaign.audience,
        "mode": wave.mode,
        "purpose": wave.purpose,
        "readers": wave.readers,
        "takes_late": wave.late_until is not None,
    }


class LongerForm(forms.Form):
    """The day until which an open wave takes answers from now on."""

    closes_on = DateField(label=_("Open until"), error_messages={"required": _("Choose the new last day.")})
