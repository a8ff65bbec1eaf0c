from django.urls import path

from rounds.web.coordinator.imports import again, files, views

app_name = "imports"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("new/", views.new, name="new"),
    path("people.<str:form>", files.export_people, name="people"),
    path("<uuid:import_id>/", views.check, name="check"),
    path("<uuid:import_id>/changes/", views.changes, name="changes"),
    path("<uuid:import_id>/include/", again.include_column, name="include"),
    path("<uuid:import_id>/sheet/", again.choose_sheet, name="sheet"),
    path("<uuid:import_id>/rejected.<str:form>", files.rejected, name="rejected"),
    path("<uuid:import_id>/undo/", views.undo, name="undo"),
    path("<uuid:import_id>/discard/", views.discard, name="discard"),
]
