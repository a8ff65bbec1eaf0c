"""Addresses of programs, below the institution's slug."""

from django.urls import path

from rounds.web.coordinator.programs import intake, phases, plan, reminders, starting
from rounds.web.coordinator.programs import views as programs

app_name = "programs"
urlpatterns = [
    path("", programs.list_page, name="list"),
    path("new/", programs.new, name="new"),
    path("<uuid:program_id>/", programs.detail, name="detail"),
    path("<uuid:program_id>/start/", starting.start, name="start"),
    path("<uuid:program_id>/years/close/", starting.close_year, name="close_year"),
    path("<uuid:program_id>/start/undo/", starting.undo_start, name="undo_start"),
    path("<uuid:program_id>/settings/", programs.settings, name="settings"),
    path("<uuid:program_id>/plan/", plan.plan, name="plan"),
    path("<uuid:program_id>/phases/", phases.phases, name="phases"),
    path("<uuid:program_id>/phases/<int:number>/", phases.phase, name="phase"),
    path("phases/<uuid:opening_id>/undo/", phases.undo, name="undo_phase"),
    path("<uuid:program_id>/years/", programs.years, name="years"),
    path("<uuid:program_id>/priorities/", programs.priorities, name="priorities"),
    path("<uuid:program_id>/priorities/<uuid:priority_id>/", programs.priority, name="priority"),
    path("<uuid:program_id>/roles/", programs.roles, name="roles"),
    path("<uuid:program_id>/roles/<uuid:role_id>/end/", programs.end_role, name="end_role"),
    path("<uuid:program_id>/people/", intake.people, name="people"),
    path("<uuid:program_id>/people/add/", intake.find_people, name="find_people"),
    path("<uuid:program_id>/remind/", reminders.remind, name="remind"),
    path("<uuid:program_id>/texts/", reminders.texts, name="texts"),
    path("person/<uuid:enrollment_id>/", intake.person, name="person"),
    path("person/<uuid:enrollment_id>/state/", intake.change_state, name="change_state"),
]
