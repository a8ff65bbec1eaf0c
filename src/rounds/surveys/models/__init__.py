"""The tables of surveys."""

from rounds.surveys.models.answering import LinkHash, Request, Response
from rounds.surveys.models.box import AnonymousAnswer, AnonymousText, Ballot, Batch, BlindDraft, Box
from rounds.surveys.models.budget import Ask, AskYear, QuietPeriod
from rounds.surveys.models.calling import CallRequest
from rounds.surveys.models.campaigns import Campaign, LentName, Wave
from rounds.surveys.models.feedback360 import ExternalRater, Nomination, Release360, Round360
from rounds.surveys.models.instruments import (
    Instrument,
    InstrumentVersion,
    Item,
    LicenseAttestation,
    Part,
    Scale,
    Score,
)
from rounds.surveys.models.results import Comment, Publication, Snapshot
from rounds.surveys.models.voices import Theme, ThemeMention, VoiceNote, VoiceSession

__all__ = [
    "AnonymousAnswer",
    "AnonymousText",
    "Ask",
    "AskYear",
    "Ballot",
    "Batch",
    "BlindDraft",
    "Box",
    "CallRequest",
    "Campaign",
    "Comment",
    "ExternalRater",
    "Instrument",
    "InstrumentVersion",
    "Item",
    "LentName",
    "LicenseAttestation",
    "LinkHash",
    "Nomination",
    "Part",
    "Publication",
    "QuietPeriod",
    "Release360",
    "Request",
    "Response",
    "Round360",
    "Scale",
    "Score",
    "Snapshot",
    "Theme",
    "ThemeMention",
    "VoiceNote",
    "VoiceSession",
    "Wave",
]
