"""Addresses of development."""

from django.urls import path

from rounds.web.development import awards, celebrating, coaching, own, recognition, training

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
    path("awards/", awards.awards, name="awards"),
    path("awards/<uuid:award_round_id>/", awards.award, name="award"),
    path("awards/<uuid:award_round_id>/close/", awards.close, name="close_award"),
    path("awards/<uuid:award_round_id>/call-off/", awards.call_off, name="call_off_award"),
    path("awards/<uuid:open_award_id>/nominate/", awards.propose, name="nominate"),
    path("awards/<uuid:judged_award_id>/jury/", awards.jury, name="jury"),
    path("awards/<uuid:judged_award_id>/voice/", awards.voice, name="voice"),
    path("nominations/<uuid:award_nomination_id>/", awards.unpropose, name="unnominate"),
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
