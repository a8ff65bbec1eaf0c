from django.urls import path

from rounds.web.coordinator.people import away, duplicates, merging_places, roll_over, structure
from rounds.web.coordinator.people import changes as people_changes
from rounds.web.coordinator.people import views as people

app_name = "people"
urlpatterns = [
    path("", people.list_page, name="list"),
    path("new/", people_changes.new, name="new"),
    path("leavers/", people.leavers, name="leavers"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/<uuid:keep_id>/<uuid:other_id>/", duplicates.merge, name="merge"),
    path("structure/", structure.overview, name="structure"),
    path("structure/departments/new/", structure.new_department, name="new_department"),
    path("structure/sites/new/", structure.new_site, name="new_site"),
    path("structure/places/<uuid:place_id>/", structure.place, name="place"),
    path("structure/places/<uuid:place_id>/merge/", merging_places.merge, name="merge_place"),
    path("structure/merged/<uuid:merged_id>/undo/", merging_places.undo, name="undo_merged_place"),
    path("structure/help/<str:help_topic>/", structure.help_route, name="help_route"),
    path("training-programs/new/", structure.new_training_program, name="new_training_program"),
    path(
        "training-programs/<uuid:training_program_id>/",
        structure.training_program,
        name="training_program",
    ),
    path(
        "training-programs/<uuid:training_program_id>/edit/",
        structure.edit_training_program,
        name="edit_training_program",
    ),
    path("training-programs/members/<uuid:member_id>/end/", structure.end_member, name="end_member"),
    path("roll-over/", roll_over.list_page, name="roll_overs"),
    path("roll-over/<uuid:roll_over_id>/", roll_over.detail, name="roll_over"),
    path("roll-over/<uuid:roll_over_id>/commit/", roll_over.commit, name="commit_roll_over"),
    path("roll-over/<uuid:roll_over_id>/discard/", roll_over.discard, name="discard_roll_over"),
    path("roll-over/<uuid:roll_over_id>/undo/", roll_over.undo, name="undo_roll_over"),
    path("<uuid:person_id>/", people.detail, name="detail"),
    path("<uuid:person_id>/edit/", people_changes.edit, name="edit"),
    path("<uuid:person_id>/stage/", people_changes.stage, name="stage"),
    path("<uuid:person_id>/stage/<uuid:stage_id>/", people_changes.correct, name="correct"),
    path("<uuid:person_id>/lines/", people_changes.lines, name="lines"),
    path("<uuid:person_id>/lines/<uuid:line_id>/end/", people_changes.end_line, name="end_line"),
    path("<uuid:person_id>/training/", people_changes.training, name="training"),
    path("<uuid:person_id>/away/", away.away, name="away"),
    path("away/<uuid:leave_id>/end/", away.end, name="end_away"),
    path("<uuid:person_id>/leave/", people_changes.leave, name="leave"),
    path("<uuid:person_id>/leave/undo/", people_changes.undo_leave, name="undo_leave"),
    path("<uuid:person_id>/back/", people_changes.bring_back, name="bring_back"),
]
