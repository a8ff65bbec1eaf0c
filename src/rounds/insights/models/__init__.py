"""The tables of insights."""

from rounds.insights.models.decisions import DecisionRecord
from rounds.insights.models.figures import Cut, Figure, PublishedMeasure
from rounds.insights.models.outcomes import Check, OutcomeEvent, Sighting

__all__ = ["Check", "Cut", "DecisionRecord", "Figure", "OutcomeEvent", "PublishedMeasure", "Sighting"]
