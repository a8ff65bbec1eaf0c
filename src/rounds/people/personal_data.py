"""Which fields of this domain are about people."""

from rounds.core.personal_data import fields

DATED = "from_on to_on recorded_at"

FIELDS = {
    "Site": fields(plain="name timezone"),
    "Department": fields(plain="name code"),
    "HelpRoute": fields(plain="topic name phone web words"),
    "MergedPlace": fields(plain="kind gone_id into_id name code timezone moved merged_at undone_at"),
    "Person": fields(
        personal="user title given_name family_name folded_given folded_family pronouns email personal_email"
        " personal_confirmed_at npi orcid employee_id external_key languages left_on merged_into",
        plain="created_at",
    ),
    "TwoPeople": fields(personal="first second", plain="said_at"),
    "Origin": fields(personal="person by kind at"),
    "CareerStage": fields(
        personal=f"person tier track title rank department section specialty site fte pgy {DATED}"
    ),
    "TrainingProgram": fields(plain="name acgme_number specialty department years"),
    "TrainingProgramMember": fields(personal=f"training_program person kind {DATED}"),
    "AuthorityLine": fields(personal=f"subject over kind {DATED}"),
    "RoleAssignment": fields(personal=f"person role scope_id {DATED}"),
    "Consent": fields(personal="person kind version given_at withdrawn_at"),
    "TrainingRecord": fields(personal="person title module hours done_on"),
    "Leave": fields(personal=f"person entered_by {DATED}"),
    "Leaving": fields(personal="person on ended recorded_at back_on"),
    "RollOver": fields(personal="way_back", plain="on created_at committed_at undone_at"),
    "RollOverItem": fields(personal="person before after reason step", plain="roll_over"),
}
