"""Addresses of rounds of feedback, for the office."""

from django.urls import path

from rounds.web.coordinator.feedback360 import approving, changing, views

app_name = "rounds360"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("new/", views.new, name="new"),
    path("<uuid:round_id>/", views.detail, name="detail"),
    path("<uuid:round_id>/add/", approving.add, name="add"),
    path("<uuid:round_id>/change/", changing.change, name="change"),
    path("<uuid:round_id>/call-off/", changing.call_off, name="call_off"),
    path("<uuid:round_id>/take-up/", changing.take_up, name="take_up"),
    path("<uuid:round_id>/stop/", views.stop, name="stop"),
    path("<uuid:round_id>/<uuid:nomination_id>/", approving.decide, name="decide"),
]
