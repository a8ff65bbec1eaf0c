"""Addresses of connections."""

from django.urls import path

from rounds.web.coordinator.connections import credentials, drafts, for_it, placing, views

app_name = "connections"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("new/", views.new, name="new"),
    path("<uuid:connection_id>/", views.detail, name="detail"),
    path("<uuid:connection_id>/settings/", views.settings, name="settings"),
    path("<uuid:connection_id>/for-your-it.pdf", for_it.sheet, name="for_it"),
    path("<uuid:connection_id>/registration/", views.open_address, name="registration"),
    path("<uuid:connection_id>/try/", views.try_it, name="try"),
    path("<uuid:connection_id>/confirm/", views.confirm, name="confirm"),
    path("<uuid:connection_id>/pause/", views.pause, name="pause"),
    path("<uuid:connection_id>/place/", placing.place, name="place"),
    path("courses/<uuid:course_id>/", placing.roster, name="roster"),
    path("joined/<uuid:identity_id>/", placing.unlink, name="unlink"),
    path("<uuid:connection_id>/name/", drafts.rename, name="rename"),
    path("<uuid:connection_id>/delete/", drafts.delete, name="delete"),
    path("<uuid:monitor_id>/reads/", credentials.choose, name="reads"),
    path("<uuid:monitor_id>/credentials/new/", credentials.make, name="credential"),
    path("credentials/<uuid:credential_id>/end/", credentials.end, name="end_credential"),
    path("<uuid:connection_id>/resume/", views.resume, name="resume"),
]
