from django.urls import path

from rounds.web.participant import away, record

app_name = "record"
urlpatterns = [
    path("", record.mine, name="mine"),
    path("edit/", record.edit, name="edit"),
    path("away/", away.mine, name="away"),
    path("away/<uuid:leave_id>/", away.end, name="end_away"),
    path("consent/", record.consent, name="consent"),
]
