"""Addresses of development."""

from django.urls import path

from rounds.web.development import celebrating, coaching, own, recognition, training

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
    path("certificates/", celebrating.certificates, name="certificates"),
    path("certificates/<uuid:certificate_id>/", recognition.certificate, name="certificate"),
    path("certificates/<uuid:certificate_id>/withdraw/", recognition.withdraw, name="withdraw"),
    path("certificates/<uuid:certificate_id>/agree/", celebrating.agree, name="agree"),
    path("stories/new/", celebrating.story, name="story"),
    path("shown/<uuid:shown_id>/withdraw/", celebrating.unshow, name="unshow"),
    path("shown/<uuid:shown_id>/words/", celebrating.words, name="words"),
    path("coaching/", coaching.coaching, name="coaching"),
    path("coaching/ask/", coaching.ask, name="ask_coach"),
    path("coaching/<uuid:coaching_plan_id>/", coaching.plan, name="coaching_plan"),
    path("coaching/<uuid:coaching_plan_id>/end/", coaching.end, name="end_coaching"),
    path("mine/", own.mine, name="mine"),
    path("mine/<uuid:training_place_id>/", own.answer, name="answer"),
]
