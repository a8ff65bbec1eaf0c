"""The tables of roll-out."""

from rounds.rollout.models.budget import Budget, Spending
from rounds.rollout.models.committee import CommitteeDecision, CommitteeMeeting, Seat
from rounds.rollout.models.dossier import Dossier, DossierCode, NameRelease
from rounds.rollout.models.gate import GateDecision, GateReading, PilotPlan
from rounds.rollout.models.launch import ChecklistItem, Launch, LaunchTold
from rounds.rollout.models.ledger import DeanAsk, HarmReport, OfficeHours
from rounds.rollout.models.links import SignLink, TakenBack
from rounds.rollout.models.objectives import Objective, ObjectiveChange, ObjectiveSet
from rounds.rollout.models.pitch import DocumentVersion, PitchDraft, PitchFigure
from rounds.rollout.models.promotion import PromotionRule
from rounds.rollout.models.scale import Bundle, DifferenceReason, Wave
from rounds.rollout.models.signing import PaperCheck, SignOff

__all__ = [
    "Budget",
    "Bundle",
    "ChecklistItem",
    "CommitteeDecision",
    "CommitteeMeeting",
    "DeanAsk",
    "DifferenceReason",
    "DocumentVersion",
    "Dossier",
    "DossierCode",
    "GateDecision",
    "GateReading",
    "HarmReport",
    "Launch",
    "LaunchTold",
    "NameRelease",
    "Objective",
    "ObjectiveChange",
    "ObjectiveSet",
    "OfficeHours",
    "PaperCheck",
    "PilotPlan",
    "PitchDraft",
    "PitchFigure",
    "PromotionRule",
    "Seat",
    "SignLink",
    "SignOff",
    "Spending",
    "TakenBack",
    "Wave",
]
