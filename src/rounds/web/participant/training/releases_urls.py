"""Addresses of what I release to my residency."""

from django.urls import path

from rounds.web.participant.training import releases

app_name = "releases"
urlpatterns = [
    path("", releases.mine, name="mine"),
    path("<uuid:own_release_id>/", releases.given, name="given"),
]
