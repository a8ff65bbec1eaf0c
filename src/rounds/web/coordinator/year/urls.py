"""Addresses of pairs, for the program office."""

from django.urls import path

from rounds.web.coordinator.year import (
    contact,
    finding,  # noqa: F401  # the quick search knows of pairs from here on
    nudge,
    views,
)

app_name = "year"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("nudge/<uuid:program_id>/", nudge.nudge, name="nudge"),
    path("<uuid:mentorship_id>/", views.detail, name="pair"),
    path("<uuid:mentorship_id>/end/", views.end, name="end"),
    path("<uuid:mentorship_id>/undo-end/", views.undo_end, name="undo_end"),
    path("<uuid:mentorship_id>/hand-over/", views.change_mentor, name="hand_over"),
    path("<uuid:mentorship_id>/planned-end/", views.change_planned_end, name="planned_end"),
    path("<uuid:mentorship_id>/pause/", views.pause, name="pause"),
    path("<uuid:mentorship_id>/resume/", views.resume, name="resume"),
    path("<uuid:mentorship_id>/held/", contact.record, name="held"),
    path("held/<uuid:conversation_id>/undo/", contact.undo_record, name="undo_held"),
]
