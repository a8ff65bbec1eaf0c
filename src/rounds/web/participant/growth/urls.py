"""Addresses of growing."""

from django.urls import path

from rounds.web.participant.growth import goals, marks, overview

app_name = "growth"
urlpatterns = [
    path("", overview.mine, name="mine"),
    path("pairs/<uuid:mentorship_id>/", overview.pair, name="pair"),
    path("goals/new/", goals.new, name="new_goal"),
    path("goals/<uuid:goal_id>/", marks.goal, name="goal"),
    path("goals/<uuid:goal_id>/change/", goals.change, name="change_goal"),
    path("goals/<uuid:goal_id>/step/", marks.step, name="step"),
    path("goals/<uuid:goal_id>/close/", goals.close, name="close_goal"),
    path("goals/<uuid:goal_id>/reopen/", goals.reopen, name="reopen_goal"),
    path("goals/<uuid:goal_id>/reader/", goals.reader, name="goal_reader"),
    path("evidence/<uuid:evidence_id>/remove/", marks.remove_evidence, name="remove_evidence"),
]
