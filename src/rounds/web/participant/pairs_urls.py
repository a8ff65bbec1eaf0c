"""Addresses of one's own pairs."""

from django.urls import path

from rounds.web.participant import pairs
from rounds.web.participant.conversations_urls import CONVERSATIONS

app_name = "pairs"
urlpatterns = [
    path("", pairs.mine, name="mine"),
    path("<uuid:mentorship_id>/", pairs.pair, name="pair"),
    *CONVERSATIONS,
]
