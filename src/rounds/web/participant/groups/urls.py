"""Addresses of groups, for their people."""

from django.urls import path

from rounds.web.participant.groups import views

app_name = "groups"
urlpatterns = [
    path("<uuid:group_id>/", views.group, name="group"),
    path("<uuid:held_group_id>/log/", views.log, name="log"),
    path("sessions/<uuid:group_session_id>/note/", views.note, name="note"),
    path("sessions/<uuid:group_session_id>/there/", views.there, name="there"),
    path("sessions/<uuid:group_session_id>/take-back/", views.take_back, name="take_back"),
]
