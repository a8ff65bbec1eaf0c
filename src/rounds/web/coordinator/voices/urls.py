"""Addresses of voices."""

from django.urls import path

from rounds.web.coordinator.voices import views

app_name = "voices"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("new/", views.new, name="new"),
    path("<uuid:talk_id>/", views.talk, name="talk"),
    path("<uuid:talk_id>/theme/", views.new_theme, name="new_theme"),
    path("themes/<uuid:theme_id>/", views.theme, name="theme"),
    path("themes/<uuid:theme_id>/remove/", views.remove, name="remove"),
    path("themes/<uuid:theme_id>/restore/", views.restore, name="restore"),
]
