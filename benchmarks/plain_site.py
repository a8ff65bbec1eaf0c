"""A plain Django page to compare with: a session, somebody signed in, a template that extends another; SQLite."""

import tempfile
from pathlib import Path
from typing import Any

BASE = """<!doctype html><html lang="en"><head><title>{% block title %}{% endblock %}</title></head><body>
<nav><ul><li><a href="{% url "home" %}">Home</a></li></ul></nav><p>{{ user.email }}</p>
<main>{% block content %}{% endblock %}</main></body></html>"""
PAGE = """{% extends "base.html" %}{% block title %}Page{% endblock %}
{% block content %}<h1>Hello</h1><p>A page.</p>{% endblock %}"""
MIDDLEWARE = (
    "security.SecurityMiddleware",
    "common.CommonMiddleware",
    "csrf.CsrfViewMiddleware",
    "clickjacking.XFrameOptionsMiddleware",
)


def client() -> Any:
    """Set the plain project up in this process and return a test client that is signed in; its page is "/"."""
    import django
    from django.conf import settings
    from django.urls import path

    folder = Path(tempfile.mkdtemp())
    (folder / "base.html").write_text(BASE)
    (folder / "page.html").write_text(PAGE)
    contrib = "django.contrib."
    settings.configure(
        SECRET_KEY="of-a-page-that-nobody-sees" * 2,
        ALLOWED_HOSTS=["testserver"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "plain.sqlite3"}},
        INSTALLED_APPS=[contrib + name for name in ("auth", "contenttypes", "sessions", "messages")],
        MIDDLEWARE=[
            "django.middleware." + MIDDLEWARE[0],
            contrib + "sessions.middleware.SessionMiddleware",
            *("django.middleware." + name for name in MIDDLEWARE[1:3]),
            contrib + "auth.middleware.AuthenticationMiddleware",
            contrib + "messages.middleware.MessageMiddleware",
            "django.middleware." + MIDDLEWARE[3],
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [folder],
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        contrib + "auth.context_processors.auth",
                        contrib + "messages.context_processors.messages",
                    ]
                },
            }
        ],
    )
    django.setup()
    from django.contrib.auth.decorators import login_required
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.shortcuts import render
    from django.test import Client

    @login_required
    def home(request: Any) -> Any:
        return render(request, "page.html")

    urlpatterns.append(path("", home, name="home"))
    call_command("migrate", verbosity=0)
    signed_in = Client()
    signed_in.force_login(User.objects.create_user("somebody", "somebody@a.example"))
    return signed_in


urlpatterns: list[Any] = []
