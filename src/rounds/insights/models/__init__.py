"""The tables of insights."""

from rounds.insights.models.outcomes import Check, OutcomeEvent, Sighting

__all__ = ["Check", "OutcomeEvent", "Sighting"]
