"""Which fields of this domain are about people."""

from rounds.core.personal_data import fields

FIELDS = {
    "OutcomeSeal": fields(personal="closed_by opened_by reason", plain="cycle closed_at opened_at digest"),
    "OutcomeEvent": fields(
        personal="person kind why level details from_on to_on entered_by source_key reason",
        plain="source import_id recorded_at corrects withdrawn",
    ),
    "Check": fields(personal="event checker said words by on", plain="recorded_at"),
    "Amendment": fields(personal="written_by", plain="card words reason written_at entry_id"),
    "ClaimCard": fields(
        personal="author written_by locked_by",
        plain="program template claimed smallest since stop_on compares basis needed were_out written_at"
        " locked_at entry_id",
    ),
    "ComparatorBasis": fields(
        personal="approved_by recorded_by", plain="columns until_on recorded_at entry_id"
    ),
    "HelpOffer": fields(
        personal="person offered_by facts answer", plain="asked_at offered_at answered_at ended_at"
    ),
    "LeftOut": fields(personal="person asked_by", plain="asked_on due_on done_at outcomes"),
    "Look": fields(
        personal="taken_by", plain="card as_of digest have sentence words analyses notes taken_at"
    ),
    "Cut": fields(personal="made_by", plain="as_of recorded_until blocks digest code made_at"),
    "DecisionRecord": fields(
        personal="written_by",
        plain="cycle saw changes stays look_again_on cut figures written_at entry_id",
    ),
    "Figure": fields(plain="cut measure version cycle_id program_id result digest"),
    "FollowUp": fields(
        personal="person year consent_version asked_on answered_at token_hash certified reach mentors",
        plain="program messages told_by expires_on",
    ),
    "MentorSignal": fields(
        personal="person n value low high is_signal said",
        plain="program wave_id mentors as_of opens_on until_on said_at",
    ),
    "PublishedMeasure": fields(plain="key version definition digest published_at"),
    "Remembered": fields(plain="cut events checks forgotten"),
    "RememberedBlock": fields(personal="days", plain="of kind year digest observed_from"),
    "Sighting": fields(personal="person on source"),
    "UnitPoint": fields(
        plain="series month count size is_baseline note import_id recorded_at corrects withdrawn"
    ),
    "UnitSeries": fields(plain="unit indicator of per"),
    "WeightProposal": fields(
        personal="answered_by",
        plain="program as_of digest weights result proposed made_at answer reason answered_at adopted_version",
    ),
}
