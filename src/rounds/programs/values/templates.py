"""Program templates: data with the defaults that a new program starts from, every one editable later."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rounds.people.enums import Tier

ALL_TIERS = tuple(Tier.values)
BELOW_EXECUTIVE = ALL_TIERS[:-1]
ABOVE_RESIDENT = ALL_TIERS[1:]


@dataclass(frozen=True)
class ProgramTemplate:
    """What a program starts with; `weight_preset` is the key of a preset that matching holds."""

    key: str
    name: str | Promise
    purpose: str | Promise
    months: int
    checkins_per_year: int
    mentee_tiers: tuple[str, ...]
    mentor_tiers: tuple[str, ...]
    weight_preset: str = "balanced"

    @property
    def needs_second_person(self) -> bool:
        """Tell whether a second person approves from the start: wherever residents are matched."""
        return Tier.RESIDENT in self.mentee_tiers


TEMPLATES = {
    template.key: template
    for template in (
        ProgramTemplate(
            "leadership_12",
            _("Leadership mentorship, 12 months"),
            _("One year with a check-in each quarter, for all five tiers."),
            months=12,
            checkins_per_year=4,
            mentee_tiers=BELOW_EXECUTIVE,
            mentor_tiers=ABOVE_RESIDENT,
        ),
        ProgramTemplate(
            "pilot_6",
            _("Pilot in one department, six months"),
            _("Small, with a check-in every two months, to learn before more departments join."),
            months=6,
            checkins_per_year=6,
            mentee_tiers=BELOW_EXECUTIVE,
            mentor_tiers=ABOVE_RESIDENT,
            weight_preset="balanced",
        ),
        ProgramTemplate(
            "acceleration_1",
            _("Leadership acceleration, sponsorship year"),
            _("The first year of two: faculty who prepare for a chair, with monthly check-ins."),
            months=12,
            checkins_per_year=12,
            mentee_tiers=(Tier.JUNIOR_FACULTY, Tier.MID_CAREER),
            mentor_tiers=(Tier.MID_CAREER, Tier.EXECUTIVE),
            weight_preset="growth",
        ),
    )
}
DEFAULT_TEMPLATE = "leadership_12"
