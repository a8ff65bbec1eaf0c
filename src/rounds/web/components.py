"""The page that shows every component in every state; in demo and development only."""

from functools import cached_property

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from rounds.core.access import public
from rounds.core.fields import DateField
from rounds.web.drawing import samples
from rounds.web.drawing.charts import shown
from rounds.web.shell import THEMES, Entry, Shell


class SampleForm(forms.Form):
    """One field of each kind, with an error where it matters."""

    name = forms.CharField(label=_("Full name"))
    hours = forms.IntegerField(label=_("Hours per month"), min_value=1, max_value=20)
    ends_on = DateField(label=_("End date"), required=False)
    department = forms.ChoiceField(
        label=_("Department"), choices=[("", _("Choose…")), ("im", _("Internal Medicine"))], required=False
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    rhythm = forms.ChoiceField(
        label=_("How often will you two meet?"),
        help_text=_("The program asks for once a quarter or more."),
        widget=forms.RadioSelect,
        choices=[("1", _("Every month")), ("2", _("Every two weeks")), ("0", _("We have not decided"))],
    )
    agrees = forms.BooleanField(label=_("I have read who can see this"), required=False)


class WordsForm(forms.Form):
    """Four words in a row, nothing chosen beforehand."""

    finance = forms.ChoiceField(
        label=_("Resources and finance"),
        help_text=_("Reads a budget, builds a business case"),
        widget=forms.RadioSelect,
        required=False,
        choices=[("0", _("Not now")), ("1", _("A little")), ("2", _("Much")), ("3", _("Most"))],
    )
    finance.in_a_row = True  # type: ignore[attr-defined]


class SampleShell(Shell):
    """The frame, with invented entries, because this page belongs to no institution."""

    @property
    def theme(self) -> str:
        theme = self._request.GET.get("theme", "")
        return theme if theme in THEMES else super().theme

    @cached_property
    def areas(self) -> tuple[Entry, ...]:
        names = [
            (_("Home"), "house"),
            (_("People"), "people"),
            (_("Matching"), "diagram-3"),
            (_("Program"), "sliders"),
        ]
        return tuple(Entry(str(label), icon, "#main", icon == "house") for label, icon in names)


@public
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show all components; ?theme=light or dark looks at one of them."""
    if settings.PRODUCTION:
        raise Http404
    bad = SampleForm({"name": "Amara Nwosu", "hours": "a few", "ends_on": "soon", "rhythm": "1"})
    return render(
        request,
        "components/gallery.html",
        {
            "shell": SampleShell(request),
            "themes": [("system", _("As this device")), ("light", _("Light")), ("dark", _("Dark"))],
            "bad": bad,
            "fresh": SampleForm(prefix="fresh"),
            "words": WordsForm({"finance": "3"}),
            "contributions": [
                (_("Skill gaps"), 24.6, 30),
                (_("Aspired role"), 16.2, 18),
                (_("Tier step"), 9.0, 12),
                (_("Leadership style"), 10.0, 10),
            ],
            "differences": [
                (_("Leadership style"), -5.0),
                (_("Skill gaps"), -4.8),
                (_("Department mix"), 2.0),
                (_("Tier step"), 3.0),
            ],
            "import_parts": [(181, ""), (12, "2"), (7, "skip"), (7, "loss")],
            "pictures": [shown(f"picture-{key}", one) for key, one in samples.pictures().items()],
            "steps": [_("Choose file"), _("Check"), _("Import")],
            "days": [_("Monday"), _("Tuesday"), _("Wednesday")],
            "parts": [_("Morning"), _("Midday"), _("Evening")],
        },
    )
