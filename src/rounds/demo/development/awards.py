"""An award by jury: open for a few weeks more, with a jury of four; a few mentees have nominated their mentors."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid5

from rounds.core.access import Grant, Viewer
from rounds.core.clock import institution_today
from rounds.core.enums import Role
from rounds.core.models import Institution
from rounds.development.enums import Honor, Voice
from rounds.development.services.awards import give_voice, nominate, open_award
from rounds.mentorships.enums import RUNNING
from rounds.mentorships.models import Mentorship
from rounds.people.models import Person

JURY = (Role.DIRECTOR, Role.GME_OFFICER, Role.COORDINATOR, Role.STEERING_VIEWER)
WORDS = (
    "She read my charter twice and asked one question. I threw half of it away and the committee took the rest.",
    "He gave me his seat for one meeting, told me whom to watch, and let me speak first.",
    "When I wanted to quit she did not talk me out of it. She asked what I would miss.",
    "He noticed before I did that I had stopped asking for things.",
    "We rehearsed the budget talk until I could say no without an excuse.",
    "She introduced me to the one person who had done it before, and then left us alone.",
)


def give_awards(named: Mapping[Role, Person], hospital: Institution) -> None:
    """Open an award with its jury, nominate a few, and let one of the jury have spoken of the first."""
    developer = _as(named[Role.FACULTY_DEVELOPER], Role.FACULTY_DEVELOPER, hospital)
    award = open_award(
        award=Honor.AWARD_MENTOR,
        closes_on=institution_today() + timedelta(days=24),
        jury=[named[one].id for one in JURY],
        entry_id=uuid5(UUID(int=16), "award"),
        by=developer,
    )
    pairs = Mentorship.objects.filter(state__in=RUNNING, opened_on__isnull=False, purpose="")
    pairs = pairs.exclude(mentee_id=named[Role.MENTEE].id).select_related("mentee")
    found = list(pairs.order_by("opened_on", "mentee__folded_family", "id")[: len(WORDS)])
    for number, (pair, words) in enumerate(zip(found, WORDS, strict=False)):
        nominate(
            award=award,
            nominee_id=pair.mentor_id,
            words=words,
            entry_id=uuid5(UUID(int=16), f"nomination {number}"),
            by=_as(pair.mentee, Role.MENTEE, hospital),
        )
    if found:
        director = _as(named[Role.DIRECTOR], Role.DIRECTOR, hospital)
        give_voice(award=award, nominee_id=found[0].mentor_id, says=Voice.FOR, by=director)


def _as(person: Person, role: Role, hospital: Institution) -> Viewer:
    return Viewer(hospital.id, person.user_id, person.id, person.full_name, frozenset({Grant(role, None)}))
