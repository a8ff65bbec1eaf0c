"""Addresses of a pair's conversations, for the two; part of `pairs_urls`."""

from django.urls import path

from rounds.web.participant import conversations, correcting, log, meetings
from rounds.web.participant.surveys import taps

CONVERSATIONS = [
    path("<uuid:mentorship_id>/conversations/", conversations.entries, name="conversations"),
    path("<uuid:mentorship_id>/log/", log.new, name="log"),
    path("<uuid:mentorship_id>/three-taps/", taps.taps, name="taps"),
    path("<uuid:mentorship_id>/plan/", conversations.plan, name="plan"),
    path("conversations/<uuid:conversation_id>/", log.outcome, name="outcome"),
    path("conversations/<uuid:conversation_id>/correct/", correcting.correct, name="correct"),
    path("conversations/<uuid:conversation_id>/move/", conversations.move, name="move"),
    path("conversations/<uuid:conversation_id>/not-held/", conversations.call_off, name="call_off"),
    path("conversations/<uuid:conversation_id>/dispute/", correcting.dispute, name="dispute"),
    path("conversations/<uuid:conversation_id>/so-after-all/", conversations.undispute, name="undispute"),
    path("conversations/<uuid:conversation_id>/take-back/", conversations.take_back, name="take_back"),
    path(
        "conversations/<uuid:taken_back_conversation_id>/put-back/", conversations.put_back, name="put_back"
    ),
    path("conversations/<uuid:conversation_id>/move-back/", meetings.move_back, name="move_back"),
    path("conversations/<uuid:conversation_id>/after-all/", meetings.plan_again, name="plan_again"),
    path("conversations/<uuid:conversation_id>/unplan/", meetings.unplan, name="unplan"),
    path("<uuid:mentorship_id>/times/", meetings.times, name="times"),
    path("times/<uuid:proposal_id>/", meetings.proposal, name="proposal"),
    path("times/<uuid:proposal_id>/withdraw/", meetings.withdraw, name="withdraw_times"),
    path("times/<uuid:proposal_id>/give-back/", meetings.give_back, name="give_back"),
    path("meetings/<uuid:meeting_id>/", meetings.meeting, name="meeting"),
    path("notes/<uuid:note_id>/", conversations.note, name="note"),
    path("agreed/<uuid:action_id>/", conversations.tick, name="tick"),
]
