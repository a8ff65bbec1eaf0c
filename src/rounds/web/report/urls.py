"""Addresses of the report of a program's year."""

from django.urls import path

from rounds.web.report import views

app_name = "report"
urlpatterns = [
    path("<uuid:program_id>/", views.program, name="program"),
    path("<uuid:program_id>/report.pdf", views.pdf, name="pdf"),
]
