from django.urls import path

from rounds.web.participant import record

app_name = "record"
urlpatterns = [
    path("", record.mine, name="mine"),
    path("edit/", record.edit, name="edit"),
    path("consent/", record.consent, name="consent"),
]
