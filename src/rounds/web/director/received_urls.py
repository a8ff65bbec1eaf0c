"""Addresses of what residents released to a program director (PD)."""

from django.urls import path

from rounds.web.director import received

app_name = "received"
urlpatterns = [
    path("", received.list_page, name="list"),
    path("<uuid:release_id>/", received.packet, name="packet"),
    path("residency/<uuid:residency_id>/require/", received.require, name="require"),
]
