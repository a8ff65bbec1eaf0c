"""Addresses of one's own reminders."""

from django.urls import path

from rounds.web.participant import reminders

app_name = "reminders"
urlpatterns = [
    path("", reminders.choose, name="choose"),
    path("stop/", reminders.stop, name="stop"),
]
