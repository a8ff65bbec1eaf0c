"""The tables of surveys."""

from rounds.surveys.models.answering import LinkHash, Request, Response
from rounds.surveys.models.box import AnonymousAnswer, AnonymousText, Ballot, Batch, BlindDraft, Box
from rounds.surveys.models.campaigns import Campaign, Wave
from rounds.surveys.models.instruments import Instrument, InstrumentVersion, Item, Part, Scale, Score
from rounds.surveys.models.results import Publication, Snapshot

__all__ = [
    "AnonymousAnswer",
    "AnonymousText",
    "Ballot",
    "Batch",
    "BlindDraft",
    "Box",
    "Campaign",
    "Instrument",
    "InstrumentVersion",
    "Item",
    "LinkHash",
    "Part",
    "Publication",
    "Request",
    "Response",
    "Scale",
    "Score",
    "Snapshot",
    "Wave",
]
