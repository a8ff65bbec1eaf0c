"""Which fields of this domain are about people."""

from rounds.core.personal_data import fields

FIELDS = {
    "OutcomeEvent": fields(
        personal="person kind why level details from_on to_on entered_by source_key reason",
        plain="source import_id recorded_at corrects withdrawn",
    ),
    "Check": fields(personal="event checker said words by on", plain="recorded_at"),
    "Cut": fields(personal="made_by", plain="as_of recorded_until blocks digest code made_at"),
    "DecisionRecord": fields(
        personal="written_by",
        plain="cycle saw changes stays look_again_on cut figures written_at entry_id",
    ),
    "Figure": fields(plain="cut measure version cycle_id program_id result digest"),
    "PublishedMeasure": fields(plain="key version definition digest published_at"),
    "Sighting": fields(personal="person on source"),
}
