"""Addresses of sets of questions, for the program office."""

from django.urls import path

from rounds.web.coordinator.instruments import views

app_name = "instruments"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("<uuid:instrument_id>/", views.detail, name="detail"),
    path("<uuid:instrument_id>/compare/", views.compare_page, name="compare"),
    path("versions/<uuid:instrument_version_id>/", views.version, name="version"),
]
