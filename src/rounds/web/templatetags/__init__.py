"""Tags of our own. What nearly every template uses is built in, so that none has to load it; a later name wins."""

BUILTINS = [
    "django.templatetags.i18n",
    "django.templatetags.static",
    *(
        f"rounds.web.templatetags.{name}"
        for name in ("addresses", "look", "bars", "fields", "kept", "folding", "typed")
    ),
]
