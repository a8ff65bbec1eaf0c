"""Addresses of feedback about a person."""

from django.urls import path

from rounds.web.participant.feedback360 import debriefs, raters, reports

app_name = "feedback360"
urlpatterns = [
    path("<uuid:own_round_id>/raters/", raters.raters, name="raters"),
    path("raters/<uuid:nomination_id>/take-back/", raters.withdraw, name="withdraw"),
    path("<uuid:debriefed_id>/debrief/", debriefs.debrief, name="debrief"),
    path("<uuid:around_id>/report/", reports.report, name="report"),
    path("<uuid:around_id>/report.pdf", reports.report_file, name="report_file"),
]
