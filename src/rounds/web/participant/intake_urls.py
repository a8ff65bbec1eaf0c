"""Addresses of intake, below the institution's slug."""

from django.urls import path

from rounds.web.participant import intake

app_name = "intake"
urlpatterns = [
    path("", intake.mine, name="mine"),
    path("apply/<uuid:cohort_id>/<slug:side>/", intake.apply, name="apply"),
    path("<uuid:enrollment_id>/", intake.resume, name="resume"),
    path("<uuid:enrollment_id>/check/", intake.check, name="check"),
    path("<uuid:enrollment_id>/done/", intake.done, name="done"),
    path("<uuid:enrollment_id>/confirm/", intake.confirm, name="confirm"),
    path("<uuid:enrollment_id>/forget/", intake.forget, name="forget"),
    path("<uuid:enrollment_id>/<slug:topic>/", intake.topic_page, name="topic"),
]
