"""What is typed for a round: its people, its raters, reasons."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Self
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.core.clock import institution_today
from rounds.core.edits import EditForm
from rounds.core.errors import DomainError
from rounds.core.fields import AddressField, DateField, TextField
from rounds.people.models import Person
from rounds.surveys.enums import RaterGroup
from rounds.surveys.feedback360.selectors.lines import person_named, supervisors_of
from rounds.surveys.feedback360.services.changing import Change
from rounds.surveys.feedback360.services.planning import Plan
from rounds.surveys.feedback360.values.limits import DAYS_OPEN
from rounds.surveys.models import Round360

NAME = _("Name or e-mail address")
NOMINATED = [one for one in RaterGroup if one != RaterGroup.SUPERVISOR]


class PlanForm(forms.Form):
    """About whom, who debriefs, which groups, until when."""

    program = forms.ChoiceField(label=_("Program"), error_messages={"required": _("Choose the program.")})
    subject = TextField(label=_("About whom: name or e-mail address"), max_length=120)
    debriefer = TextField(
        label=_("Who debriefs: a mentor, coach or faculty developer, by name or e-mail address"),
        max_length=120,
    )
    line_manager = TextField(
        label=_("Line manager, by name or e-mail address"),
        max_length=120,
        required=False,
        help_text=_("Left empty, the recorded one counts. These three are three people."),
    )
    groups = forms.MultipleChoiceField(
        label=_("Who rates beside supervisors: 6 to 8 people of each group"),
        choices=[(one.value, one.label) for one in NOMINATED],
        widget=forms.CheckboxSelectMultiple,
        initial=[RaterGroup.PEERS, RaterGroup.OTHERS],
        error_messages={"required": _("Choose at least one group.")},
    )
    closes_on = DateField(label=_("Closes on"), error_messages={"required": _("Choose a closing day.")})
    also_residents = forms.BooleanField(label=_("Also for residents"), required=False)

    def __init__(self, *args: Any, programs: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["program"]
        field.choices = [(str(key), name) for key, name in programs]
        self.initial.setdefault("closes_on", institution_today() + timedelta(days=DAYS_OPEN))

    def plan(self) -> Plan:
        """Return what was chosen. Raises DomainError for a name that leads to nobody, or to several."""
        data = self.cleaned_data
        subject = person_named(data["subject"], field="subject")
        return Plan(
            subject=subject,
            debriefer=person_named(data["debriefer"], field="debriefer"),
            line_manager=_line_manager(data["line_manager"], subject),
            scope_id=UUID(data["program"]),
            groups=tuple(data["groups"]),
            closes_on=data["closes_on"],
            also_residents=data["also_residents"],
        )


def _line_manager(words: str, subject: Person) -> Person:
    recorded = supervisors_of(subject.id)
    if not words.strip() and recorded:
        return Person.objects.get(id=recorded[0])
    if not words.strip():
        raise DomainError(
            str(_("No line manager of %(name)s is on record. Type who it is."))
            % {"name": subject.display_name},
            field="line_manager",
        )
    return person_named(words, field="line_manager")


class ChangeForm(EditForm, forms.Form):
    """What of a planned round can be changed: who debriefs, which groups, until when."""

    debriefer = TextField(
        label=_("Who debriefs: name or e-mail address"),
        max_length=120,
        error_messages={"required": _("Type who debriefs.")},
    )
    groups = forms.MultipleChoiceField(
        label=_("Who rates beside supervisors: 6 to 8 people of each group"),
        choices=[(one.value, one.label) for one in NOMINATED],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who was chosen in a group that you take away is not asked."),
        error_messages={"required": _("Choose at least one group.")},
    )
    closes_on = DateField(label=_("Closes on"), error_messages={"required": _("Choose a closing day.")})

    @classmethod
    def of(cls, found: Round360, data: Any = None) -> Self:
        """Return the form as a round stands."""
        # an address names one person, a name can name two
        debriefer = found.debriefer.email or found.debriefer.display_name
        initial = {"debriefer": debriefer, "groups": found.groups, "closes_on": found.closes_on}
        return cls(data, initial=initial)

    def change(self) -> Change:
        """Return what was chosen. Raises DomainError for a name that leads to nobody, or to several."""
        data = self.cleaned_data
        return Change(
            debriefer=person_named(data["debriefer"], field="debriefer"),
            groups=tuple(data["groups"]),
            closes_on=data["closes_on"],
        )


class RaterForm(forms.Form):
    """Somebody who works here, in one group; the office adds why, and whom it swaps."""

    group = forms.ChoiceField(label=_("Group"), error_messages={"required": _("Choose the group.")})
    who = TextField(label=NAME, max_length=120, error_messages={"required": _("Type a name.")})

    def __init__(self, *args: Any, groups: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["group"]
        field.choices = [(one, RaterGroup(one).label) for one in groups if one != RaterGroup.OUTSIDE]


class AddForm(RaterForm):
    """Somebody whom the office adds, with the reason that the person reads."""

    reason = TextField(label=_("Why"), max_length=200, error_messages={"required": _("Say why.")})


class OutsideForm(forms.Form):
    """Somebody outside, who is asked by mail alone."""

    name = TextField(label=_("Name"), max_length=120, error_messages={"required": _("Type the name.")})
    email = AddressField(
        label=_("E-mail address"), error_messages={"required": _("Type the e-mail address.")}
    )


class DebrieferForm(forms.Form):
    """Another debriefer."""

    who = TextField(label=_("Who debriefs now: name or e-mail address"), max_length=120)
