"""Addresses of experiences."""

from django.urls import path

from rounds.web.experiences import keeping, rehearsing, views

app_name = "experiences"
urlpatterns = [
    path("", views.catalog, name="list"),
    path("seats/<uuid:offering_id>/", views.offering, name="offering"),
    path("seats/<uuid:offering_id>/call-off/", keeping.call_off, name="call_off"),
    path("seats/<uuid:offering_id>/draw.json", keeping.record, name="record"),
    path("hosted/<uuid:seat_ask_id>/", views.settle, name="settle"),
    path("rehearsals/<uuid:rehearsal_id>/", rehearsing.rehearsal, name="rehearsal"),
    path("<slug:experience>/", views.entry, name="entry"),
    path("<slug:experience>/edit/", keeping.edit, name="edit"),
    path("<slug:experience>/seats/", keeping.post, name="post"),
    path("<slug:experience>/rehearse/<uuid:mentorship_id>/", rehearsing.rehearse, name="rehearse"),
]
