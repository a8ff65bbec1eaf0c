"""Addresses of one's own pairs."""

from django.urls import path

from rounds.web.participant import pairs

app_name = "pairs"
urlpatterns = [
    path("", pairs.mine, name="mine"),
    path("<uuid:offer_id>/", pairs.offer, name="offer"),
]
