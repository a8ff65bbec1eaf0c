"""Addresses of one's own requests of surveys."""

from django.urls import path

from rounds.web.participant.surveys import calling, launching, views

app_name = "answering"
urlpatterns = [
    path("call/", calling.call, name="call"),
    path("wave/<uuid:wave_id>/", launching.launch, name="launch"),
    path("<uuid:request_id>/<int:page>/", views.page, name="page"),
    path("<uuid:request_id>/thanks/", views.thanks, name="thanks"),
    path("<uuid:request_id>/no/", views.no, name="no"),
]
