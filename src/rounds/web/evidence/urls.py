"""Addresses of evidence."""

from django.urls import path

from rounds.web.evidence import (
    claims,
    decisions,
    following,
    histories,
    leaving,
    outcomes,
    pooling,
    talks,
    views,
)
from rounds.web.evidence.learning import views as learning
from rounds.web.evidence.papers import views as papers

app_name = "evidence"
urlpatterns = [
    path("", views.home, name="home"),
    path("figures/", views.compute, name="compute"),
    path("figures/<uuid:figure_id>.<str:form>", papers.figure_file, name="figure_file"),
    path("report/<slug:paper>/", papers.report, name="report"),
    path("programs/<uuid:program_id>/", views.program, name="program"),
    path("decisions/<uuid:cycle_id>/", decisions.decide, name="decide"),
    path("criteria/<uuid:program_id>/", learning.criteria, name="criteria"),
    path("weights/<uuid:finding_id>/", learning.answer, name="answer_weights"),
    path("claims/new/<uuid:program_id>/", claims.new, name="new_claim"),
    path("claims/<uuid:card_id>/", claims.detail, name="claim"),
    path("claims/<uuid:card_id>/change/", claims.change, name="change_claim"),
    path("claims/<uuid:card_id>/line/", claims.line, name="claim_line"),
    path("mentors/", talks.mentors, name="mentors"),
    path("mentoring/", talks.mentoring, name="mentoring"),
    path("mentors/<uuid:helped_id>/", talks.offer, name="offer"),
    path("basis/", claims.basis, name="basis"),
    path("together/", pooling.pool, name="pool"),
    path("together/tables.json", pooling.tables, name="tables"),
    path("history/", histories.new, name="history"),
    path("history/<uuid:history_id>/", histories.check, name="check_history"),
    path("follow-up/", following.coverage_page, name="follow_up"),
    path("outcomes/", outcomes.waiting, name="waiting"),
    path("outcomes/<uuid:person_id>/", outcomes.person, name="person"),
    path("outcomes/<uuid:person_id>/leave-out/", leaving.person, name="leave_out"),
    path("outcomes/<uuid:person_id>/<uuid:event_id>/", outcomes.correct, name="correct"),
]
