"""Addresses of roll-out."""

from django.urls import path

from rounds.web.rollout import papers, pitch, views

app_name = "rollout"
urlpatterns = [
    path("", views.programs, name="list"),
    path("<uuid:program_id>/", views.ladder, name="ladder"),
    path("<uuid:program_id>/days/", views.anchors, name="anchors"),
    path("<uuid:program_id>/pitch/", pitch.write, name="pitch"),
    path("<uuid:program_id>/pitch/issue/", pitch.issue, name="issue"),
    path("<uuid:program_id>/documents/", papers.documents, name="documents"),
    path("figures/<uuid:figure_id>/", pitch.figure, name="figure"),
    path("documents/<uuid:document_id>/", papers.version, name="version"),
    path("documents/<uuid:document_id>/<slug:paper>/", papers.paper, name="paper"),
    path("steps/<uuid:item_id>/", views.step, name="step"),
]
