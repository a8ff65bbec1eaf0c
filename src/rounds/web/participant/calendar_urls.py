"""Addresses of one's own calendar, of assistants, and of the times that an assistant keeps."""

from django.urls import path

from rounds.web.participant import calendar

app_name = "calendar"
urlpatterns = [
    path("", calendar.mine, name="mine"),
    path("address/", calendar.renew, name="renew"),
    path("no-address/", calendar.revoke, name="revoke"),
    path("assistants/<uuid:delegation_id>/end/", calendar.end, name="end_assistant"),
    path("times/", calendar.times, name="times"),
    path("times/<uuid:kept_id>/", calendar.move, name="move"),
    path("times/<uuid:kept_id>/move-back/", calendar.move_back, name="move_back"),
    path("times/<uuid:kept_id>/call-off/", calendar.call_off, name="call_off"),
    path("times/<uuid:called_off_id>/after-all/", calendar.plan_again, name="plan_again"),
]
