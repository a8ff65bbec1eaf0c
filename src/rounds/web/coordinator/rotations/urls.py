"""Addresses of rotations, for the program office."""

from django.urls import path

from rounds.web.coordinator.rotations import schedules, views

app_name = "rotations"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("person/<uuid:resident_id>/", views.person, name="person"),
    path("import/", schedules.new, name="new"),
    path("import/<uuid:schedule_id>/", schedules.check, name="check"),
]
