"""Addresses of growing."""

from django.urls import path

from rounds.web.participant.growth import (
    asks,
    doors,
    feedback,
    goals,
    learning_plan,
    marks,
    overview,
    progress,
    ratings,
)

app_name = "growth"
urlpatterns = [
    path("", overview.mine, name="mine"),
    path("pairs/<uuid:mentorship_id>/", overview.pair, name="pair"),
    path("pairs/<uuid:mentorship_id>/asks/", asks.asks, name="asks"),
    path("asks/<uuid:ask_id>/", asks.answer, name="answer"),
    path("asks/<uuid:ask_id>/let-go/", asks.let_go, name="let_go_ask"),
    path("asks/<uuid:ask_id>/take-up/", asks.take_up, name="take_up_ask"),
    path("pairs/<uuid:mentorship_id>/feedback/", feedback.feedback, name="feedback"),
    path("feedback/<uuid:feedback_id>/take-back/", feedback.take_back, name="take_back_feedback"),
    path("pairs/<uuid:mentorship_id>/doors/", doors.doors, name="doors"),
    path("doors/<uuid:act_id>/", doors.door, name="door"),
    path("doors/<uuid:act_id>/withdraw/", doors.withdraw, name="withdraw_door"),
    path("doors/<uuid:act_id>/restore/", doors.restore, name="restore_door"),
    path("ratings/", ratings.ratings, name="ratings"),
    path("progress/", progress.progress, name="progress"),
    path("pairs/<uuid:mentorship_id>/rate/", ratings.rate, name="rate"),
    path("pairs/<uuid:mentorship_id>/ask-rating/", ratings.ask, name="ask_rating"),
    path("pairs/<uuid:mentorship_id>/progress/", progress.of_pair, name="pair_progress"),
    path("pairs/<uuid:mentorship_id>/share/", progress.share, name="share_progress"),
    path("plan.pdf", learning_plan.learning_plan, {"form": "pdf"}, name="plan_pdf"),
    path("plan.docx", learning_plan.learning_plan, {"form": "docx"}, name="plan_docx"),
    path("goals/new/", goals.new, name="new_goal"),
    path("goals/<uuid:goal_id>/", marks.goal, name="goal"),
    path("goals/<uuid:goal_id>/change/", goals.change, name="change_goal"),
    path("goals/<uuid:goal_id>/step/", marks.step, name="step"),
    path("goals/<uuid:goal_id>/close/", goals.close, name="close_goal"),
    path("goals/<uuid:goal_id>/reopen/", goals.reopen, name="reopen_goal"),
    path("goals/<uuid:goal_id>/reader/", goals.reader, name="goal_reader"),
    path("evidence/<uuid:evidence_id>/remove/", marks.remove_evidence, name="remove_evidence"),
    path("evidence/<uuid:taken_evidence_id>/put-back/", marks.put_evidence_back, name="put_evidence_back"),
]
