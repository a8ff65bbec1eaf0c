"""Addresses of a program director's veto."""

from django.urls import path

from rounds.web.director import vetoes

app_name = "vetoes"
PAIR = "<uuid:run_id>/<uuid:mentee_id>/<uuid:mentor_id>/"
urlpatterns = [
    path("", vetoes.list_page, name="list"),
    path("<uuid:run_id>/rest/", vetoes.rest, name="rest"),
    path("<uuid:run_id>/rest/take-back/", vetoes.object_again, name="object_again"),
    path(PAIR, vetoes.veto, name="veto"),
    path(PAIR + "lift/", vetoes.lift, name="lift"),
]
