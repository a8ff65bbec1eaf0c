"""A coaching plan: the mentor of the demo asked the faculty developer, and they talked once."""

from datetime import timedelta
from uuid import UUID, uuid5

from rounds.core.access import Viewer
from rounds.core.clock import institution_today
from rounds.core.models import Institution
from rounds.development.enums import Origin
from rounds.development.services.coaching import Wish, answer_coaching, ask_for_coaching, note_coaching
from rounds.people.models import Person


def coach_one(mentor: Person, developer: Person, hospital: Institution) -> None:
    """Let a mentor ask, the coach say yes, and both note their first talk."""
    asks, coaches = (Viewer(hospital.id, one.user_id, one.id, one.full_name) for one in (mentor, developer))
    day = institution_today()
    aims = ("Ask one question more before I answer", "Say in words what I saw, not how I liked it")
    wish = Wish(developer.id, Origin.SELF, aims, day + timedelta(days=70))
    plan = ask_for_coaching(wish=wish, entry_id=uuid5(UUID(int=16), "coaching"), by=asks)
    answer_coaching(plan_id=plan.id, accept=True, by=coaches)
    talked_on = day - timedelta(days=9)
    words = (
        "Four seconds are long. I will count them.",
        "Two open questions in ten minutes; then he waited.",
    )
    for by, text in zip((asks, coaches), words, strict=True):
        note_coaching(plan_id=plan.id, words=text, talked_on=talked_on, observed=False, by=by)
