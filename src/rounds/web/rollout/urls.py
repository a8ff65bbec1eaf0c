"""Addresses of roll-out."""

from django.urls import path

from rounds.web.rollout import asking, committee, gate, objectives, papers, pitch, signing, views

app_name = "rollout"
urlpatterns = [
    path("", views.programs, name="list"),
    path("<uuid:program_id>/", views.ladder, name="ladder"),
    path("<uuid:program_id>/days/", views.anchors, name="anchors"),
    path("<uuid:program_id>/days/back/", views.back, name="back"),
    path("<uuid:program_id>/pitch/", pitch.write, name="pitch"),
    path("<uuid:program_id>/pitch/preview/", pitch.preview, name="preview"),
    path("<uuid:program_id>/pitch/issue/", pitch.issue, name="issue"),
    path("<uuid:program_id>/objectives/", objectives.objectives, name="objectives"),
    path("<uuid:program_id>/objectives/new/", objectives.add, name="add_objective"),
    path("<uuid:program_id>/objectives/amend/", objectives.amend, name="amend"),
    path("objectives/<uuid:objective_id>/", objectives.objective, name="objective"),
    path("<uuid:program_id>/plan/", gate.plan, name="plan"),
    path("<uuid:program_id>/gate/", gate.gate, name="gate"),
    path("decisions/<uuid:decision_id>/", gate.confirmed, name="confirm"),
    path("<uuid:program_id>/committee/", committee.committee, name="committee"),
    path("<uuid:program_id>/committee/seat/", committee.add_seat, name="add_seat"),
    path("<uuid:program_id>/committee/meeting/", committee.call, name="call"),
    path("<uuid:program_id>/committee/decision/", committee.decide, name="decide"),
    path("seats/<uuid:seat_id>/", committee.seat, name="seat"),
    path("meetings/<uuid:meeting_id>/", committee.meeting, name="meeting"),
    path("<uuid:program_id>/documents/", papers.documents, name="documents"),
    path("figures/<uuid:figure_id>/", pitch.figure, name="figure"),
    path("documents/<uuid:document_id>/", papers.version, name="version"),
    path("<uuid:program_id>/endorsement/", signing.endorse, name="endorse"),
    path("documents/<uuid:document_id>/sign/", signing.sign, name="sign"),
    path("documents/<uuid:document_id>/on-paper/", signing.on_paper, name="on_paper"),
    path("documents/<uuid:document_id>/ask/", asking.ask, name="ask"),
    path("letters/<uuid:link_id>/off/", asking.off, name="off"),
    path("signatures/<uuid:signature_id>/take-back/", asking.take, name="take"),
    path("signatures/<uuid:signature_id>/", signing.seen, name="seen"),
    path("documents/<uuid:document_id>/<slug:paper>/", papers.paper, name="paper"),
    path("steps/<uuid:item_id>/", views.step, name="step"),
]
