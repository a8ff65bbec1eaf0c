"""Addresses of evidence."""

from django.urls import path

from rounds.web.evidence import outcomes

app_name = "evidence"
urlpatterns = [
    path("outcomes/", outcomes.waiting, name="waiting"),
    path("outcomes/<uuid:person_id>/", outcomes.person, name="person"),
    path("outcomes/<uuid:person_id>/<uuid:event_id>/", outcomes.correct, name="correct"),
]
