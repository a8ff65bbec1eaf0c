"""Which fields of this domain are about people."""

from rounds.core.personal_data import fields

_ROW = "version key position"

FIELDS = {
    "Instrument": fields(plain="key name source credit retired_on"),
    "InstrumentVersion": fields(
        personal="published_by", plain="instrument number reason created_at published_at"
    ),
    "LicenseAttestation": fields(
        personal="attested_by ended_by",
        plain="instrument holder reference from_on until_on most_uses may_export_words attested_at ended_at",
    ),
    "Part": fields(plain=f"{_ROW} title lead"),
    "Scale": fields(plain=f"{_ROW} points"),
    "Item": fields(
        plain=f"{_ROW} part_key kind text scale_key bank_key domain_key is_reverse missing missing_label show_if low high"
        " seconds"
    ),
    "Score": fields(plain=f"{_ROW} name kind members weights"),
    "Campaign": fields(plain="instrument name scope_id audience parameters rank created_at"),
    "Wave": fields(
        personal="sent_by",
        plain="campaign number version mode k cuts readers purpose since opens_on plan_key nudged_on closes_on late_until state sent_at stop_until"
        " created_at",
    ),
    "LentName": fields(personal="person asked_by asked_on agreed_on declined_on", plain="wave"),
    "QuietPeriod": fields(plain="name from_on to_on training_program removed_at"),
    "Request": fields(
        personal="person outside subject cuts state reason asked_on mail_id reminders reminded_on answered_on",
        plain="wave",
    ),
    "AskYear": fields(
        personal="person year requests minutes rated other_minutes",
        plain="most_requests most_minutes most_rated most_in_all",
    ),
    "Ask": fields(
        personal="ask_year rank minutes is_rating is_kept state yielded_to_id", plain="wave planned_at"
    ),
    "LinkHash": fields(sensitive="token_hash", plain="request once_until"),
    "Box": fields(
        sensitive="db_half",
        plain="wave subject_id kind state public_key fingerprint version_digest length opened_on ended_on destroyed_on",
    ),
    "Ballot": fields(personal="request", sensitive="sealed", plain="box"),
    "Batch": fields(plain="box number n released_on"),
    "AnonymousAnswer": fields(sensitive="sealed cuts", plain="batch"),
    "AnonymousText": fields(sensitive="sealed", plain="batch item_key"),
    "BlindDraft": fields(sensitive="digest sealed", plain="box day"),
    "Publication": fields(sensitive="sealed", plain="wave released_on"),
    "Snapshot": fields(plain="publication number reason words taken_on figures digest"),
    "Round360": fields(
        personal="subject debriefer line_manager created_by",
        plain="scope_id campaign state groups closes_on extended_on raters own supervisor created_at",
    ),
    "ExternalRater": fields(personal="name email", plain="forgotten_on"),
    "Nomination": fields(personal="person outside group state reason is_added", plain="round created_at"),
    "Release360": fields(
        personal="opened_by booked_at opened_at", sensitive="sealed", plain="round frozen_on digest"
    ),
    "Comment": fields(personal="read_by", sensitive="sealed", plain="publication item_key state read_on"),
    "VoiceSession": fields(personal="led_by", plain="scope_id group held_on speakers created_at"),
    "VoiceNote": fields(sensitive="sealed", plain="session item_key"),
    "Theme": fields(personal="written_by", sensitive="sealed", plain="scope_id stance removed_at created_at"),
    "ThemeMention": fields(plain="theme session"),
    "CallRequest": fields(
        personal="person asked_on due_on done_on done_by", sensitive="sealed", plain="scope_id to"
    ),
    "Response": fields(sensitive="sealed", plain="request language"),
}
