"""Addresses of surveys, for the program office."""

from django.urls import path

from rounds.web.coordinator.surveys import (
    calls,
    comments,
    ending,
    named,
    names,
    nudging,
    quiet,
    sheets,
    trying,
    views,
)

app_name = "surveys"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("new/", views.new, name="new"),
    path("install/", views.install, name="install"),
    path("quiet/", quiet.periods, name="quiet"),
    path("quiet/<uuid:period_id>/remove/", quiet.remove, name="remove_quiet"),
    path("quiet/<uuid:period_id>/restore/", quiet.restore, name="restore_quiet"),
    path("calls/", calls.calls, name="calls"),
    path("calls/<uuid:call_id>/called/", calls.called, name="called"),
    path("calls/<uuid:call_id>/not-called/", calls.not_called, name="not_called"),
    path("<uuid:wave_id>/", views.wave, name="wave"),
    path("<uuid:wave_id>/stop/", views.stop, name="stop"),
    path("names/<uuid:lent_name_id>/", names.name, name="name"),
    path("<uuid:wave_id>/remind/", nudging.remind, name="remind"),
    path("<uuid:wave_id>/remind/not/", nudging.remind_not, name="remind_not"),
    path("<uuid:wave_id>/name/", names.lend, name="lend"),
    path("<uuid:wave_id>/test/", trying.test, name="test"),
    path("<uuid:wave_id>/test/send/", trying.send, name="send_test"),
    path("<uuid:wave_id>/sheet/", sheets.sheet, name="sheet"),
    path("<uuid:named_wave_id>/answers/", named.answers, name="answers"),
    path("<uuid:wave_id>/end/", ending.end, name="end"),
    path("<uuid:wave_id>/comments/", comments.shown, name="comments"),
    path("<uuid:wave_id>/comments/read/", comments.read, name="read_comments"),
]
