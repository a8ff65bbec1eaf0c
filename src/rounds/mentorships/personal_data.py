"""Which fields of this domain are about people."""

from rounds.core.personal_data import fields

FIELDS = {
    "Mentorship": fields(
        personal="mentee_enrollment mentor_enrollment mentee mentor is_primary purpose state opened_on ended_on end_reason"
        " imported_start_on shown_from_at ended_at state_before_end planned_end_on",
        plain="cycle created_at phase",
    ),
    "Pause": fields(personal="mentorship from_on to_on"),
    "Conversation": fields(
        personal="mentorship meeting state starts_at held_on minutes mode logged_by by_office disputed_by disputed_at"
        " taken_back_at planned_minutes planned_mode corrected_by corrected_at",
        plain="logged_at entry_id",
    ),
    "ConversationCorrection": fields(
        personal="conversation corrected_by corrected_at was_held_on was_minutes was_mode was_goals",
        plain="entry_id",
    ),
    "MentorGroup": fields(personal="cycle mentor_enrollment mentor name size opened_at ended_at"),
    "GroupMeeting": fields(
        personal="group starts_at minutes mode planned_by moved_from called_off_at session created_at changed_at",
        plain="organizer sequence entry_id series",
    ),
    "GroupSignIn": fields(personal="meeting person signed_in_at"),
    "GroupMember": fields(personal="group enrollment person joined_at left_at"),
    "GroupSession": fields(
        personal="group held_on minutes mode logged_by logged_at taken_back_at", plain="entry_id"
    ),
    "Attendance": fields(personal="session person"),
    "GroupNote": fields(
        personal="session author audience written_at changed_at", sensitive="sealed", plain="version entry_id"
    ),
    "PhaseOpening": fields(
        personal="opened_by ways to_match", plain="ended following opened_at mentor_tiers taken_back_at"
    ),
    "Meeting": fields(personal="mentorship", plain="organizer created_at changed_at sequence"),
    "ProposedTimes": fields(
        personal="mentorship proposed_by proposed_at times minutes mode repeats until zone planned state settled_at"
        " replaced_by conversation",
        plain="entry_id",
    ),
    "Delegation": fields(personal="person assistant address named_at ended_at"),
    "ChangeRequest": fields(
        personal="mentorship asked_by asked_at withdrawn_at reply answered_by answered_at again_on",
        sensitive="sealed",
        plain="entry_id",
    ),
    "Note": fields(
        personal="mentorship conversation author audience written_at changed_at",
        sensitive="sealed",
        plain="version entry_id",
    ),
    "Action": fields(
        personal="mentorship conversation owner due_on done_on agreed_at",
        sensitive="sealed",
        plain="entry_id",
    ),
    "StandingTerms": fields(personal="enrollment", sensitive="sealed", plain="changed_at"),
    "AgreementVersion": fields(
        personal="mentorship interval_days minutes review_on proposed_by proposed_at",
        sensitive="sealed",
        plain="number digest",
    ),
    "AgreementPaper": fields(personal="version made_at", sensitive="sealed", plain="digest"),
    "BreakGlass": fields(
        personal="mentorship kind thing_id asked_by asked_at decision decided_by decided_at open_until tell_on told_at",
        sensitive="sealed",
        plain="entry_id",
    ),
    "PreservationHold": fields(
        personal="mentorship asked_by from_at lifted_by lifted_at", sensitive="sealed"
    ),
    "KeptText": fields(
        personal="hold row_id author kept_at is_shared is_removed", sensitive="sealed", plain="kind"
    ),
    "News": fields(personal="mentorship person kind thing_id at told_on seen_at"),
    "LostTime": fields(personal="enrollment on hours reported_at taken_back_at", plain="entry_id"),
    "Signature": fields(personal="version person signed_at", plain="digest"),
    "DueItem": fields(personal="mentorship rule subject key due_on closed_on"),
    "Telling": fields(personal="due to person on is_dropped", plain="number"),
    "Answer": fields(personal="mentorship side person occasion key on answered_at", sensitive="choice"),
    "Goal": fields(personal="mentee state opened_at closed_at", sensitive="sealed", plain="version entry_id"),
    "GoalWords": fields(personal="goal written_at", sensitive="sealed", plain="number framework_version"),
    "GoalTurn": fields(personal="goal state at"),
    "GoalReader": fields(personal="goal mentorship shown_at"),
    "GoalMark": fields(personal="goal step done_on marked_at marked_by conversation"),
    "GoalTouch": fields(personal="goal conversation"),
    "GoalEvidence": fields(
        personal="goal on added_at added_by taken_away_at", sensitive="sealed", plain="entry_id"
    ),
    "IndicatorRatings": fields(
        personal="mentee rated_by mentorship rated_on rated_at", sensitive="sealed", plain="framework_version"
    ),
    "RatingAsk": fields(
        personal="mentorship state asked_at settled_at", sensitive="sealed", plain="framework_version"
    ),
    "ProgressShare": fields(personal="mentorship shown_at"),
    "Ask": fields(
        personal="mentorship goal asked_by state asked_at settled_at let_go_by told_on",
        sensitive="sealed",
        plain="entry_id",
    ),
    "OpenFeedback": fields(personal="mentorship asked_at given_at", sensitive="sealed", plain="entry_id"),
    "SponsorshipAct": fields(
        personal="mentee sponsor mentorship door on entered_by entered_at changed_at withdrawn_by withdrawn_at",
        sensitive="sealed",
        plain="entry_id",
    ),
    "Debrief": fields(
        personal="mentorship rotation conversation by at is_let_go changed_at",
        sensitive="sealed",
        plain="entry_id version",
    ),
    "MilestoneReport": fields(
        personal="mentorship milestone written_at changed_at", sensitive="sealed", plain="version entry_id"
    ),
    "MilestoneFeedback": fields(personal="report by given_at", sensitive="sealed"),
    "MilestoneRequirement": fields(personal="set_by", plain="training_program milestone from_at ended_at"),
    "Release": fields(
        personal="person training_program kind milestone done_on pieces released_at",
        sensitive="sealed",
        plain="digest entry_id",
    ),
    "MentorLoad": fields(personal="mentor active capacity"),
}
