from django import forms
from django.utils.translation import gettext_lazy as _


class PreferencesForm(forms.Form):
    """How this browser shows Rounds. Kept in two cookies, because it concerns the device and not the person."""

    theme = forms.ChoiceField(
        label=_("Light or dark"),
        widget=forms.RadioSelect,
        choices=[("system", _("As this device")), ("light", _("Light")), ("dark", _("Dark"))],
    )
    shortcuts = forms.ChoiceField(
        label=_("Single-key shortcuts"),
        help_text=_("Turn them off if you speak to your computer or press keys by accident."),
        widget=forms.RadioSelect,
        choices=[("on", _("On")), ("off", _("Off"))],
    )
