"""What a round takes of people's years: ratings and one's own form count among all that is asked of them."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rounds.core.clock import institution_today, now
from rounds.core.errors import DomainError
from rounds.people.models import Person
from rounds.surveys.budget.selectors import Want
from rounds.surveys.budget.services import hold_room
from rounds.surveys.budget.values import academic_year, rank_of
from rounds.surveys.instruments.selectors import minutes_of, questions_of
from rounds.surveys.models import Request

# rating others holds its place more firmly than one's own form
RATING, OWN = rank_of("leader_360"), rank_of("mentor_self")


def take_room(requests: Sequence[Request]) -> None:
    """Hold room in the year of everybody who is asked. Raises DomainError with the names of those for whom there is none."""
    full = without_room_for(requests)
    if not full:
        return
    names = sorted(Person.objects.filter(id__in=full), key=lambda one: (one.folded_family, one.folded_given))
    words = ngettext(
        "%(names)s was asked as much this year as may be asked. Choose somebody else, or send the round from July on.",
        "%(names)s were asked as much this year as may be asked. Choose others, or send the round from July on.",
        len(names),
    )
    raise DomainError(words % {"names": _(", ").join(one.display_name for one in names)})


def without_room_for(requests: Sequence[Request]) -> set[UUID]:
    """Hold room for what some people are asked; return those for whom there is none. Somebody outside has no year here."""
    full: set[UUID] = set()
    by_wave = defaultdict(list)
    for request in requests:
        if request.person_id is not None:
            by_wave[request.wave].append((request.person_id, request.person_id == request.subject_id))
    for wave, asked in by_wave.items():
        minutes = minutes_of(questions_of(wave.version_id))
        wants = [
            Want(person_id, wave.id, OWN if is_own else RATING, now(), minutes, is_rating=not is_own)
            for person_id, is_own in asked
        ]
        full |= hold_room(wants=wants, year=academic_year(institution_today()))
    return full
