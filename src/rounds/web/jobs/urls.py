from django.urls import path

from rounds.web.jobs import steps, views

app_name = "jobs"
urlpatterns = [
    path("jobs/failed/", views.failed, name="failed"),
    path("jobs/steps/", steps.steps, name="steps"),
    path("jobs/<uuid:job_id>/", views.detail, name="detail"),
    path("jobs/<uuid:job_id>/progress/", views.progress, name="progress"),
]
