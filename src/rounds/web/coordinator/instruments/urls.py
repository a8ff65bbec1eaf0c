"""Addresses of sets of questions, for the program office."""

from django.urls import path

from rounds.web.coordinator.instruments import authoring, files, licenses, questions, redcap, table, views

VERSION = "versions/<uuid:instrument_version_id>/"

app_name = "instruments"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("new/", authoring.new, name="new"),
    path("redcap/", redcap.from_redcap, name="from_redcap"),
    path("surveys/<uuid:wave_id>/answers.<str:form>", files.answers, name="answers"),
    path("<uuid:instrument_id>/", views.detail, name="detail"),
    path("<uuid:instrument_id>/compare/", views.compare_page, name="compare"),
    path("<uuid:instrument_id>/draft/", authoring.begin, name="begin"),
    path("<uuid:instrument_id>/retire/", authoring.retire, name="retire"),
    path("<uuid:instrument_id>/bring-back/", authoring.bring_back, name="bring_back"),
    path("<uuid:instrument_id>/license/", licenses.license_page, name="license"),
    path("licenses/<uuid:attestation_id>/end/", licenses.end, name="end_license"),
    path(VERSION, views.version, name="version"),
    path(f"{VERSION}codebook.<str:form>", files.codebook, name="codebook"),
    path(f"{VERSION}redcap.csv", files.dictionary, name="dictionary"),
    path(f"{VERSION}edit/", table.edit, name="edit"),
    path(f"{VERSION}add/", questions.add, name="add"),
    path(f"{VERSION}publish/", authoring.publish, name="publish"),
    path(f"{VERSION}delete/", authoring.delete, name="delete"),
    path(f"{VERSION}questions/<slug:item_key>/", questions.question, name="question"),
    path(f"{VERSION}questions/<slug:item_key>/remove/", questions.remove, name="remove"),
]
