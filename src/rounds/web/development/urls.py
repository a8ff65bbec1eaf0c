"""Addresses of development."""

from django.urls import path

from rounds.web.development import own, recognition, training

app_name = "development"
urlpatterns = [
    path("", training.desk, name="training"),
    path("titles/", training.titles, name="titles"),
    path("sessions/new/", training.plan, name="plan"),
    path("sessions/<uuid:training_session_id>/", training.session, name="session"),
    path("sessions/<uuid:training_session_id>/uninvite/", training.take_back, name="uninvite"),
    path("sessions/<uuid:training_session_id>/call-off/", training.off, name="call_off"),
    path("modules/<slug:module>/", own.module, name="module"),
    path("recognition/", recognition.recognition, name="recognition"),
    path("certificates/", recognition.certificates, name="certificates"),
    path("certificates/<uuid:certificate_id>/", recognition.certificate, name="certificate"),
    path("certificates/<uuid:certificate_id>/withdraw/", recognition.withdraw, name="withdraw"),
    path("mine/", own.mine, name="mine"),
    path("mine/<uuid:training_place_id>/", own.answer, name="answer"),
]
