from django.urls import path

from rounds.web.coordinator.framework import editing
from rounds.web.coordinator.framework import views as framework

app_name = "framework"
urlpatterns = [
    path("", framework.current, name="current"),
    path("versions/<uuid:version_id>/", framework.detail, name="detail"),
    path("versions/<uuid:version_id>/copy/", framework.copy, name="copy"),
    path("versions/<uuid:version_id>/edit/", editing.edit, name="edit"),
    path("versions/<uuid:version_id>/tracks/", editing.tracks, name="tracks"),
    path("versions/<uuid:version_id>/publish/", framework.publish, name="publish"),
    path("versions/<uuid:version_id>/delete/", framework.delete, name="delete"),
]
