"""Which fields of this domain are about people."""

from rounds.core.personal_data import fields

FIELDS = {
    "Budget": fields(
        personal="written_by written_by_id checked_by", plain="cycle typed prices written_at checked_at"
    ),
    "Spending": fields(personal="words entered_by", plain="budget line booked_on amount entered_at entry_id"),
    "OfficeHours": fields(personal="worked_on hours entered_by", plain="program entered_at entry_id"),
    "HarmReport": fields(
        personal="state_by entered_by", plain="program heard_on state state_on entered_at entry_id"
    ),
    "DeanAsk": fields(
        personal="words otherwise written_by answered_by",
        plain="program what amount due_on written_at entry_id answer answered_on",
    ),
    "Launch": fields(plain="program kickoff_on ends_on begun_at was_kickoff_on was_ends_on"),
    "LaunchTold": fields(personal="person told_on", plain="launch"),
    "DocumentVersion": fields(personal="issued_by", plain="program kind number facts digest issued_at"),
    "Dossier": fields(personal="person kind changed_at frozen_at digest", sensitive="sealed"),
    "NameRelease": fields(personal="mentor mentee name asked_at answered_at"),
    "DossierCode": fields(
        personal="dossier made_at expires_at ended_at opened_at times", sensitive="code_hash"
    ),
    "PitchDraft": fields(plain="program sections one_sided changed_at"),
    "PitchFigure": fields(
        plain="program key section claim value source year status is_against is_shown place changed_at"
    ),
    "PaperCheck": fields(personal="seen_by seen_by_id", plain="signature seen_at"),
    "PilotPlan": fields(
        personal="locked_by",
        plain="program question scope mentees mentors measures comparison groups readers stop_rules"
        " analysis_on spread changed_at digest locked_at",
    ),
    "GateReading": fields(personal="read_by", plain="plan rows digest read_at"),
    "GateDecision": fields(
        personal="why although decided_by decided_by_id confirmed_by confirmed_by_id",
        plain="reading way decided_at entry_id confirmed_at",
    ),
    "ObjectiveSet": fields(
        personal="asked_by asked_by_id locked_by locked_by_id",
        plain="cycle begun_at was_out asked_digest digest locked_at",
    ),
    "Objective": fields(
        personal="owner",
        plain="of tier measure baseline target describes_only comparison least due_on written_at entry_id",
    ),
    "ObjectiveChange": fields(personal="words reason by_name by_person_id", plain="of at entry_id"),
    "DifferenceReason": fields(personal="reason evidence by_name", plain="program pilot key digest at"),
    "Wave": fields(
        personal="sponsor entered_by",
        plain="program department hours places found intake_on entered_at entry_id",
    ),
    "Bundle": fields(personal="brought_by read_by", plain="content digest brought_at program read_at"),
    "PromotionRule": fields(
        personal="proposed_by adopted_by",
        plain="department prompt version step words counts proposed_at entry_id adopted_on in_force_on",
    ),
    "Seat": fields(
        personal="sits_for name since_on until_on entered_by", plain="program entered_at entry_id"
    ),
    "CommitteeMeeting": fields(
        personal="agenda present minutes called_by minuted_by",
        plain="program held_on called_at entry_id minuted_at",
    ),
    "CommitteeDecision": fields(
        personal="question options decision why written_by",
        plain="program meeting decided_on supersedes written_at entry_id",
    ),
    "SignLink": fields(
        personal="name capacity email made_by made_by_id called_off_by",
        plain="document made_at entry_id token_hash expires_at called_off_at signature",
    ),
    "TakenBack": fields(
        personal="reason asked_by asked_by_id agreed_by agreed_by_id", plain="signature asked_at agreed_at"
    ),
    "SignOff": fields(
        personal="name capacity signed_on signer_id entered_by entered_by_id",
        plain="document digest how entered_at entry_id",
    ),
    "ChecklistItem": fields(personal="owner_name words said_by", plain="launch key due_on said said_at"),
}
