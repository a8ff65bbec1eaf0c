"""The tables of roll-out."""

from rounds.rollout.models.launch import ChecklistItem, Launch

__all__ = ["ChecklistItem", "Launch"]
