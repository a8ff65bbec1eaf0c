"""The tables of development."""

from rounds.development.models.training import HouseTitles, SessionPlace, TrainingSession

__all__ = ["HouseTitles", "SessionPlace", "TrainingSession"]
