"""Addresses of roll-out."""

from django.urls import path

from rounds.web.rollout import views

app_name = "rollout"
urlpatterns = [
    path("", views.programs, name="list"),
    path("<uuid:program_id>/", views.ladder, name="ladder"),
    path("<uuid:program_id>/days/", views.anchors, name="anchors"),
    path("steps/<uuid:item_id>/", views.step, name="step"),
]
