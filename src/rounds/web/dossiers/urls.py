"""Addresses of dossiers."""

from django.urls import path

from rounds.web.dossiers import naming, views

app_name = "dossier"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("write/<slug:dossier_kind>/", views.write, name="write"),
    path("names/", naming.names, name="names"),
    path("names/<uuid:name_release_id>/", naming.answer, name="answer"),
    path("names/ask/<uuid:mentored_id>/", naming.ask, name="ask"),
    path("codes/<uuid:dossier_code_id>/end/", views.end, name="end_code"),
    path("<uuid:dossier_id>/", views.read, name="read"),
    path("<uuid:dossier_id>/code/", views.give, name="give"),
    path("<uuid:dossier_id>/dossier.<str:dossier_form>", views.take, name="take"),
]
