"""The tables of roll-out."""

from rounds.rollout.models.launch import ChecklistItem, Launch
from rounds.rollout.models.pitch import DocumentVersion, PitchDraft, PitchFigure

__all__ = ["ChecklistItem", "DocumentVersion", "Launch", "PitchDraft", "PitchFigure"]
