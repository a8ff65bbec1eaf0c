"""Which fields of this domain are about people: only who published a version."""

from rounds.core.personal_data import fields

FIELDS = {
    "Framework": fields(plain="key name"),
    "FrameworkVersion": fields(
        personal="published_by", plain="framework number reason created_at published_at"
    ),
    "Domain": fields(plain="version key position name summary"),
    "Track": fields(plain="version key position name tier_names evidence"),
    "Indicator": fields(plain="version key position domain_key tier text is_focus"),
    "Crosswalk": fields(plain="version key position domain_key theme"),
    "MilestoneCode": fields(plain="specialty version code theme title is_local"),
}
