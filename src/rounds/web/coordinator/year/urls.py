"""Addresses of pairs, for the program office."""

from django.urls import path

from rounds.web.coordinator.year import (
    changes,
    contact,
    finding,  # noqa: F401  # the quick search knows of pairs from here on
    groups,
    nudge,
    panels,
    sign_in_list,
    views,
)

app_name = "year"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("groups/", groups.list_page, name="groups"),
    path("groups/new/<uuid:cohort_id>/", groups.new, name="new_group"),
    path("groups/<uuid:group_id>/", groups.detail, name="group"),
    path("groups/<uuid:group_id>/end/", groups.end, name="end_group"),
    path("groups/<uuid:group_id>/reopen/", groups.reopen, name="reopen_group"),
    path("groups/members/<uuid:group_member_id>/leave/", groups.leave, name="leave_group"),
    path("groups/members/<uuid:group_member_id>/back/", groups.back, name="back_in_group"),
    path("nudge/<uuid:program_id>/", nudge.nudge, name="nudge"),
    path("<uuid:mentorship_id>/", views.detail, name="pair"),
    path("<uuid:mentorship_id>/end/", views.end, name="end"),
    path("<uuid:mentorship_id>/undo-end/", views.undo_end, name="undo_end"),
    path("<uuid:mentorship_id>/hand-over/", views.change_mentor, name="hand_over"),
    path("<uuid:mentorship_id>/panel/", panels.panel, name="panel"),
    path("<uuid:mentorship_id>/undo-panel/", panels.undo_panel, name="undo_panel"),
    path("<uuid:mentorship_id>/planned-end/", views.change_planned_end, name="planned_end"),
    path("<uuid:mentorship_id>/pause/", views.pause, name="pause"),
    path("<uuid:mentorship_id>/resume/", views.resume, name="resume"),
    path("<uuid:mentorship_id>/held/", contact.record, name="held"),
    path("changes/<uuid:change_request_id>/", changes.answer, name="change"),
    path("sign-in-list/<uuid:program_id>/", sign_in_list.paste, name="paste_list"),
    path("sign-in-list/<uuid:program_id>/undo/", sign_in_list.undo, name="undo_list"),
    path("held/<uuid:conversation_id>/undo/", contact.undo_record, name="undo_held"),
]
