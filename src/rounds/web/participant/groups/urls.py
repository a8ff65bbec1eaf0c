"""Addresses of groups, for their people."""

from django.urls import path

from rounds.web.participant.groups import planning, views

app_name = "groups"
urlpatterns = [
    path("<uuid:group_id>/", views.group, name="group"),
    path("<uuid:held_group_id>/log/", views.log, name="log"),
    path("<uuid:held_group_id>/plan/", planning.plan, name="plan"),
    path("meetings/<uuid:group_meeting_id>/", planning.meeting, name="meeting"),
    path("meetings/<uuid:held_meeting_id>/move/", planning.move, name="move"),
    path("meetings/<uuid:held_meeting_id>/move-back/", planning.move_back, name="move_back"),
    path("meetings/<uuid:held_meeting_id>/call-off/", planning.call_off, name="call_off"),
    path("meetings/<uuid:held_meeting_id>/after-all/", planning.plan_again, name="plan_again"),
    path("meetings/<uuid:held_meeting_id>/sheet/", planning.sheet, name="sheet"),
    path("meetings/<uuid:group_meeting_id>/here/", planning.here, name="here"),
    path("sessions/<uuid:group_session_id>/note/", views.note, name="note"),
    path("notes/<uuid:group_note_id>/", views.change_note, name="change_note"),
    path("sessions/<uuid:group_session_id>/there/", views.there, name="there"),
    path("sessions/<uuid:group_session_id>/take-back/", views.take_back, name="take_back"),
    path("sessions/<uuid:taken_back_session_id>/put-back/", views.put_back, name="put_back"),
]
