"""Addresses of one's own pairs."""

from django.urls import path

from rounds.web.participant import agreements, pairs, questions
from rounds.web.participant.changes import views as changes
from rounds.web.participant.conversations_urls import CONVERSATIONS
from rounds.web.participant.records import lost_time
from rounds.web.participant.training import debriefs, milestones

app_name = "pairs"
urlpatterns = [
    path("", pairs.mine, name="mine"),
    path("<uuid:mentorship_id>/", pairs.pair, name="pair"),
    path("<uuid:mentorship_id>/change/", changes.ask, name="ask_change"),
    path("<uuid:mentorship_id>/change/withdraw/", changes.withdraw, name="withdraw_change"),
    path("<uuid:mentorship_id>/question/<slug:occasion>/", questions.question, name="question"),
    path("<uuid:mentorship_id>/agreement/", agreements.agreement, name="agreement"),
    path("<uuid:mentorship_id>/agreement/propose/", agreements.propose, name="propose"),
    path("agreements/<uuid:agreement_id>/document/", agreements.paper, name="paper"),
    path("terms/<uuid:mentor_enrollment_id>/", agreements.standing, name="terms"),
    path("<uuid:mentorship_id>/rotations/", debriefs.rotations, name="rotations"),
    path("<uuid:mentorship_id>/debriefs/<uuid:rotation_id>/", debriefs.debrief, name="debrief"),
    path("<uuid:mentorship_id>/debriefs/<uuid:rotation_id>/let-go/", debriefs.let_go, name="let_go"),
    path("debriefs/<uuid:debrief_id>/change/", debriefs.change, name="change_debrief"),
    path("<uuid:mentorship_id>/leadership-communication/", milestones.reports, name="reports"),
    path("<uuid:mentorship_id>/leadership-communication/new/", milestones.new, name="new_report"),
    path("reports/<uuid:report_id>/", milestones.report, name="report"),
    path("time/<uuid:mentor_enrollment_id>/lost/", lost_time.lost_time, name="lost_time"),
    path("time/lost/<uuid:lost_id>/back/", lost_time.give_back, name="give_back_time"),
    *CONVERSATIONS,
]
