from django.urls import path

from rounds.web.account.own import personal_address
from rounds.web.evidence import leaving, own_help
from rounds.web.evidence import mine as evidence
from rounds.web.participant.records import away, own, seen, taking, unsaved

app_name = "record"
urlpatterns = [
    path("", own.mine, name="mine"),
    path("edit/", own.edit, name="edit"),
    path("away/", away.mine, name="away"),
    path("away/<uuid:leave_id>/", away.end, name="end_away"),
    path("outcomes/", evidence.outcomes, name="outcomes"),
    path("outcomes/leave-out/", leaving.mine, name="leave_out"),
    path("talk/", own_help.mine, name="talk"),
    path("personal-address/", personal_address.ask, name="address"),
    path("personal-address/code/", personal_address.prove, name="prove_address"),
    path("personal-address/remove/", personal_address.remove, name="remove_address"),
    path("consent/", own.consent, name="consent"),
    path("my-record.<str:taken_as>", taking.download, name="take"),
    path("seen/", seen.page, name="seen"),
    path("unsaved/", unsaved.mine, name="unsaved"),
    path("unsaved/<uuid:draft_id>/", unsaved.throw_away, name="throw_away"),
]
