from django.urls import path

from rounds.web.auditor import views

app_name = "audit"
urlpatterns = [
    path("audit/", views.log, name="log"),
    path("audit/export/", views.export, name="export"),
    path("my-log/", views.own_log, name="own"),
]
