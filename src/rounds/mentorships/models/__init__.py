"""Pairs, and what a pair does together, by noun."""

from rounds.mentorships.models.agreements import (
    AgreementPaper,
    AgreementVersion,
    Signature,
    StandingTerms,
)
from rounds.mentorships.models.changes import ChangeRequest
from rounds.mentorships.models.conversations import Action, Conversation, ConversationCorrection, Note
from rounds.mentorships.models.debriefs import Debrief
from rounds.mentorships.models.dues import Answer, DueItem, Telling
from rounds.mentorships.models.goals import (
    Goal,
    GoalEvidence,
    GoalMark,
    GoalReader,
    GoalTouch,
    GoalTurn,
    GoalWords,
)
from rounds.mentorships.models.groups import (
    Attendance,
    GroupMeeting,
    GroupMember,
    GroupNote,
    GroupSession,
    GroupSignIn,
    MentorGroup,
)
from rounds.mentorships.models.growth import (
    Ask,
    IndicatorRatings,
    OpenFeedback,
    ProgressShare,
    RatingAsk,
    SponsorshipAct,
)
from rounds.mentorships.models.hours import LostTime
from rounds.mentorships.models.meetings import Delegation, Meeting, ProposedTimes
from rounds.mentorships.models.milestones import (
    MilestoneFeedback,
    MilestoneReport,
    MilestoneRequirement,
    Release,
)
from rounds.mentorships.models.news import News
from rounds.mentorships.models.pairs import MentorLoad, Mentorship, Pause
from rounds.mentorships.models.phases import PhaseOpening
from rounds.mentorships.models.safeguards import BreakGlass, KeptText, PreservationHold

__all__ = [
    "Action",
    "AgreementPaper",
    "AgreementVersion",
    "Answer",
    "Ask",
    "Attendance",
    "BreakGlass",
    "ChangeRequest",
    "Conversation",
    "ConversationCorrection",
    "Debrief",
    "Delegation",
    "DueItem",
    "Goal",
    "GoalEvidence",
    "GoalMark",
    "GoalReader",
    "GoalTouch",
    "GoalTurn",
    "GoalWords",
    "GroupMeeting",
    "GroupMember",
    "GroupNote",
    "GroupSession",
    "GroupSignIn",
    "IndicatorRatings",
    "KeptText",
    "LostTime",
    "Meeting",
    "MentorGroup",
    "MentorLoad",
    "Mentorship",
    "MilestoneFeedback",
    "MilestoneReport",
    "MilestoneRequirement",
    "News",
    "Note",
    "OpenFeedback",
    "Pause",
    "PhaseOpening",
    "PreservationHold",
    "ProgressShare",
    "ProposedTimes",
    "RatingAsk",
    "Release",
    "Signature",
    "SponsorshipAct",
    "StandingTerms",
    "Telling",
]
