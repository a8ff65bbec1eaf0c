"""The tables of insights."""

from rounds.insights.models.claims import Amendment, ClaimCard, ComparatorBasis, Look
from rounds.insights.models.decisions import DecisionRecord
from rounds.insights.models.figures import Cut, Figure, PublishedMeasure, Remembered, RememberedBlock
from rounds.insights.models.following import FollowUp
from rounds.insights.models.help import HelpOffer
from rounds.insights.models.learning import WeightProposal
from rounds.insights.models.leaving_out import LeftOut
from rounds.insights.models.outcomes import Check, OutcomeEvent, Sighting
from rounds.insights.models.seals import OutcomeSeal
from rounds.insights.models.signals import MentorSignal
from rounds.insights.models.units import UnitPoint, UnitSeries

__all__ = [
    "Amendment",
    "Check",
    "ClaimCard",
    "ComparatorBasis",
    "Cut",
    "DecisionRecord",
    "Figure",
    "FollowUp",
    "HelpOffer",
    "LeftOut",
    "Look",
    "MentorSignal",
    "OutcomeEvent",
    "OutcomeSeal",
    "PublishedMeasure",
    "Remembered",
    "RememberedBlock",
    "Sighting",
    "UnitPoint",
    "UnitSeries",
    "WeightProposal",
]
