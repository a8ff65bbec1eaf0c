"""Program templates: data with the defaults that a new program starts from, every one editable later."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rounds.people.enums import Tier
from rounds.programs.enums import PhaseMatch
from rounds.programs.values.phases import PhaseSpec, PlannedRule

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
    # Without any, the program is one piece.
    phases: tuple[PhaseSpec, ...] = ()
    # Where its plan differs from the standard one.
    plan: tuple[PlannedRule, ...] = ()
    # Why a pair is wanted that a line of authority speaks against, where the program is made of such pairs.
    usual_exception: str | Promise = ""

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
            "rotation_12",
            _("Leadership rotation, four weeks with a chair"),
            _("Residents come one after another through the year, each with two tasks and a plan by days."),
            months=12,
            checkins_per_year=12,
            mentee_tiers=(Tier.RESIDENT,),
            mentor_tiers=(Tier.MID_CAREER, Tier.EXECUTIVE),
            phases=(
                PhaseSpec(
                    _("Rotation"),
                    months=12,
                    days=28,
                    tasks=(_("Lead a budget review"), _("Draft a policy brief")),
                ),
            ),
            plan=(
                PlannedRule("first_conversation", 3, (1, 2), office_from=4),
                PlannedRule("agreement", 3, (1, 2), office_from=4),
                PlannedRule("goals", 5, (3, 4)),
                PlannedRule("check_in", 0, (-14,), is_on=False),
                PlannedRule("mid_point", 0, (0, 3)),
                PlannedRule("closing", -3, (-3, -1)),
            ),
            usual_exception=_(
                "Four weeks beside the chair are what this rotation is. The chair coaches and rates nothing in these weeks."
            ),
        ),
        ProgramTemplate(
            "acceleration_2",
            _("Leadership acceleration, two years"),
            _(
                "A senior clinician sponsors a project, then a dean-level leader is shadowed: each year its own match."
            ),
            months=24,
            checkins_per_year=12,
            mentee_tiers=(Tier.JUNIOR_FACULTY, Tier.MID_CAREER),
            mentor_tiers=(Tier.MID_CAREER, Tier.EXECUTIVE),
            weight_preset="growth",
            phases=(
                PhaseSpec(
                    _("Sponsored project"),
                    months=12,
                    checkins_per_year=12,
                    mentor_tiers=(Tier.MID_CAREER, Tier.EXECUTIVE),
                    tasks=(_("Bring a sponsored project to its end"),),
                ),
                PhaseSpec(_("Shadowing"), months=12, checkins_per_year=6, mentor_tiers=(Tier.EXECUTIVE,)),
            ),
            plan=(PlannedRule("first_conversation", 14, (5, 10), office_from=15, phase=2),),
        ),
        ProgramTemplate(
            "transition_12",
            _("Transition into a new role"),
            _(
                "From fellow to faculty, or from faculty to chair: six months each, three on either side of the day."
            ),
            months=12,
            checkins_per_year=12,
            mentee_tiers=(Tier.FELLOW, Tier.JUNIOR_FACULTY, Tier.MID_CAREER),
            mentor_tiers=(Tier.JUNIOR_FACULTY, Tier.MID_CAREER, Tier.EXECUTIVE),
            weight_preset="growth",
            phases=(PhaseSpec(_("Transition"), months=12, match=PhaseMatch.OWN, days=182),),
            plan=(
                PlannedRule("first_conversation", 14, (5, 10), office_from=15),
                PlannedRule("agreement", 14, (7, 12), office_from=15),
                PlannedRule("goals", 21, (14, 20)),
            ),
        ),
    )
}
DEFAULT_TEMPLATE = "leadership_12"


def usual_exception_of(template: str) -> str:
    """Return why programs of a template want a pair that a line of authority speaks against; "" where they don't."""
    found = TEMPLATES.get(template)
    return str(found.usual_exception) if found else ""
